// A place that is held: for how long, and what becomes of it.

import {
  calendar,
  type Event,
  finish,
  type Host,
  type Language,
  type Outcome,
  say,
  show,
  stay,
  type Turn,
} from "@mitra/department";

import { Backend } from "../backend.js";
import { ask } from "../common.js";
import * as common from "../texts/common.js";
import * as texts from "../texts/slot.js";
import { dayOf } from "./day.js";
import { type Held, NOTE, type State } from "./state.js";

/** The timer that tells the end of a hold. */
const TIMER = "hold";
/** Nobody wants to hear so much later that a hold has ended. */
const STALE_MS = calendar.HOUR_MS;

/** Asks whether to book what is held. */
export function askToBook(held: Held, language: Language): Outcome<State> {
  const { office, hold } = held;
  const body = texts.HELD.in(language, {
    office: office.name[language],
    day: dayOf(hold.startsAt, language),
    time: show.time(hold.startsAt),
    until: show.time(hold.until),
  });
  const question = ask(
    body,
    ["book", texts.BOOK.in(language)],
    ["other", texts.OTHER_TIME.in(language)],
    ["leave", texts.LEAVE.in(language)],
  );
  return stay<State>(held, question);
}

/** A place is held: its end is told, should the citizen be silent until then. */
export function keep(held: Held, language: Language, host: Host): Outcome<State> {
  const { id, startsAt, until } = held.hold;
  host.timers.set(TIMER, until, { hold: id, startsAt });
  return askToBook(held, language);
}

/** What is held is booked, or was lost: nothing more is to be told. */
export function forget(host: Host): void {
  host.timers.cancel(TIMER);
}

/** Lets go what is held. If the back end does not hear it, the hold ends by itself. */
export function release(held: Held, citizen: string, host: Host): void {
  forget(host);
  new Backend(host).release(held.hold.id, citizen);
}

/** The citizen wants no place. */
export function letGo(language: Language): Outcome<never> {
  return finish(say(texts.LEFT.in(language)));
}

/** The timer came. What is true is said, and only while it is news. */
export function lapsed(turn: Turn<State>, timer: Extract<Event, { kind: "timer" }>): Outcome<State> {
  const { language, now, state } = turn;
  const { hold, startsAt } = NOTE.read(timer.note);
  const isElsewhere = state !== undefined && (state.step !== "held" || state.hold.id !== hold);
  if (isElsewhere) return stay<State>(state);
  if (now - timer.at > STALE_MS) return state ? stay<State>(state) : finish();
  const words = texts.LAPSED.in(language, { day: dayOf(startsAt, language), time: show.time(startsAt) });
  if (state?.step !== "held") return finish(say(words));
  const { learner, office, day } = state;
  const question = ask(words, ["times", texts.OTHER_TIME.in(language)], ["done", common.DONE.in(language)]);
  return stay<State>({ step: "time", learner, office, day }, question);
}
