/**
 * Certificates without an authority: issued, changed and found as the host does it, and signed by nobody.
 *
 * @module
 */

import type { Certificate, CertificateRequest, CertificateStatus } from "mitra:department/certificates@1.0.0";

import { checkCount, ensure, units } from "../check.js";
import type { Imports } from "../imports.js";
import * as limits from "../limits.js";

/** A certificate that was issued, and the reasons why its status changed, oldest first. */
export interface MemoryCertificate {
  readonly request: CertificateRequest;
  readonly certificate: Certificate;
  readonly reasons: readonly string[];
}

/** The certificates of a department. */
export class Registry {
  /** The kinds that are asked for and granted, with the ids of their fields. Others are denied. */
  readonly kinds = new Map<string, readonly string[]>();
  /** What was issued, by id. */
  issued = new Map<string, MemoryCertificate>();

  #kept = new Map<string, MemoryCertificate>();
  #now = 0;
  #n = { issued: 0, changed: 0, found: 0 };

  /** A turn begins. */
  begin(now: number): void {
    this.#now = now;
    this.#kept = new Map(this.issued);
    this.#n = { issued: 0, changed: 0, found: 0 };
  }

  /** The turn failed. */
  undo(): void {
    this.issued = this.#kept;
  }

  /** Throws unless the host would send it. */
  checkSent(id: string): void {
    const found = this.issued.get(id);
    ensure(found !== undefined, () => `there is no certificate \`${id}\``);
    ensure(found?.certificate.status !== "revoked", () => `the certificate \`${id}\` is revoked`);
  }

  /** The contract's functions. */
  imports(): Imports["certificates"] {
    return {
      issue: (request) => this.#issue(request),
      setStatus: (id, status, reason) => this.#setStatus(id, status, reason),
      find: (kind, number) => {
        this.#countFind();
        return this.#ofNumber(kind, number);
      },
      get: (id) => {
        this.#countFind();
        return this.issued.get(id)?.certificate;
      },
    };
  }

  #issue(request: CertificateRequest): Certificate {
    checkCount("certificates issued in one turn", ++this.#n.issued, 0, limits.CERTIFICATES_ISSUED_MAX);
    const { kind, number, validUntil } = request;
    const fields = this.kinds.get(kind);
    if (fields === undefined) throw { payload: { tag: "denied", val: `\`${kind}\` is not among \`kinds\`` } };
    const why = misfit(request, fields);
    if (why !== undefined) throw { payload: { tag: "invalid", val: why } };
    const before = this.#ofNumber(kind, number);
    if (before) throw { payload: { tag: "already-issued", val: before.id } };
    const id = (this.issued.size + 1).toString(16).padStart(32, "0");
    const until = validUntil !== undefined && { validUntil };
    const certificate: Certificate = { id, kind, number, status: "valid", issuedAt: BigInt(this.#now), ...until };
    this.issued.set(id, { request, certificate, reasons: [] });
    return certificate;
  }

  #setStatus(id: string, status: CertificateStatus, reason: string): Certificate {
    checkCount("statuses changed in one turn", ++this.#n.changed, 0, limits.CERTIFICATE_CHANGES_MAX);
    const before = this.issued.get(id);
    if (!before) throw { payload: { tag: "unknown" } };
    if (before.certificate.status === "revoked") throw { payload: { tag: "revoked" } };
    const certificate = { ...before.certificate, status };
    this.issued.set(id, { ...before, certificate, reasons: [...before.reasons, reason] });
    return certificate;
  }

  #countFind(): void {
    checkCount("certificates looked up in one turn", ++this.#n.found, 0, limits.CERTIFICATES_FOUND_MAX);
  }

  #ofNumber(kind: string, number: string): Certificate | undefined {
    const all = [...this.issued.values()].map(({ certificate }) => certificate);
    return all.find((one) => one.kind === kind && one.number === number);
  }
}

/** Why a request does not fit its kind. */
function misfit({ number, facts }: CertificateRequest, fields: readonly string[]): string | undefined {
  const length = units(number);
  if (length < 1 || length > limits.CERTIFICATE_NUMBER_CHARS_MAX || number.trim() !== number) {
    return `\`number\` is not one line of 1 to ${limits.CERTIFICATE_NUMBER_CHARS_MAX} characters`;
  }
  const missing = fields.find((field) => !facts.some((fact) => fact.field === field));
  if (missing !== undefined) return `the field \`${missing}\` of the kind is missing`;
  const unknown = facts.find(({ field }) => !fields.includes(field));
  return unknown && `the kind has no field \`${unknown.field}\``;
}
