// The tax of a vehicle: the number, the chassis, what is due, and paying it.

import {
  finish,
  type Host,
  type Language,
  type Outcome,
  say,
  service,
  shape,
  show,
  stay,
  type Turn,
} from "@mitra/department";

import { Backend, shown } from "../backend.js";
import { away, thank } from "../common.js";
import { chassisEnd, plate } from "../plate.js";
import * as texts from "../texts/tax.js";
import { ASK_CHASSIS, ASK_NUMBER, NO_CHASSIS, NO_NUMBER, NOT_FOUND } from "../texts/vehicle.js";
import { ended, enterAgain, request, whatNext } from "./pay.js";
import type { Step } from "./state.js";

type Now = Turn<Step>;

export const vehicleTax = service<Step>({
  id: "vehicle-tax",
  name: texts.NAME,
  summary: texts.SUMMARY,
  aliases: texts.ALIASES,
  state: shape.either(
    shape.object({ step: shape.oneOf("number", "over") }),
    shape.object({ step: shape.oneOf("chassis"), number: shape.string }),
    shape.object({ step: shape.oneOf("shown", "away"), number: shape.string, chassis: shape.string }),
  ),
  handle(turn, host) {
    const { event, language, state } = turn;
    if (event.kind === "timer") return enterAgain(turn, host);
    if (event.kind === "payment") return ended(turn, host, event.payment);
    if (event.kind === "opened" || !state) return askNumber(language);
    if (event.kind === "chosen" && event.id === "done") return thank(language);
    switch (state.step) {
      case "number":
      case "over":
        if (event.kind === "back") return finish();
        return event.kind === "text" ? readNumber(event.text, language) : askNumber(language);
      case "chassis":
        if (event.kind === "back") return askNumber(language);
        return event.kind === "text"
          ? readChassis(turn, host, state.number, event.text)
          : askChassis(language, state.number);
      case "shown":
        if (event.kind === "chosen" && event.id === "pay") return pay(turn, host, state.number, state.chassis);
        if (event.kind === "text" && plate(event.text)) return readNumber(event.text, language);
        return askNumber(language);
      case "away":
        if (event.kind === "back") return askNumber(language);
        return lookUp(turn, host, state.number, state.chassis);
    }
  },
});

function askNumber(language: Language, why?: string): Outcome<Step> {
  const question = ASK_NUMBER.in(language);
  return stay<Step>({ step: "number" }, say(why === undefined ? question : `${why}\n\n${question}`));
}

function readNumber(said: string, language: Language): Outcome<Step> {
  const number = plate(said);
  return number ? askChassis(language, number) : askNumber(language, NO_NUMBER.in(language));
}

function askChassis(language: Language, number: string, why?: string): Outcome<Step> {
  const question = ASK_CHASSIS.in(language);
  return stay<Step>({ step: "chassis", number }, say(why === undefined ? question : `${why}\n\n${question}`));
}

function readChassis(turn: Now, host: Host, number: string, said: string): Outcome<Step> {
  const chassis = chassisEnd(said);
  if (chassis) return lookUp(turn, host, number, chassis);
  return askChassis(turn.language, number, NO_CHASSIS.in(turn.language));
}

function lookUp(turn: Now, host: Host, number: string, chassis: string): Outcome<Step> {
  const { language, state } = turn;
  const found = new Backend(host).tax(number, chassis);
  if (found.kind === "away") {
    return away<Step>({ step: "away", number, chassis }, language, host, state?.step === "away");
  }
  if (found.kind === "refused") {
    // The same words whichever of the two is wrong: nobody learns which numbers exist.
    if (found.why.error !== "nothing-due") return askNumber(language, NOT_FOUND.in(language));
    const { until } = found.why;
    const body =
      until === undefined
        ? texts.FOR_LIFE.in(language, { number })
        : texts.NOTHING_DUE.in(language, { number, until: shown(until) });
    return stay<Step>({ step: "over" }, say(body), whatNext(language, false));
  }
  const { paidUntil, until, paise } = found.value;
  const amount = show.rupees(paise);
  const body = texts.SHOWN.in(language, { number, paid: shown(paidUntil), until: shown(until), amount });
  return stay<Step>({ step: "shown", number, chassis }, say(body), whatNext(language, true));
}

/** What is due may have been paid meanwhile: it is looked up again. */
function pay(turn: Now, host: Host, number: string, chassis: string): Outcome<Step> {
  const found = new Backend(host).tax(number, chassis);
  if (found.kind !== "answered") return lookUp(turn, host, number, chassis);
  return request({ step: "shown", number, chassis }, turn, host, found.value);
}
