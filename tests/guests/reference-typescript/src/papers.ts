// Certificates: issued, sent, found again and revoked.

import {
  certificate,
  type Certificate,
  type CertificateRequest,
  type Certificates,
  type CertificateStatus,
  type Certified,
  type Reply,
  say,
  shape,
  stay,
  text,
} from "@mitra/department";

import { named, notUnderstood } from "./service.js";

const KIND = "income";

export const papers = named("papers", text("పత్రాలు", "Papers", "पत्र"), shape.object({}), {}, (turn, host) => {
  const { event, state } = turn;
  if (event.kind === "opened") return stay(state, say("issue, send, find, suspend or revoke?"));
  if (event.kind !== "text") return notUnderstood(state);
  const [wish, number, ...more] = event.text.split(" ");
  if (wish === undefined || number === undefined || more.length > 0) return notUnderstood(state);
  return stay(state, done(wish, number, host.certificates));
});

/** What becomes of a wish. */
function done(wish: string, number: string, certificates: Certificates): Reply {
  switch (wish) {
    case "issue":
      return said(certificates.issue(income(number)));
    case "bare":
      return said(certificates.issue({ ...income(number), facts: {} }));
    case "other":
      return said(certificates.issue({ ...income(number), kind: "other" }));
  }
  const found = certificates.find(KIND, number);
  if (!found) return say("none");
  switch (wish) {
    case "send":
      return certificate(found.id, `Number ${number}`);
    case "find":
      return say(shown(certificates.get(found.id) ?? found));
    default: {
      const statuses: Record<string, CertificateStatus> = { suspend: "suspended", revoke: "revoked" };
      return said(certificates.setStatus(found.id, statuses[wish] ?? "valid", "as-asked"));
    }
  }
}

function income(number: string): CertificateRequest {
  return {
    kind: KIND,
    number,
    holder: { name: "Asha Rao", localName: { language: "te", name: "ఆశా రావు" }, aadhaarLastFour: "2346" },
    facts: {
      village: { kind: "text", value: "Gajuwaka" },
      members: { kind: "number", value: 4 },
      income: { kind: "money", value: 9_500_000 },
      since: { kind: "date", value: { year: 2025, month: 4, day: 1 } },
    },
  };
}

/** A certificate in a line, or why there is none. */
function said(done: Certified): Reply {
  if (done.ok) return say(shown(done.certificate));
  switch (done.failure) {
    case "already-issued":
      return say("already issued");
    case "revoked":
      return say("is revoked");
    default:
      return say(done.failure);
  }
}

function shown({ kind, number, status }: Certificate): string {
  return `${kind} ${number} ${status}`;
}
