import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, asked, AWAY, host, licence, open } from "./kit.js";

const NUMBER = "AP1620100004567";
const PATH = "POST /renewals";
const TOLD = {
  ...licence(NUMBER),
  mobile: { kind: "text", value: "9000000001" },
  address: { kind: "text", value: "4-7, Main Road, Tenali" },
  pin: { kind: "text", value: "522201" },
  glasses: { kind: "choice", value: "yes" },
} as const;

test("a renewal gives a reference, and the office all that was told", async () => {
  const conversation = await open(host({ [PATH]: { status: 201, body: { reference: "RN-48213" } } }), "dl-renewal");
  assert.match(await conversation.sendsForm(TOLD), /Number: RN-48213\nLicence: AP1620100004567/);
  assert.equal(conversation.isOpen, false);
  assert.deepEqual(conversation.host.sent[0]?.json, {
    licence: NUMBER,
    born: "1990-02-01",
    mobile: "9000000001",
    address: "4-7, Main Road, Tenali",
    pin: "522201",
    wearsGlasses: true,
  });
});

test("what the office refuses is said with its reason", async () => {
  const said = async (body: unknown, status = 409) => {
    const conversation = await open(host({ [PATH]: { status, body } }), "dl-renewal");
    return conversation.sendsForm(TOLD);
  };
  assert.match(await said({ error: "pending", reference: "RN-48213" }), /already an application.*RN-48213/);
  const notYet = { error: "not-yet", from: "2029-05-03", validUntil: "2030-05-03" };
  assert.match(await said(notYet), /valid until 03-05-2030.*from 03-05-2029 on/);
  assert.match(await said({ error: "not-found" }, 404), /found no licence/);
});

test("an application whose answer was lost is not made twice, and the citizen hears of it", async () => {
  for (const [what, gives] of Object.entries(AWAY)) {
    const conversation = await open(host({ [PATH]: gives }), "dl-renewal");
    assert.match(await conversation.sendsForm(TOLD), /not answering just now/, what);
    answer(conversation.host, { [PATH]: { status: 409, body: { error: "pending", reference: "RN-48213" } } });
    assert.match(await conversation.takes("again"), /We have received.*\n\nNumber: RN-48213/, what);
    assert.deepEqual(asked(conversation.host), [PATH, PATH]);
    assert.deepEqual(conversation.host.sent[0]?.json, conversation.host.sent[1]?.json);
  }
});
