import assert from "node:assert/strict";
import { test } from "node:test";

import {
  certificate,
  type CertificateRequest,
  type Certificates,
  type Certified,
  department,
  LimitError,
  say,
  service,
  shape,
  stay,
  text,
} from "../src/index.js";
import { Conversation, MemoryHost } from "../src/testing/index.js";

const NAME = text("పత్రాలు", "Papers", "पत्र");

function income(number: string): CertificateRequest {
  return {
    kind: "income",
    number,
    holder: { name: "Asha Rao", localName: { language: "te", name: "ఆశా రావు" }, aadhaarLastFour: "2346" },
    facts: {
      income: { kind: "money", value: 9_500_000 },
      since: { kind: "date", value: { year: 2025, month: 4, day: 1 } },
    },
  };
}

function told(done: Certified): string {
  if (done.ok) return `${done.certificate.id} ${done.certificate.status}`;
  return "id" in done ? `${done.failure} ${done.id}` : done.failure;
}

/** A department that does what `act` says with each text. */
async function talk(act: (certificates: Certificates, said: string) => string): Promise<Conversation> {
  const papers = service({
    id: "papers",
    name: NAME,
    summary: NAME,
    aliases: [],
    state: shape.object({}),
    handle({ event }, { certificates }) {
      if (event.kind !== "text") return stay({}, say("?"));
      const [wish, id = ""] = event.text.split(" ");
      return stay({}, wish === "send" ? certificate(id, "Yours") : say(act(certificates, event.text)));
    },
  });
  const office = department({ id: "office", name: NAME, stateSchema: 1, services: [papers] });
  const host = new MemoryHost();
  host.certificates.kinds.set("income", ["income", "since"]);
  const [conversation] = await Conversation.open(office, host, "papers");
  return conversation;
}

const ID = "1".padStart(32, "0");

test("a certificate is issued once, found, changed and sent", async () => {
  const conversation = await talk((certificates, said) => {
    switch (said) {
      case "issue":
        return told(certificates.issue(income("1")));
      case "find":
        return [certificates.find("income", "1"), certificates.get(ID)].map((it) => it?.status).join(" ");
      default:
        return told(certificates.setStatus(ID, said === "revoke" ? "revoked" : "valid", "as-asked"));
    }
  });
  assert.equal(await conversation.says("restore"), "unknown");
  assert.equal(await conversation.says("issue"), `${ID} valid`);
  assert.equal(await conversation.says("issue"), `already-issued ${ID}`);
  assert.equal(await conversation.says("find"), "valid valid");
  assert.equal(await conversation.says(`send ${ID}`), "Yours");
  assert.equal(await conversation.says("revoke"), `${ID} revoked`);
  assert.equal(await conversation.says("restore"), "revoked");
  assert.equal(await conversation.says("find"), "revoked revoked");
  await assert.rejects(conversation.says(`send ${ID}`), LimitError);
  await assert.rejects(conversation.says("send none"), LimitError);
});

test("what does not fit its kind is refused, and what breaks a limit", async () => {
  const issue = async (edit: Partial<CertificateRequest>) => {
    const conversation = await talk((certificates) => told(certificates.issue({ ...income("1"), ...edit })));
    return conversation.says("issue");
  };
  assert.equal(await issue({ kind: "caste" }), "denied");
  assert.equal(await issue({ facts: {} }), "invalid");
  assert.equal(await issue({ facts: { ...income("1").facts, more: { kind: "number", value: 1 } } }), "invalid");
  assert.equal(await issue({ number: "n".repeat(40) }), `${ID} valid`);
  assert.equal(await issue({ number: "n".repeat(41) }), "invalid");
  assert.equal(await issue({ holder: { name: "x".repeat(60) } }), `${ID} valid`);
  for (const holder of [
    { name: "x" },
    { name: "x".repeat(61) },
    { name: "Asha", aadhaarLastFour: "23412346" },
    { name: "Asha", localName: { language: "en", name: "Asha" } as const },
  ]) {
    await assert.rejects(issue({ holder }));
  }
  await assert.rejects(issue({ facts: { ...income("1").facts, income: { kind: "money", value: -1 } } }));
});

test("a turn issues four, changes sixteen and looks twenty up", async () => {
  const times = async (n: number, act: (certificates: Certificates, n: number) => unknown) => {
    const conversation = await talk((certificates) => {
      for (let i = 0; i < n; i += 1) act(certificates, i);
      return "done";
    });
    return conversation.says("go");
  };
  for (const [most, act] of [
    [4, (certificates: Certificates, n: number) => certificates.issue(income(String(n)))],
    [16, (certificates: Certificates) => certificates.setStatus(ID, "valid", "as-asked")],
    [20, (certificates: Certificates) => certificates.get(ID)],
  ] as const) {
    assert.equal(await times(most, act), "done");
    await assert.rejects(times(most + 1, act));
  }
});
