/// <reference path="./mitra-department-types.d.ts" />
declare module 'mitra:department/payments@1.0.0' {
  /**
   * Where a request of your department stands, whoever was asked; none if there is none of this reference.
   * 
   * Ask before you ask for money again: another citizen may be paying the same bill. 20 calls a turn; one more traps.
   */
  export function find(reference: string): PaymentStatus | undefined;
  export type Instant = import('mitra:department/types@1.0.0').Instant;
  export type Localized = import('mitra:department/types@1.0.0').Localized;
  /**
   * What a citizen is to pay.
   */
  export interface PaymentRequest {
    /**
     * Your name for it, unique in your department: 1 to 35 letters (A to Z), digits, `_`, `-` and `.`. Citizens see it
     * on the provider's page.
     * 
     * The same reference with the same amount and purpose is the same request: while it is open, the citizen is shown
     * it again, and once it is paid, that it is. A reference with another amount or purpose, of another citizen,
     * or of a request that failed or expired is a fault: take a new one.
     */
    reference: string,
    /**
     * The amount in paise, at least 100 (one rupee).
     */
    amount: bigint,
    /**
     * What for, as one line of at most 120 characters in each language.
     */
    purpose: Localized,
    /**
     * How long it may be paid, in seconds: 1,200 (20 minutes) to 604,800 (a week).
     */
    validFor: number,
  }
  /**
   * What the provider confirmed.
   */
  export interface Receipt {
    /**
     * The provider's number of the payment, at most 64 bytes of ASCII. Tell it to the citizen.
     */
    id: string,
    /**
     * When it was paid.
     */
    at: Instant,
  }
  /**
   * Where a request stands.
   */
  export type PaymentStatus = PaymentStatusOpen | PaymentStatusPaid | PaymentStatusFailed | PaymentStatusExpired;
  /**
   * It waits for the citizen.
   */
  export interface PaymentStatusOpen {
    tag: 'open',
  }
  /**
   * The provider confirmed it to the host. Final.
   */
  export interface PaymentStatusPaid {
    tag: 'paid',
    val: Receipt,
  }
  /**
   * The provider gave it up, or could not be reached when it was asked for. Nothing was paid.
   */
  export interface PaymentStatusFailed {
    tag: 'failed',
  }
  /**
   * The citizen did not pay in time.
   */
  export interface PaymentStatusExpired {
    tag: 'expired',
  }
  /**
   * What became of a request.
   */
  export interface PaymentUpdate {
    reference: string,
    /**
     * In paise, as you asked.
     */
    amount: bigint,
    /**
     * Not `open`.
     * 
     * `paid` comes once. It can come after `expired` or `failed`: whoever pays at the last moment has paid, and what
     * you owe for it you owe.
     */
    status: PaymentStatus,
  }
}
