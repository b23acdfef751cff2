import assert from "node:assert/strict";
import { test } from "node:test";

import { department, finish, service, shape, text } from "@mitra/department";
import { MemoryHost } from "@mitra/department/testing";
import { exportsOf } from "../src/exports.js";

const WORDS = text("పదాలు", "Words", "शब्द");
const only = service({
  id: "only",
  name: WORDS,
  summary: WORDS,
  aliases: [],
  state: shape.object({ ward: shape.string }),
  handle: () => finish(),
});
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function migrated(from: number, state: unknown, migrate?: (from: number, state: unknown) => unknown): unknown {
  const it = department({ id: "a", name: WORDS, stateSchema: 2, services: [only], ...(migrate && { migrate }) });
  const { migration } = exportsOf(it, new MemoryHost().imports());
  return JSON.parse(new TextDecoder().decode(migration.migrate(from, bytes(state))));
}

test("a state of another schema is carried over, or the words say why not", () => {
  const old = shape.object({ number: shape.integer });
  const migrate = (_: number, state: unknown) => ({ ward: String(old.read(state).number) });
  assert.deepEqual(migrated(1, { number: 7 }, migrate), { ward: "7" });
  const words = (thrown: unknown) => thrown;
  assert.throws(
    () => migrated(1, {}, migrate),
    (thrown) => words(thrown) === "`number` is not a whole number",
  );
  assert.throws(
    () => migrated(1, {}),
    (thrown) => words(thrown) === "nothing carries schema 1 over",
  );
});
