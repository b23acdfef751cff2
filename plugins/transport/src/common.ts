// What all services do alike: end, and say that the back end is away.

import {
  choice,
  choices,
  finish,
  type Host,
  type Language,
  type Outcome,
  type Reply,
  say,
  stay,
} from "@mitra/department";

import * as texts from "./texts/common.js";

/** Whom citizens call, if the operator set nothing. */
const HELPLINE = "0866-2570123";

export function helpline(host: Host): string {
  return host.config.get("helpline") ?? HELPLINE;
}

/** The conversation is over. */
export function thank(language: Language): Outcome<never> {
  return finish(say(texts.THANKS.in(language)));
}

/**
 * The back end is away: the citizen can try again from `state`, which has all that they told. `isAgain`, if they did so
 * already.
 */
export function away<State>(state: State, language: Language, host: Host, isAgain: boolean): Outcome<State> {
  const body = isAgain ? texts.STILL_AWAY.in(language, { helpline: helpline(host) }) : texts.AWAY.in(language);
  const items = [choice("again", texts.AGAIN.in(language)), choice("done", texts.DONE.in(language))];
  return stay(state, choices(body, items));
}

/** A question with these choices: id and title of each. */
export function ask(body: string, ...offered: readonly (readonly [id: string, title: string])[]): Reply {
  return choices(
    body,
    offered.map(([id, title]) => choice(id, title)),
  );
}
