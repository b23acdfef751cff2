import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, asked, AWAY, host, open } from "./kit.js";

const CAR = {
  number: "AP39AB1234",
  owner: "Ravi Kumar",
  kind: { te: "కారు", en: "Car", hi: "कार" },
  model: "Maruti Swift",
  office: { te: "విజయవాడ", en: "Vijayawada", hi: "विजयवाड़ा" },
  registered: "2019-06-12",
  fitness: "2034-06-11",
  insurance: "2026-12-10",
};
const PATH = "GET /vehicles/AP39AB1234?chassis=4A7Z9";

test("a vehicle's papers, with what ends soon or has ended", async () => {
  for (const [insurance, shown] of [
    ["2026-12-31", "Insurance: until 31-12-2026\n"],
    ["2026-12-10", "Insurance: until 10-12-2026, ends soon"],
    ["2026-11-24", "Insurance: until 24-11-2026, ends soon"],
    ["2026-11-23", "Insurance: ended on 23-11-2026"],
  ] as const) {
    const conversation = await open(host({ [PATH]: { status: 200, body: { ...CAR, insurance } } }), "rc");
    await conversation.says("ap 39 ab-1234");
    const said = await conversation.says("4a7z9");
    assert.ok(said.includes(shown), said);
    assert.match(said, /Owner: R\*\*\* K\*\*\*\n/);
    assert.match(said, /Tax: paid for life/);
    assert.equal(await conversation.takes("done"), "Thank you.");
  }
});

test("numbers are read in every script and spelling, and asked for again if they are none", async () => {
  for (const typed of ["AP39AB1234", "ap 39 ab 1234", "AP-39-AB-1234", "AP౩౯AB౧౨౩౪", "AP३९AB१२३४"]) {
    const conversation = await open(host(), "rc");
    assert.match(await conversation.says(typed), /last five characters/, typed);
    await conversation.says("12345");
    assert.deepEqual(asked(conversation.host), ["GET /vehicles/AP39AB1234?chassis=12345"]);
  }
  const conversation = await open(host(), "rc");
  for (const typed of ["my car", "1234", "AP39AB12345", "AP39ABCD1234", "../AP39AB1234", "AP39AB1234?x"]) {
    assert.match(await conversation.says(typed), /does not look like a registration/, typed);
  }
  assert.match(await conversation.says("22BH1234AA"), /last five characters/);
  assert.match(await conversation.says("1234"), /exactly the last five/);
  assert.match(await conversation.says("12/45"), /exactly the last five/);
});

test("a wrong number and a wrong chassis sound the same", async () => {
  const conversation = await open(host({ [PATH]: { status: 200, body: CAR } }), "rc");
  const said = [];
  for (const [number, chassis] of [
    ["AP39AB1234", "00000"],
    ["AP39ZZ9999", "4A7Z9"],
  ] as const) {
    await conversation.says(number);
    said.push(await conversation.says(chassis));
  }
  assert.equal(said[0], said[1]);
  assert.match(said[0] ?? "", /found no vehicle/);
});

test("whatever is wrong with the back end, it is said kindly, and can be tried again", async () => {
  for (const [what, gives] of Object.entries(AWAY)) {
    const conversation = await open(host({ [PATH]: gives }), "rc");
    await conversation.says("AP39AB1234");
    assert.match(await conversation.says("4A7Z9"), /not answering just now/, what);
    assert.match(await conversation.takes("again"), /still not answering.*0866-2570123/, what);
    assert.ok(
      conversation.host.logged.every(({ line }) => !/AP39|4A7Z9/.test(line)),
      what,
    );
    answer(conversation.host, { [PATH]: { status: 200, body: CAR } });
    assert.match(await conversation.takes("again"), /Vehicle: AP39AB1234/, what);
  }
});

test("back leads from step to step, and out of the first", async () => {
  const conversation = await open(host(), "rc");
  await conversation.says("AP39AB1234");
  assert.match(await conversation.goesBack(), /registration number/);
  assert.equal(await conversation.goesBack(), "");
  assert.equal(conversation.isOpen, false);
});
