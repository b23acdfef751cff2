/**
 * Certificates: you decide and fill in, an authority of the operator's signs, and anybody can check without asking.
 *
 * @module
 */

import type {
  Certificate as ContractCertificate,
  CertificateRequest as ContractRequest,
  CertificateStatus,
  Failure as ContractFailure,
} from "mitra:department/certificates@1.0.0";

import type { CalendarDate } from "./calendar.js";
import { checkLine, ensure, units } from "./check.js";
import type { Imports } from "./imports.js";
import * as limits from "./limits.js";
import { payloadOf } from "./payload.js";
import type { Language } from "./text.js";

/** Whom a certificate is about. */
export interface Holder {
  /** As in their papers, in Latin letters: one line of 2 to 60 characters. */
  readonly name: string;
  /** The same in Telugu or Hindi. */
  readonly localName?: { readonly language: Language; readonly name: string };
  /** Only where the law wants it: the last four digits, and never more. */
  readonly aadhaarLastFour?: string;
}

/** What a field of a kind says, of the field's own type. */
export type FactValue =
  /** One line of 1 to 120 characters. */
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  /** In paise. */
  | { readonly kind: "money"; readonly value: number }
  | { readonly kind: "date"; readonly value: CalendarDate };

/** What is to be certified. */
export interface CertificateRequest {
  /** One of the kinds that `department.toml` asks for. */
  readonly kind: string;
  /** Your own number of it, one line of 1 to 40 characters: never twice for one kind. */
  readonly number: string;
  readonly holder: Holder;
  /** One for each field of the kind. */
  readonly facts: Readonly<Record<string, FactValue>>;
  /** In milliseconds since 1970; from now on without it. */
  readonly validFrom?: number;
  /** In milliseconds since 1970; as long as the kind allows without it. */
  readonly validUntil?: number;
}

/** A certificate of your department's. */
export interface Certificate {
  /** Public: it stands in the code that is scanned. */
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly status: CertificateStatus;
  /** In milliseconds since 1970. */
  readonly issuedAt: number;
  readonly validUntil: number | undefined;
}

export type { CertificateStatus };

/** A certificate, or why it was not done. The words are for your log, not for citizens. */
export type Certified =
  | { readonly ok: true; readonly certificate: Certificate }
  /** The kind was not asked for or granted; it does not fit the kind or breaks a limit. */
  | { readonly ok: false; readonly failure: "denied" | "invalid"; readonly words: string }
  /** There is a certificate of this kind and number. */
  | { readonly ok: false; readonly failure: "already-issued"; readonly id: string }
  /** There is none of this id; it is revoked, and stays so. */
  | { readonly ok: false; readonly failure: "unknown" | "revoked" };

/** Certificates that `department.toml` asks for and the operator granted. The reply `certificate` sends one. */
export class Certificates {
  readonly #certificates: Imports["certificates"];

  constructor(certificates: Imports["certificates"]) {
    this.#certificates = certificates;
  }

  /** Issues a certificate when the turn succeeds. At most 4 times in a turn. */
  issue(request: CertificateRequest): Certified {
    checkCertificate(request);
    return certified(() => this.#certificates.issue(lowerRequest(request)));
  }

  /**
   * Changes the status of a certificate when the turn succeeds, for a reason of 1 to 40 lower-case letters, digits and
   * hyphens. What is revoked stays so. At most 16 times in a turn.
   */
  setStatus(id: string, status: CertificateStatus, reason: string): Certified {
    ensure(/^[a-z0-9-]{1,40}$/.test(reason), () => "a reason is 1 to 40 lower-case letters, digits and hyphens");
    return certified(() => this.#certificates.setStatus(id, status, reason));
  }

  /** The certificate of this kind and number. At most 20 times in a turn, together with `get`. */
  find(kind: string, number: string): Certificate | undefined {
    const found = this.#certificates.find(kind, number);
    return found && lift(found);
  }

  /** The certificate of this id. */
  get(id: string): Certificate | undefined {
    const found = this.#certificates.get(id);
    return found && lift(found);
  }
}

function certified(call: () => ContractCertificate): Certified {
  try {
    return { ok: true, certificate: lift(call()) };
  } catch (thrown) {
    const failure = payloadOf<ContractFailure>(thrown);
    switch (failure.tag) {
      case "denied":
      case "invalid":
        return { ok: false, failure: failure.tag, words: failure.val };
      case "already-issued":
        return { ok: false, failure: failure.tag, id: failure.val };
      default:
        return { ok: false, failure: failure.tag };
    }
  }
}

function lift({ id, kind, number, status, issuedAt, validUntil }: ContractCertificate): Certificate {
  const until = validUntil === undefined ? undefined : Number(validUntil);
  return { id, kind, number, status, issuedAt: Number(issuedAt), validUntil: until };
}

function lowerRequest({ kind, number, holder, facts, validFrom, validUntil }: CertificateRequest): ContractRequest {
  const { name, localName, aadhaarLastFour } = holder;
  const local = localName && { language: localName.language, name: localName.name };
  const lowered = Object.entries(facts).map(([field, value]) => ({ field, value: lowerValue(value) }));
  return {
    kind,
    number,
    holder: { name, ...(local && { localName: local }), ...(aadhaarLastFour !== undefined && { aadhaarLastFour }) },
    facts: lowered,
    ...(validFrom !== undefined && { validFrom: BigInt(validFrom) }),
    ...(validUntil !== undefined && { validUntil: BigInt(validUntil) }),
  };
}

function lowerValue(it: FactValue): ContractRequest["facts"][number]["value"] {
  switch (it.kind) {
    case "number":
    case "money":
      return { tag: it.kind, val: BigInt(it.value) };
    case "date":
      return { tag: "date", val: it.value };
    case "text":
      return { tag: "text", val: it.value };
  }
}

/** Holds a request against the contract's limits, but for its number: that may come from a citizen. */
function checkCertificate({ holder, facts }: CertificateRequest): void {
  checkName(holder.name);
  if (holder.localName) {
    checkName(holder.localName.name);
    ensure(holder.localName.language !== "en", () => "a local name is in Telugu or Hindi");
  }
  const digits = holder.aadhaarLastFour;
  ensure(digits === undefined || /^[0-9]{4}$/.test(digits), () => "of an Aadhaar number there are four digits");
  for (const [field, fact] of Object.entries(facts)) {
    if (fact.kind === "text") checkLine(`the fact \`${field}\``, fact.value, limits.CERTIFICATE_TEXT_CHARS_MAX);
    if (fact.kind === "money" || fact.kind === "number") {
      const isWhole = Number.isSafeInteger(fact.value) && (fact.kind === "number" || fact.value >= 0);
      ensure(isWhole, () => `the fact \`${field}\` is not a whole number: ${fact.value}`);
    }
  }
}

function checkName(name: string): void {
  checkLine("a holder's name", name, limits.CERTIFICATE_NAME_CHARS_MAX);
  const isLong = units(name) >= limits.CERTIFICATE_NAME_CHARS_MIN;
  ensure(isLong, () => `a holder's name has at least ${limits.CERTIFICATE_NAME_CHARS_MIN} characters`);
}
