// The handler alone, on a host in memory. The conversations with a whole host are in `scenarios`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { Language } from "@mitra/department";
import { Conversation, MemoryHost } from "@mitra/department/testing";

import { office } from "../src/office.js";

const SEED = readFileSync("seed.json", "utf8");

async function open(language: Language = "en"): Promise<Conversation> {
  return (await Conversation.open(office, MemoryHost.seeded(SEED), "hours", language))[0];
}

test("the hours of a ward are told in every language", async () => {
  for (const [language, typed, hours] of [
    ["te", "౭", "సాయంత్రం 5"],
    ["en", "7", "5 in the evening"],
    ["hi", "७", "शाम 5"],
  ] as const) {
    const conversation = await open(language);
    const said = await conversation.says(typed);
    assert.ok(said.includes(hours), said);
    await conversation.takes("done");
    assert.equal(conversation.isOpen, false);
  }
});

test("whatever is no ward is asked for again", async () => {
  const conversation = await open();
  assert.match(await conversation.says("99"), /no such ward/);
  assert.match(await conversation.says("where I live"), /number of your ward/);
  assert.match(await conversation.sendsPhoto("1"), /number of your ward/);
});

test("back leads to the question and then out", async () => {
  const conversation = await open();
  await conversation.says("7");
  assert.match(await conversation.goesBack(), /number of your ward/);
  await conversation.goesBack();
  assert.equal(conversation.isOpen, false);
});
