import assert from "node:assert/strict";
import { test } from "node:test";

import { calendar } from "@mitra/department";
import type { Conversation, WebAnswer } from "@mitra/department/testing";

import { answer, asked, AWAY, host, licence, open } from "./kit.js";

const NUMBER = "AP1620260000451";
const CITIZEN = "0f".repeat(16);
const BOOKINGS = `GET /bookings?applicant=${CITIZEN}`;
const LEARNER = `GET /learners/${NUMBER}?born=1990-02-01`;
const DAYS = "GET /offices/vja/days";
const SLOTS = "GET /offices/vja/days/2026-11-26/slots";
const HOLDS = "POST /holds";
const CONFIRM = "POST /holds/h1/confirm";
const OFFICE = {
  id: "vja",
  name: { te: "విజయవాడ", en: "Vijayawada", hi: "विजयवाड़ा" },
  address: { te: "బందర్ రోడ్", en: "Bandar Road", hi: "बंदर रोड" },
};
const AT_TEN = calendar.instantOf({ year: 2026, month: 11, day: 26 }, 10 * 60);
const BOOKING = { reference: "LT-48213", office: OFFICE, startsAt: AT_TEN };

const ok = (body: unknown): WebAnswer => ({ status: 200, body });
const refused = (error: string, status = 409): WebAnswer => ({ status, body: { error } });

function backEnd(now: number): Record<string, WebAnswer> {
  return {
    [BOOKINGS]: ok([]),
    [LEARNER]: ok({ number: NUMBER, testFrom: "2026-11-01", validUntil: "2027-03-31" }),
    "GET /offices": ok([OFFICE]),
    [DAYS]: ok([
      { day: "2026-11-26", free: 3 },
      { day: "2026-11-27", free: 8 },
    ]),
    [SLOTS]: ok([
      { id: "s1", startsAt: AT_TEN, free: 1 },
      { id: "s2", startsAt: AT_TEN + calendar.HOUR_MS, free: 2 },
    ]),
    [HOLDS]: { status: 201, body: { id: "h1", startsAt: AT_TEN, until: now + 10 * calendar.MINUTE_MS } },
    [CONFIRM]: { status: 201, body: BOOKING },
    [`DELETE /holds/h1?applicant=${CITIZEN}`]: { status: 204 },
  };
}

/** A conversation in which a place is held, unless the back end says otherwise. */
async function held(changes: Record<string, WebAnswer> = {}): Promise<readonly [Conversation, string]> {
  const it = host();
  answer(it, { ...backEnd(it.now), ...changes });
  const conversation = await open(it, "test-slot");
  await conversation.sendsForm(licence(NUMBER));
  await conversation.takes("office:vja");
  await conversation.takes("day:2026-11-26");
  return [conversation, await conversation.takes("slot:s1")];
}

test("a place is held, booked, and its end is told to nobody", async () => {
  const [conversation, said] = await held();
  assert.match(said, /Vijayawada\nThursday 26-11-2026, 10:00\n\nWe keep this slot for you until 10:40/);
  assert.match(await conversation.says("hello"), /We keep this slot/);
  assert.match(await conversation.takes("book"), /Number: LT-48213\nOffice: Vijayawada\nAddress: Bandar Road\n/);
  assert.equal(conversation.isOpen, false);
  assert.equal(await conversation.waits(calendar.HOUR_MS), "");
  const hold = conversation.host.sent.find(({ url }) => url.endsWith("/holds"));
  assert.deepEqual(hold?.json, { slot: "s1", learner: NUMBER, applicant: CITIZEN });
});

test("a hold that ends is told once, in the conversation and after it", async () => {
  const [conversation] = await held();
  const said = await conversation.waits(10 * calendar.MINUTE_MS);
  assert.match(said, /the slot that we kept for you \(Thursday 26-11-2026, 10:00\) has been let go/);
  assert.match(await conversation.takes("times"), /which time suits you/);

  const [left] = await held();
  left.leaves();
  assert.match(await left.waits(10 * calendar.MINUTE_MS), /has been let go/);
  assert.equal(left.isOpen, false);

  const [late] = await held();
  const [timer] = late.host.timers;
  assert.ok(timer);
  late.host.now = timer.at + 2 * calendar.HOUR_MS;
  assert.equal(await late.waits(0), "", "two hours later it is no news");
});

test("a hold that ended before it was confirmed leads to the times that are left", async () => {
  const [conversation] = await held({ [CONFIRM]: refused("expired", 410) });
  assert.match(await conversation.takes("book"), /just been taken[^]*which time suits you/);
  assert.deepEqual(conversation.host.timers, []);
});

