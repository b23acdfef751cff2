/// <reference path="./mitra-department-forms.d.ts" />
/// <reference path="./mitra-department-types.d.ts" />
declare module 'mitra:department/certificates@1.0.0' {
  /**
   * Issues a certificate when the turn succeeds. `find` and `get` see it at once.
   */
  export function issue(request: CertificateRequest): Certificate;
  /**
   * Changes the status of a certificate when the turn succeeds. Whoever checks it learns the status within a day, and
   * not the reason.
   * 
   * The reason is a word of yours for the operator's books: lower-case letters, digits and hyphens, at most 40.
   */
  export function setStatus(id: string, status: CertificateStatus, reason: string): Certificate;
  /**
   * The certificate of your department of this kind and number.
   */
  export function find(kind: string, number: string): Certificate | undefined;
  /**
   * The certificate of your department of this id.
   */
  export function get(id: string): Certificate | undefined;
  export type Instant = import('mitra:department/types@1.0.0').Instant;
  export type Language = import('mitra:department/types@1.0.0').Language;
  export type Date = import('mitra:department/forms@1.0.0').Date;
  /**
   * A name in the letters of another language.
   */
  export interface LocalName {
    language: Language,
    /**
     * One line of 2 to 60 characters.
     */
    name: string,
  }
  /**
   * Whom it is about.
   */
  export interface Holder {
    /**
     * As in their papers, in Latin letters: one line of 2 to 60 characters.
     */
    name: string,
    /**
     * The same in Telugu or Hindi.
     */
    localName?: LocalName,
    /**
     * Only where the law wants it: the last four digits, and never more.
     */
    aadhaarLastFour?: string,
  }
  /**
   * Of the field's own type.
   */
  export type FactValue = FactValueText | FactValueNumber | FactValueMoney | FactValueDate;
  /**
   * One line of 1 to 120 characters.
   */
  export interface FactValueText {
    tag: 'text',
    val: string,
  }
  export interface FactValueNumber {
    tag: 'number',
    val: bigint,
  }
  /**
   * In paise.
   */
  export interface FactValueMoney {
    tag: 'money',
    val: bigint,
  }
  export interface FactValueDate {
    tag: 'date',
    val: Date,
  }
  /**
   * What a field of the kind says of the holder.
   */
  export interface Fact {
    /**
     * The field's id.
     */
    field: string,
    value: FactValue,
  }
  /**
   * What is to be certified.
   */
  export interface CertificateRequest {
    /**
     * One of the kinds that you asked for.
     */
    kind: string,
    /**
     * Your own number of it, one line of 1 to 40 characters: never twice for one kind. It is printed.
     */
    number: string,
    holder: Holder,
    /**
     * One for each field of the kind, in any order.
     */
    facts: Array<Fact>,
    /**
     * None: from now on. At most 400 days ahead.
     */
    validFrom?: Instant,
    /**
     * None: as long as the kind allows, and without an end if it has none.
     */
    validUntil?: Instant,
  }
  /**
   * Whether others may rely on it.
   * # Variants
   * 
   * ## `"valid"`
   * 
   * ## `"suspended"`
   * 
   * ## `"revoked"`
   */
  export type CertificateStatus = 'valid' | 'suspended' | 'revoked';
  /**
   * A certificate of your department's.
   */
  export interface Certificate {
    /**
     * 32 lower-case hexadecimal digits. It is public: it stands in the code that is scanned.
     */
    id: string,
    kind: string,
    number: string,
    status: CertificateStatus,
    issuedAt: Instant,
    validUntil?: Instant,
  }
  /**
   * Why it was not done. The words are for your log, not for citizens.
   */
  export type Failure = FailureDenied | FailureInvalid | FailureAlreadyIssued | FailureUnknown | FailureRevoked;
  /**
   * You did not ask for the kind, or the operator did not grant it.
   */
  export interface FailureDenied {
    tag: 'denied',
    val: string,
  }
  /**
   * It does not fit the kind, or breaks a limit: which field, and why.
   */
  export interface FailureInvalid {
    tag: 'invalid',
    val: string,
  }
  /**
   * There is a certificate of this kind and number: its id.
   */
  export interface FailureAlreadyIssued {
    tag: 'already-issued',
    val: string,
  }
  /**
   * Your department has no certificate of this id.
   */
  export interface FailureUnknown {
    tag: 'unknown',
  }
  /**
   * It is revoked, and stays so.
   */
  export interface FailureRevoked {
    tag: 'revoked',
  }
}
