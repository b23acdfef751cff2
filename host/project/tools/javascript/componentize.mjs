// Source in JavaScript -> component. Called with the source, the contract's folder, its world and the output.
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { argv } from "node:process";

import { componentize } from "@bytecodealliance/componentize-js";

// The engine makes its built-in objects when they are first named, and what asynchronous functions need when one is
// first called. A turn begins with the memory that is left here, so all of it is made now, and in no turn.
const WARM_UP = `
  for (const name of Object.getOwnPropertyNames(globalThis)) void globalThis[name];
  const later = async (value) => await value;
  void later(later(1));
`;

const [sourcePath, witPath, worldName, output] = argv.slice(2);
const source = await readFile(sourcePath, "utf8");
const [, name, version] = /^package (\S+)@(\S+);/m.exec(await readFile(join(witPath, "world.wit"), "utf8"));
// There are two sets of built-in objects: the department's, and that of the code which turns values of the contract into
// JavaScript's. A function of the contract belongs to the second, and so does what its constructor makes.
const realms = `[Function, __contract.write.constructor]`;
const run = `for (const __function of ${realms}) __function(${JSON.stringify(WARM_UP)})();`;
// In front, where the department cannot have changed anything yet, and without a line of its own: traps name lines.
const warmed = join(dirname(output), basename(sourcePath));
await writeFile(warmed, `import * as __contract from "${name}/log@${version}"; ${run} ${source}`);

// A department answers turns, not requests.
const disableFeatures = ["fetch-event"];
const { component } = await componentize({ sourcePath: warmed, witPath, worldName, disableFeatures });
await writeFile(output, component);
