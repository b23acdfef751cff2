/**
 * Numbers as citizens type them: in three scripts, with spaces and hyphens.
 *
 * @module
 */

/** The zeros of Telugu and Devanagari; the other digits follow them. */
const ZEROS = ["౦", "०"].map((zero) => zero.charCodeAt(0));

/** The text with Telugu and Devanagari digits as ASCII ones. */
export function ascii(text: string): string {
  return text.replace(/[౦-౯०-९]/g, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((zero) => code >= zero && code < zero + 10) ?? code;
    return String(code - zero);
  });
}

/** The digits of a text that has nothing else but spaces, hyphens and dots; undefined if it has. */
export function only(text: string): string | undefined {
  const kept = ascii(text).replace(/[ \-.\u00a0]/g, "");
  return /^[0-9]+$/.test(kept) ? kept : undefined;
}
