/**
 * Payments: you ask, the host talks to the payment provider, and tells you what became of it.
 *
 * @module
 */

import type { PaymentStatus as ContractStatus } from "mitra:department/payments@1.0.0";

import { checkCount, checkLines, ensure } from "./check.js";
import type { Imports } from "./imports.js";
import * as limits from "./limits.js";
import type { Localized } from "./text.js";

/** What a citizen is to pay. */
export interface PaymentRequest {
  /**
   * Unique in your department: 1 to 35 letters (A to Z), digits, `_`, `-` and `.`. The same reference with the same
   * amount and purpose is the same request; with another, or after it failed or expired, it is a fault.
   */
  readonly reference: string;
  /** In paise, at least 100. */
  readonly paise: number;
  /** What for, as one line of at most 120 characters in each language. */
  readonly purpose: Localized;
  /** How long it may be paid: 1,200 (20 minutes) to 604,800 (a week). */
  readonly seconds: number;
}

/** Where a request stands. */
export type PaymentStatus =
  /** It waits for the citizen. */
  | { readonly kind: "open" }
  /** The provider confirmed it to the host: its number, to be told to the citizen, and when. Final. */
  | { readonly kind: "paid"; readonly id: string; readonly at: number }
  /** Nothing was paid. */
  | { readonly kind: "failed" }
  /** The citizen did not pay in time. It can still become `paid`, for whoever paid at the last moment. */
  | { readonly kind: "expired" };

/** What became of a request. Never `open`. */
export interface PaymentUpdate {
  readonly reference: string;
  readonly paise: number;
  readonly status: PaymentStatus;
}

/** Payments that `department.toml` asks for and the operator granted. `askPayment` asks a citizen for one. */
export class Payments {
  readonly #payments: Imports["payments"];

  constructor(payments: Imports["payments"]) {
    this.#payments = payments;
  }

  /**
   * Where a request of your department stands, whoever was asked; undefined if there is none. Ask before you ask for
   * money again: another citizen may be paying the same bill. At most 20 times in a turn.
   */
  find(reference: string): PaymentStatus | undefined {
    const found = this.#payments.find(reference);
    return found && liftStatus(found);
  }
}

/** A status as the department reads it. */
export function liftStatus(status: ContractStatus): PaymentStatus {
  if (status.tag !== "paid") return { kind: status.tag };
  return { kind: "paid", id: status.val.id, at: Number(status.val.at) };
}

/** Holds a request against the contract's limits. */
export function checkPayment({ reference, paise, purpose, seconds }: PaymentRequest): void {
  const isReference = /^[A-Za-z0-9_.-]+$/.test(reference) && reference.length <= limits.PAYMENT_REFERENCE_BYTES_MAX;
  ensure(isReference, () => `\`${reference}\` is not 1 to 35 letters, digits, \`_\`, \`-\` and \`.\``);
  const isAmount = Number.isSafeInteger(paise) && paise >= limits.PAYMENT_PAISE_MIN;
  ensure(isAmount, () => `a payment has at least ${limits.PAYMENT_PAISE_MIN} whole paise, not ${paise}`);
  checkLines("a payment's purpose", purpose, limits.PAYMENT_PURPOSE_CHARS_MAX);
  checkCount("seconds for a payment", seconds, limits.PAYMENT_SECONDS_MIN, limits.PAYMENT_SECONDS_MAX);
}
