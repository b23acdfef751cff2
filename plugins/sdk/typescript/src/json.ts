/**
 * JSON as bytes: how states, records, notes and bodies are written.
 *
 * @module
 */

const encoder = new TextEncoder();
// Bytes that are no UTF-8 are no text: never to be read with characters that nobody wrote.
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The bytes of a value.
 *
 * @throws TypeError if it cannot be written as JSON: a function, a `bigint`, `undefined`.
 */
export function encode(value: unknown): Uint8Array {
  const written: string | undefined = JSON.stringify(value);
  if (written === undefined) throw new TypeError("it cannot be written as JSON");
  return encoder.encode(written);
}

/**
 * The value of bytes.
 *
 * @throws SyntaxError or TypeError if they are no JSON in UTF-8.
 */
export function decode(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes));
}
