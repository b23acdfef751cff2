/**
 * What goes into a turn: one event of one citizen.
 *
 * @module
 */

import type { FormAnswers } from "./form.js";
import type { PaymentUpdate } from "./payments.js";
import type { Media, Place } from "./place.js";
import type { Language } from "./text.js";

/** Everything a handler needs to answer one event. */
export interface Turn<State> {
  /** The same when the host repeats the turn after a crash: the idempotency key for work outside of Mitra. */
  readonly id: string;
  /** Stable for this citizen in your department. No phone number, and nothing else leads to one. */
  readonly citizen: string;
  /** The language to answer in. Citizens change it half-way: take it anew in each turn. */
  readonly language: Language;
  /** The id of the service that the citizen opened. */
  readonly service: string;
  readonly event: Event;
  /** What the last turn of this conversation left; undefined in the first, and for what the shape refuses. */
  readonly state: State | undefined;
  /** When the host received the event, in milliseconds since 1970. It stands still within a turn. */
  readonly now: number;
}

/**
 * What the citizen did.
 *
 * While a conversation is open, the front desk takes a text that is nothing but one of its words: menu, cancel, help
 * and the like in three languages. "Back" comes as `back`.
 */
export type Event =
  /** The citizen opened the service: the first event of a conversation. */
  | { readonly kind: "opened" }
  /** Free text, 1 to 4,096 code points, without spaces at the ends. */
  | { readonly kind: "text"; readonly text: string }
  /** One of the choices offered last, by a tap or by its number or title. */
  | { readonly kind: "chosen"; readonly id: string; readonly title: string }
  /** A shared location. */
  | { readonly kind: "location"; readonly place: Place }
  /** A picture, video, voice note or document. */
  | { readonly kind: "media"; readonly media: Media }
  /** One step back. On the first step, answer with `finish()`. */
  | { readonly kind: "back" }
  /** The form that was asked for last, sent. See `form`. */
  | { readonly kind: "form"; readonly answers: FormAnswers }
  /** A timer is due; the citizen did nothing. `now` may be later than `at`, by days. See `Timers`. */
  | { readonly kind: "timer"; readonly name: string; readonly at: number; readonly note: unknown }
  /**
   * What became of a payment that you asked for; the citizen did nothing here. Like `timer`, it may come at any time.
   */
  | { readonly kind: "payment"; readonly payment: PaymentUpdate }
  /**
   * Your office's computer sent a notice about the citizen, who did nothing. Like `timer`, it may come at any time: `now`
   * may be later than `at`, by days. The citizen sees nothing of the body but by your replies.
   */
  | { readonly kind: "notice"; readonly id: string; readonly at: number; readonly body: string };
