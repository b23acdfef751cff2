/**
 * Why a turn could not be done. Throw one; nothing that the turn stored is kept.
 *
 * Anything else that is thrown ends the turn as a trap, with its stack in the department's log.
 *
 * @module
 */

import { checkText, ensure } from "./check.js";
import { BODY_CHARS_MAX, RETRY_SECONDS_MAX } from "./limits.js";

/** The citizen may not do this. The words are shown to them: in their language, 1 to 1,024 characters. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(words: string) {
    checkText("what is refused", words, BODY_CHARS_MAX);
    super(words);
  }
}

/**
 * Something you need is away for a moment. The host repeats the turn after so many seconds, 1 to 3,600, at most 5
 * times, and tells the citizen that it takes a little longer.
 */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  readonly seconds: number;

  constructor(seconds: number) {
    const isFit = Number.isInteger(seconds) && seconds >= 1 && seconds <= RETRY_SECONDS_MAX;
    ensure(isFit, () => `a turn is repeated after 1 to ${RETRY_SECONDS_MAX} whole seconds, not ${seconds}`);
    super(`repeated after ${seconds} s`);
    this.seconds = seconds;
  }
}

/** A mistake of your own, in words for your log. The citizen never sees them, and gets one calm sentence. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/** One of them. */
export type Fault = Refused | RetryLater | Bug;

/** Whether something that was thrown is one of them. */
export function isFault(thrown: unknown): thrown is Fault {
  return thrown instanceof Refused || thrown instanceof RetryLater || thrown instanceof Bug;
}
