/**
 * Chance, for codes and references that nobody shall guess.
 *
 * @module
 */

import { checkCount } from "./check.js";
import type { Imports } from "./imports.js";
import { RANDOM_BYTES_MAX } from "./limits.js";

/** From here on every digit would not be equally often: 250 is the largest multiple of 10 that a byte can hold. */
const FAIR_BYTES = 250;
/** How many bytes are drawn at once for digits. */
const DRAWN = 32;

/** Chance. Every turn has its own; a turn that the host repeats gets the same again. */
export class Random {
  readonly #random: Imports["random"];

  constructor(random: Imports["random"]) {
    this.#random = random;
  }

  /** Bytes that nobody can tell beforehand, at most 1,024. */
  bytes(length: number): Uint8Array {
    checkCount("random bytes", length, 0, RANDOM_BYTES_MAX);
    return this.#random.bytes(length);
  }

  /** A code of so many digits, each as likely as any other, the first no zero. */
  digits(length: number): string {
    let code = "";
    while (code.length < length) {
      for (const byte of this.bytes(DRAWN)) {
        if (byte >= FAIR_BYTES || code.length === length) continue;
        const digit = String(byte % 10);
        if (digit !== "0" || code !== "") code += digit;
      }
    }
    return code;
  }

  /** A reference to read out on the telephone, such as `AP-12345` for `("AP", 5)`. */
  reference(prefix: string, length: number): string {
    return `${prefix}-${this.digits(length)}`;
  }
}
