import assert from "node:assert/strict";
import { test } from "node:test";

import type { PaymentStatus } from "mitra:department/payments@1.0.0";
import type { Conversation, MemoryHost, WebAnswer } from "@mitra/department/testing";

import { answer, asked, AWAY, host, open } from "./kit.js";

const NUMBER = "AP31EF9012";
const DUE = `GET /vehicles/${NUMBER}/tax?chassis=77B02`;
const ENTER = `POST /vehicles/${NUMBER}/tax`;
const TAX = { number: NUMBER, paidUntil: "2026-12-31", until: "2027-03-31", paise: 234_500 };
const FIRST = `${NUMBER}-20270331-1`;
const PAID: PaymentStatus = { tag: "paid", val: { id: "pay_1", at: 1_795_496_400_000n } };

/** A citizen who sees what is due, at an office that answers so. */
async function seeing(answers: Readonly<Record<string, WebAnswer>> = {}): Promise<Conversation> {
  const conversation = await open(host({ [DUE]: { status: 200, body: TAX }, ...answers }), "vehicle-tax");
  await conversation.says("ap 31 ef 9012");
  await conversation.says("77b02");
  return conversation;
}

/** What is said when the host knows what became of a payment. */
function ends(conversation: Conversation, status: PaymentStatus, reference = FIRST): Promise<string> {
  conversation.host.payments.set(reference, status);
  return conversation.event({ tag: "payment", val: { reference, amount: 234_500n, status } });
}

/** What the office has not heard of yet. */
function owed(host: MemoryHost): unknown {
  return host.record("citizen", `paid/${FIRST}`);
}

test("a tax that is due is paid, and entered at the office", async () => {
  const conversation = await seeing({ [ENTER]: { status: 201, body: { reference: "TX-50001" } } });
  assert.match(await conversation.takes("pay"), /pay 234500 paise: Vehicle tax AP31EF9012, until 31-03-2027/);
  assert.match(await ends(conversation, PAID), /is paid\. Thank you[^]*₹2,345\.00\nReceipt number: pay_1\n.*TX-50001/);
  assert.deepEqual(conversation.host.sent.at(-1)?.json, { receipt: "pay_1", paise: 234_500, until: "2027-03-31" });
  assert.equal(owed(conversation.host), undefined);
});

test("a payment that fails is asked for anew, and one that is open again", async () => {
  const conversation = await seeing();
  await conversation.takes("pay");
  conversation.host.payments.set(FIRST, { tag: "open" });
  await conversation.says(NUMBER);
  await conversation.says("77B02");
  assert.match(await conversation.takes("pay"), /pay 234500/);
  assert.match(await ends(conversation, { tag: "failed" }), /did not go through/);
  assert.match(await conversation.takes("pay"), /pay 234500/);
  assert.match(await ends(conversation, { tag: "expired" }, `${NUMBER}-20270331-2`), /did not go through/);
});

test("what another citizen is paying is not asked for", async () => {
  const conversation = await seeing();
  conversation.host.payments.set(FIRST, { tag: "open" });
  assert.match(await conversation.takes("pay"), /being paid right now/);
});

test("a payment that the office could not hear of is entered later, whatever was wrong", async () => {
  for (const [what, gives] of Object.entries(AWAY)) {
    const conversation = await seeing({ [ENTER]: gives });
    await conversation.takes("pay");
    assert.match(await ends(conversation, PAID), /is received \(receipt pay_1\)/, what);
    assert.deepEqual(owed(conversation.host), { receipt: "pay_1", paise: 234_500 }, what);
    assert.equal(await conversation.waits(20 * 60_000), "", what);
    answer(conversation.host, { [ENTER]: { status: 201, body: { reference: "TX-50001" } } });
    assert.match(await conversation.waits(10 * 60_000), /TX-50001/, what);
    assert.equal(owed(conversation.host), undefined, what);
    assert.equal(await conversation.waits(3_600_000), "", what);
  }
});

test("a tax that was paid twice is to be paid back", async () => {
  const conversation = await seeing({ [ENTER]: { status: 409, body: { error: "nothing-due", until: "2027-03-31" } } });
  await conversation.takes("pay");
  assert.match(await ends(conversation, PAID), /had been paid already.*₹2,345\.00/);
  assert.notEqual(conversation.host.record("department", `refund/${FIRST}`), undefined);
});

test("nothing is due, or nothing is found", async () => {
  const said = async (status: number, body: unknown) => {
    const conversation = await open(host({ [DUE]: { status, body } }), "vehicle-tax");
    assert.match(await conversation.says("my car"), /does not look like/);
    await conversation.says(NUMBER);
    assert.match(await conversation.says("7"), /exactly the last five/);
    return conversation.says("77B02");
  };
  assert.match(await said(409, { error: "nothing-due", until: "2028-07-31" }), /paid until 31-07-2028; nothing is due/);
  assert.match(await said(409, { error: "nothing-due" }), /paid for life/);
  assert.match(await said(404, { error: "not-found" }), /found no vehicle/);
});

test("while the office is away, nothing need be told twice", async () => {
  const conversation = await seeing({ [DUE]: { fails: "unreachable" } });
  answer(conversation.host, { [DUE]: { status: 200, body: TAX } });
  assert.match(await conversation.takes("again"), /Amount: ₹2,345\.00/);
  assert.deepEqual(asked(conversation.host), [DUE, DUE]);
  await conversation.takes("done");
  assert.equal(conversation.isOpen, false);
});
