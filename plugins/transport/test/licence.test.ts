import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, AWAY, host, licence, open } from "./kit.js";

const NUMBER = "AP1620100004567";
const PATH = `GET /licences/${NUMBER}?born=1990-02-01`;
const CARD = {
  number: NUMBER,
  holder: "Sita Devi",
  classes: ["MCWG", "LMV"],
  issued: "2010-05-04",
  validUntil: "2030-05-03",
  isSuspended: false,
};

async function shown(changes: object): Promise<string> {
  const conversation = await open(host({ [PATH]: { status: 200, body: { ...CARD, ...changes } } }), "dl-copy");
  return conversation.sendsForm(licence(NUMBER));
}

test("a licence is shown, and whether it can be renewed", async () => {
  const said = await shown({});
  assert.match(said, /Name: S\*\*\* D\*\*\*\nVehicles: motorcycle, car\n/);
  assert.doesNotMatch(said, /renew/);
  assert.match(await shown({ validUntil: "2027-11-24" }), /Valid: until 24-11-2027\n\nYou can renew/);
  assert.doesNotMatch(await shown({ validUntil: "2027-11-25" }), /renew/);
  assert.match(await shown({ validUntil: "2026-11-23" }), /Valid: ended on 23-11-2026.*\n\nYou can renew/);
  assert.match(await shown({ isSuspended: true, validUntil: "2026-11-23" }), /suspended.*0866-2570123\.\n/);
  assert.match(await shown({ classes: ["HTV"] }), /Vehicles: HTV/);
});

test("a licence that is not there can be corrected", async () => {
  const conversation = await open(host(), "dl-copy", "te");
  assert.match(await conversation.sendsForm(licence(NUMBER)), /లైసెన్స్ దొరకలేదు/);
  assert.match(await conversation.takes("other"), /మీ లైసెన్స్\n/);
  await conversation.goesBack();
  assert.equal(conversation.isOpen, false);
});

test("whatever is wrong with the back end, the form need not be filled in again", async () => {
  for (const [what, gives] of Object.entries(AWAY)) {
    const conversation = await open(host({ [PATH]: gives }), "dl-copy", "hi");
    assert.match(await conversation.sendsForm(licence(NUMBER)), /अभी उत्तर नहीं दे रहा/, what);
    answer(conversation.host, { [PATH]: { status: 200, body: CARD } });
    assert.match(await conversation.takes("again"), /नाम: S\*\*\* D/, what);
  }
});

test("a copy is given of a licence that is valid, and once for the same validity", async () => {
  const on = host({ [PATH]: { status: 200, body: CARD } });
  on.certificates.kinds.set("dl-copy", ["licence", "classes", "issued", "until"]);
  for (const _ of [1, 2]) {
    assert.match(await (await open(on, "dl-copy")).sendsForm(licence(NUMBER)), /\(certificate /);
  }
  const [issued, ...others] = [...on.certificates.issued.values()];
  assert.equal(others.length, 0);
  assert.equal(issued?.request.number, `${NUMBER}-2030-05-03`);
  assert.equal(issued?.request.holder.name, "Sita Devi");
  for (const changes of [{ isSuspended: true }, { validUntil: "2026-11-23" }]) {
    answer(on, { [PATH]: { status: 200, body: { ...CARD, ...changes } } });
    assert.doesNotMatch(await (await open(on, "dl-copy")).sendsForm(licence(NUMBER)), /certificate/);
  }
});
