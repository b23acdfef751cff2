/**
 * Holds what a department says against the contract's limits, where it is made: the host would refuse the whole turn.
 *
 * @module
 */

import { SLUG_BYTES_MAX, URL_BYTES_MAX } from "./limits.js";
import type { Localized } from "./text.js";

/** Something breaks a limit of the contract. The words are for whoever writes the department. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

const encoder = new TextEncoder();
/** Control characters, the C1 range included. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u;
/** The same without line breaks and tabs. */
const CONTROL_IN_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

/** Fails with `words` unless `holds`. */
export function ensure(holds: boolean, words: () => string): asserts holds {
  if (!holds) throw new LimitError(words());
}

/** The length of a text as the contract counts: in UTF-16 units. An emoji counts 2, most other characters 1. */
export function units(text: string): number {
  return text.length;
}

/** The length of a text in bytes of UTF-8. */
export function bytes(text: string): number {
  return encoder.encode(text).length;
}

/** Something that can be seen, not too long, without control characters but line breaks and tabs. */
export function checkText(what: string, text: string, unitsMax: number): void {
  const n = units(text);
  ensure(n <= unitsMax, () => `${what} has ${n} characters, at most ${unitsMax}: ${text}`);
  ensure(text.trim() !== "", () => `${what} shows nothing`);
  ensure(!CONTROL_IN_TEXT.test(text), () => `${what} has a control character: ${JSON.stringify(text)}`);
}

/** The same in one line, without a space at either end. */
export function checkLine(what: string, text: string, unitsMax: number): void {
  checkText(what, text, unitsMax);
  ensure(!CONTROL.test(text), () => `${what} is not one line: ${JSON.stringify(text)}`);
  ensure(text.trim() === text, () => `${what} begins or ends with a space: ${JSON.stringify(text)}`);
}

/** One line in each language. */
export function checkLines(what: string, text: Localized, unitsMax: number): void {
  for (const line of [text.te, text.en, text.hi]) checkLine(what, line, unitsMax);
}

/** A text in each language. */
export function checkTexts(what: string, text: Localized, unitsMax: number): void {
  for (const body of [text.te, text.en, text.hi]) checkText(what, body, unitsMax);
}

/** An id: lower-case letters, digits and hyphens. */
export function checkSlug(id: string): void {
  const isSlug = /^[a-z0-9-]+$/.test(id) && id.length <= SLUG_BYTES_MAX;
  ensure(isSlug, () => `\`${id}\` is not 1 to ${SLUG_BYTES_MAX} lower-case letters, digits and hyphens`);
}

/** A count within its bounds, both included. */
export function checkCount(what: string, count: number, min: number, max: number): void {
  ensure(count >= min && count <= max, () => `${count} ${what}, there may be ${min} to ${max}`);
}

/** A public https address. */
export function checkAddress(what: string, url: string): void {
  const isAddress = url.startsWith("https://") && bytes(url) <= URL_BYTES_MAX;
  ensure(isAddress, () => `${what} is no https address of at most ${URL_BYTES_MAX} bytes: ${url}`);
}
