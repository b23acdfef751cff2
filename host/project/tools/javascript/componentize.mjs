// Source in JavaScript -> component. Called with the source, the contract's folder, its world and the output.
import { writeFile } from "node:fs/promises";
import { argv } from "node:process";

import { componentize } from "@bytecodealliance/componentize-js";

const [sourcePath, witPath, worldName, output] = argv.slice(2);
// A department answers turns, not requests.
const disableFeatures = ["fetch-event"];
const { component } = await componentize({ sourcePath, witPath, worldName, disableFeatures });
await writeFile(output, component);
