/**
 * Timers: a turn of this citizen's at a later instant.
 *
 * @module
 */

import { bytes, checkCount, ensure } from "./check.js";
import type { Imports } from "./imports.js";
import { encode } from "./json.js";
import { TIMER_AHEAD_MS_MAX, TIMER_NAME_BYTES_MAX, TIMER_NOTE_BYTES_MAX } from "./limits.js";

/**
 * Timers of this citizen in this service: for what you promised them. Set and cancelled when the turn succeeds, at most
 * 8 times in a turn; a citizen may have 8 in a service.
 *
 * When one is due, `handle` gets the event `timer`. It may be late, by days: look at your records first, and whether it
 * is still worth a message. Without replies nothing is sent.
 */
export class Timers {
  readonly #schedule: Imports["schedule"];
  readonly #clock: Imports["clock"];

  constructor(schedule: Imports["schedule"], clock: Imports["clock"]) {
    this.#schedule = schedule;
    this.#clock = clock;
  }

  /**
   * Sets a timer; one of the same name is replaced. `at` is in milliseconds since 1970, at most 400 days ahead, and one
   * that has passed counts as now. `note` is plain data that comes back with it, as JSON of at most 4 KiB.
   */
  set(name: string, at: number, note: unknown = null): void {
    const ahead = at - Number(this.#clock.now());
    ensure(at >= 0 && ahead <= TIMER_AHEAD_MS_MAX, () => `the timer \`${name}\` comes within 400 days, not at ${at}`);
    const json = encode(note);
    ensure(json.length <= TIMER_NOTE_BYTES_MAX, () => `the note of the timer \`${name}\` has ${json.length} bytes`);
    this.#schedule.set(checked(name), BigInt(Math.round(at)), json);
  }

  /** Removes a timer. Says whether there was one: after `true` it never comes. */
  cancel(name: string): boolean {
    return this.#schedule.cancel(checked(name));
  }
}

function checked(name: string): string {
  checkCount(`bytes in the timer's name \`${name}\``, bytes(name), 1, TIMER_NAME_BYTES_MAX);
  return name;
}