test("the last place that somebody else got leads to the times that are left", async () => {
  const [conversation, said] = await held({ [HOLDS]: refused("full") });
  assert.match(said, /Sorry, that slot has just been taken\.\n---\nVijayawada, Thursday 26-11-2026: which time/);
  assert.deepEqual(conversation.offered, ["slot:s1", "slot:s2", "other"]);
});

test("a learner with a test keeps it, cancels it, or is told that it is another's", async () => {
  const it = host(backEnd(0));
  answer(it, { [BOOKINGS]: ok([BOOKING]), "DELETE /bookings/LT-48213?applicant=": { status: 500 } });
  const conversation = await open(it, "test-slot");
  assert.deepEqual(conversation.offered, ["cancel", "keep"]);
  answer(it, { [`DELETE /bookings/LT-48213?applicant=${CITIZEN}`]: refused("too-late") });
  assert.match(await conversation.takes("cancel"), /can no longer be cancelled.*0866-2570123/);

  const again = await open(it, "test-slot");
  answer(it, { [`DELETE /bookings/LT-48213?applicant=${CITIZEN}`]: { status: 204 } });
  assert.match(await again.takes("cancel"), /LT-48213 is cancelled/);

  const [, said] = await held({ [HOLDS]: refused("booked") });
  assert.match(said, /from another telephone/);
});

test("days before the test may be taken are not offered", async () => {
  const learner = (testFrom: string) => ({ [LEARNER]: ok({ number: NUMBER, testFrom, validUntil: "2027-03-31" }) });
  const it = host();
  answer(it, { ...backEnd(it.now), ...learner("2026-11-27") });
  const conversation = await open(it, "test-slot");
  await conversation.sendsForm(licence(NUMBER));
  await conversation.takes("office:vja");
  assert.deepEqual(conversation.offered, ["day:2026-11-27", "other"]);
  answer(it, learner("2026-12-20"));
  const early = await open(it, "test-slot");
  await early.sendsForm(licence(NUMBER));
  assert.match(await early.takes("office:vja"), /from 20-12-2026 on/);
});

test("a learner's licence that has ended, or that is not there", async () => {
  const it = host();
  const ended = { number: NUMBER, testFrom: "2026-01-01", validUntil: "2026-11-23" };
  answer(it, { ...backEnd(it.now), [LEARNER]: ok(ended) });
  const conversation = await open(it, "test-slot", "te");
  assert.match(await conversation.sendsForm(licence(NUMBER)), /గడువు 23-11-2026న ముగిసింది/);
  const unknown = await open(it, "test-slot");
  assert.match(await unknown.sendsForm(licence("AP1620260009999")), /found no licence/);
  assert.match(await unknown.takes("correct"), /Your learner's licence\n/);
});

test("back leads from step to step, and lets go what is held", async () => {
  const [conversation] = await held();
  assert.match(await conversation.goesBack(), /which time/);
  assert.ok(asked(conversation.host).includes(`DELETE /holds/h1?applicant=${CITIZEN}`));
  assert.match(await conversation.goesBack(), /which day/);
  assert.match(await conversation.goesBack(), /which office/);
  assert.match(await conversation.goesBack(), /Your learner's licence\n/);
  await conversation.goesBack();
  assert.equal(conversation.isOpen, false);
});

test("whatever is wrong with the back end at any step, it is tried again from there", async () => {
  for (const [what, gives] of Object.entries(AWAY)) {
    for (const request of [BOOKINGS, LEARNER, "GET /offices", DAYS, SLOTS, HOLDS, CONFIRM]) {
      const it = host();
      const good = backEnd(it.now);
      answer(it, { ...good, [request]: gives });
      const conversation = await open(it, "test-slot");
      const steps = [
        () => conversation.sendsForm(licence(NUMBER)),
        () => conversation.takes("office:vja"),
        () => conversation.takes("day:2026-11-26"),
        () => conversation.takes("slot:s1"),
        () => conversation.takes("book"),
      ];
      let n = 0;
      const isAway = () => conversation.offered.join() === "again,done";
      for (const step of steps) {
        if (isAway()) {
          n += 1;
          assert.match(await conversation.takes("again"), /still not answering/, `${what}: ${request}`);
          answer(it, good);
          await conversation.takes("again");
        }
        await step();
      }
      if (isAway()) {
        n += 1;
        answer(it, good);
        await conversation.takes("again");
      }
      assert.equal(n, 1, `${what}: ${request}`);
      assert.equal(conversation.isOpen, false, `${what}: ${request}`);
    }
  }
});
