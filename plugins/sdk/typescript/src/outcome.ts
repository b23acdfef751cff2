/**
 * What a turn gives back: what it says, and where the conversation stands after it.
 *
 * @module
 */

import { checkCount, ensure } from "./check.js";
import type { Form } from "./form.js";
import { FILES_BYTES_MAX, REPLIES_MAX } from "./limits.js";
import type { Reply } from "./reply.js";

/** The conversation goes on from a state, or is over. */
export type Outcome<State> =
  | { readonly next: "stay"; readonly replies: readonly Reply[]; readonly state: State }
  | { readonly next: "finish"; readonly replies: readonly Reply[] };

/**
 * The conversation goes on: the next turn finds `state`, plain data that JSON can hold, of at most 64 KiB.
 *
 * Without replies the front desk says in one word that it was received; after a timer, nothing is said.
 */
export function stay<State>(state: State, ...replies: readonly Reply[]): Outcome<State> {
  return { next: "stay", replies: checked(replies), state };
}

/** The conversation goes on from `state` once the citizen has sent this form, or stepped back out of it. */
export function askForm<State>(state: State, form: Form, ...replies: readonly Reply[]): Outcome<State> {
  return stay(state, ...replies, { kind: "ask-form", form });
}

/**
 * The conversation is over. The front desk then asks whether anything else is needed; without replies it shows the list
 * of your services, which is what "back" from a first step leads to.
 */
export function finish(...replies: readonly Reply[]): Outcome<never> {
  const asks = replies.some((reply) => reply.kind === "ask-form");
  ensure(!asks, () => "a form is answered only in a conversation that goes on: use `askForm`");
  return { next: "finish", replies: checked(replies) };
}

function checked(replies: readonly Reply[]): readonly Reply[] {
  checkCount("replies", replies.length, 0, REPLIES_MAX);
  const isLast = replies.every(
    ({ kind }, index) => (kind !== "ask-form" && kind !== "ask-payment") || index + 1 === replies.length,
  );
  ensure(isLast, () => "a form or a payment is not the last reply");
  const size = replies.reduce((sum, reply) => sum + (reply.kind === "file" ? reply.file.bytes.length : 0), 0);
  checkCount("bytes in the files of a turn", size, 0, FILES_BYTES_MAX);
  return replies;
}
