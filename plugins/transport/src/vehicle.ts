// Vehicles: the number, the chassis, the papers.

import {
  calendar,
  finish,
  type Host,
  type Infer,
  type Language,
  type Outcome,
  say,
  service,
  shape,
  show,
  stay,
  type Turn,
} from "@mitra/department";

import { Backend, shown, type Vehicle } from "./backend.js";
import { ask, away, thank } from "./common.js";
import { chassisEnd, plate } from "./plate.js";
import * as common from "./texts/common.js";
import * as texts from "./texts/vehicle.js";

/** A paper that ends within so many days ends soon. */
const SOON_DAYS = 30;

const STEP = shape.either(
  shape.object({ step: shape.oneOf("number", "shown") }),
  shape.object({ step: shape.oneOf("chassis"), number: shape.string }),
  shape.object({ step: shape.oneOf("away"), number: shape.string, chassis: shape.string }),
);
type Step = Infer<typeof STEP>;
type Now = Turn<Step>;

export const vehicle = service<Step>({
  id: "rc",
  name: texts.NAME,
  summary: texts.SUMMARY,
  aliases: texts.ALIASES,
  state: STEP,
  handle(turn, host) {
    const { event, language, state } = turn;
    if (event.kind === "opened" || !state) return askNumber(language);
    switch (state.step) {
      case "number":
        if (event.kind === "back") return finish();
        return event.kind === "text" ? readNumber(event.text, language) : askNumber(language);
      case "chassis":
        if (event.kind === "back") return askNumber(language);
        return event.kind === "text"
          ? readChassis(turn, host, state.number, event.text)
          : askChassis(language, state.number);
      case "shown":
        if (event.kind === "chosen" && event.id === "done") return thank(language);
        if (event.kind === "text" && plate(event.text)) return readNumber(event.text, language);
        return askNumber(language);
      case "away":
        if (event.kind === "chosen" && event.id === "done") return thank(language);
        if (event.kind === "back") return askNumber(language);
        return lookUp(turn, host, state.number, state.chassis);
    }
  },
});

function askNumber(language: Language, why?: string): Outcome<Step> {
  const question = texts.ASK_NUMBER.in(language);
  return stay<Step>({ step: "number" }, say(why === undefined ? question : `${why}\n\n${question}`));
}

function readNumber(said: string, language: Language): Outcome<Step> {
  const number = plate(said);
  return number ? askChassis(language, number) : askNumber(language, texts.NO_NUMBER.in(language));
}

function askChassis(language: Language, number: string, why?: string): Outcome<Step> {
  const question = texts.ASK_CHASSIS.in(language);
  return stay<Step>({ step: "chassis", number }, say(why === undefined ? question : `${why}\n\n${question}`));
}

function readChassis(turn: Now, host: Host, number: string, said: string): Outcome<Step> {
  const chassis = chassisEnd(said);
  if (chassis) return lookUp(turn, host, number, chassis);
  return askChassis(turn.language, number, texts.NO_CHASSIS.in(turn.language));
}

function lookUp(turn: Now, host: Host, number: string, chassis: string): Outcome<Step> {
  const { language, state } = turn;
  const found = new Backend(host).vehicle(number, chassis);
  switch (found.kind) {
    case "away":
      return away<Step>({ step: "away", number, chassis }, language, host, state?.step === "away");
    case "refused":
      // The same words whichever of the two is wrong: nobody learns which numbers exist.
      return askNumber(language, texts.NOT_FOUND.in(language));
    case "answered": {
      const next = ask(
        common.WHAT_NEXT.in(language),
        ["other", texts.OTHER.in(language)],
        ["done", common.DONE.in(language)],
      );
      return stay<Step>({ step: "shown" }, say(papers(found.value, language, turn.now)), next);
    }
  }
}

function papers(vehicle: Vehicle, language: Language, now: number): string {
  const { number, owner, kind, model, office, registered, fitness, insurance, tax } = vehicle;
  return texts.SHOWN.in(language, {
    number,
    owner: show.masked(owner),
    kind: kind[language],
    model,
    office: office[language],
    registered: shown(registered),
    fitness: valid(fitness, language, now),
    insurance: valid(insurance, language, now),
    tax: tax === undefined ? texts.FOR_LIFE.in(language) : valid(tax, language, now),
  });
}

/** Until when a paper is valid, and whether that needs a look. The last day is one of them. */
function valid(until: string, language: Language, now: number): string {
  const date = calendar.parseDate(until);
  const day = shown(until);
  if (!date) return day;
  const left = calendar.instantOf(date) + calendar.DAY_MS - now;
  if (left <= 0) return texts.ENDED.in(language, { day });
  return (left <= SOON_DAYS * calendar.DAY_MS ? texts.SOON : texts.VALID).in(language, { day });
}
