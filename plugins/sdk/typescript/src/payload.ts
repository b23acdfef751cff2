/**
 * What the contract's functions throw: one of their failures, in an error.
 *
 * @module
 */

/** The failure in what was thrown. Anything else is thrown again. */
export function payloadOf<Failure extends { readonly tag: string }>(thrown: unknown): Failure {
  const payload = typeof thrown === "object" && thrown !== null && "payload" in thrown ? thrown.payload : undefined;
  if (typeof payload !== "object" || payload === null || !("tag" in payload)) throw thrown;
  return payload as Failure;
}
