// Office hours: when the office of a ward is open.
//
// A conversation of two steps. The citizen opens the service and is asked for a ward; the ward's hours are shown, with
// ways to another ward and out.

import {
  choice,
  choices,
  department,
  digits,
  finish,
  type Host,
  type Infer,
  type Language,
  type Outcome,
  say,
  service,
  shape,
  stay,
} from "@mitra/department";

import * as texts from "./texts.js";

/** The longest number of a ward, in digits. */
const WARD_DIGITS_MAX = 3;
/** Whom citizens call, if the operator set nothing. */
const OFFICE = "1902";

/** Where a conversation is: the state that the next turn finds. Raise `stateSchema` when it changes. */
const STEP = shape.oneOf("ward", "shown");
type Step = Infer<typeof STEP>;

/** A record `ward/<number>`, from `seed.json`. */
const WARD = shape.object({ hours: shape.localized });

const hours = service<Step>({
  id: "hours",
  name: texts.HOURS,
  summary: texts.HOURS_SUMMARY,
  aliases: texts.HOURS_ALIASES,
  state: STEP,
  handle(turn, host) {
    // The language is taken anew in each turn: citizens change it half-way.
    const { event, language, state } = turn;
    // No state on the first turn, and for one that cannot be read: ask again, politely.
    if (!state) return ask(language);
    switch (event.kind) {
      case "text":
        return show(event.text, language, host);
      case "chosen":
        return event.id === "done" ? finish(say(texts.THANKS.in(language))) : ask(language);
      case "back":
        // One step back from the first leads out, to the list of services.
        return state === "ward" ? finish() : ask(language);
      default:
        return ask(language);
    }
  },
});

function ask(language: Language, before?: string): Outcome<Step> {
  const question = texts.ASK.in(language);
  return stay<Step>("ward", say(before === undefined ? question : `${before}\n\n${question}`));
}

function show(said: string, language: Language, host: Host): Outcome<Step> {
  // Digits of any of the three scripts, with spaces and hyphens.
  const ward = digits.only(said);
  if (ward === undefined || ward.length > WARD_DIGITS_MAX) return ask(language);
  const record = host.department.get(`ward/${ward}`, WARD);
  if (!record) {
    // Never what the citizen typed: the log is not theirs to be in.
    host.log.info("a ward that is not on record");
    return ask(language, texts.NOT_FOUND.in(language, { office: host.config.get("office") ?? OFFICE }));
  }
  const items = [choice("other", texts.OTHER.in(language)), choice("done", texts.DONE.in(language))];
  return stay<Step>(
    "shown",
    say(texts.SHOWN.in(language, { ward, hours: record.hours[language] })),
    choices(texts.NEXT.in(language), items),
  );
}

/** The department. */
export const office = department({
  id: "{{id}}",
  name: texts.DEPARTMENT,
  stateSchema: 1,
  services: [hours],
});
