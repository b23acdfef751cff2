declare module 'mitra:department/media@1.0.0' {
  /**
   * Reads a whole file by the `id` that you got with it, in this turn or in an earlier one of the same citizen.
   */
  export function read(id: string): Content;
  /**
   * What is in a file.
   */
  export interface Content {
    /**
     * Without parameters, such as `image/jpeg`. What the citizen's phone said: look at the bytes before you trust it.
     */
    mimeType: string,
    bytes: Uint8Array,
  }
  /**
   * Why there are no bytes. The words are for your log, not for citizens.
   */
  export type Failure = FailureDenied | FailureUnknown | FailureGone | FailureTooLarge | FailureUnavailable;
  /**
   * You did not ask for it, or the operator did not grant it.
   */
  export interface FailureDenied {
    tag: 'denied',
    val: string,
  }
  /**
   * No file that this citizen sent to your department has this id.
   */
  export interface FailureUnknown {
    tag: 'unknown',
  }
  /**
   * The citizen must send it again: Meta keeps files for 7 days.
   */
  export interface FailureGone {
    tag: 'gone',
  }
  /**
   * It has more than 5 MiB.
   */
  export interface FailureTooLarge {
    tag: 'too-large',
  }
  /**
   * Meta cannot be reached, or took too long. A later turn may read it: answer with `retry-later`.
   */
  export interface FailureUnavailable {
    tag: 'unavailable',
    val: string,
  }
}
