// Copies of driving licences: a form, what the office has, and a paper that anybody can check.

import {
  askForm,
  calendar,
  certificate,
  fields,
  finish,
  form,
  type Host,
  type Infer,
  type Language,
  type Outcome,
  type Reply,
  say,
  service,
  shape,
  show,
  stay,
  type Turn,
} from "@mitra/department";

import { Backend, type Licence, shown, written } from "./backend.js";
import { ask, away, helpline, thank } from "./common.js";
import * as common from "./texts/common.js";
import * as texts from "./texts/licence.js";
import { ENDED, VALID } from "./texts/vehicle.js";

/** The kind of its certificates, in `department.toml`. */
const KIND = "dl-copy";
/** A licence can be renewed from so many days before its last one. */
const RENEWABLE_DAYS = 365;
/** Nobody who drives was born before. */
const BORN_FIRST = { year: 1920, month: 1, day: 1 };

const YOURS = form("licence", texts.YOURS, {
  number: fields.drivingLicence(common.NUMBER, texts.ASK_NUMBER).help(common.WHERE_NUMBER),
  born: fields.date(common.BORN, common.ASK_BORN, { earliest: BORN_FIRST }),
});

const STEP = shape.either(
  shape.object({ step: shape.oneOf("form", "shown") }),
  shape.object({ step: shape.oneOf("away"), number: shape.string, born: shape.string }),
);
type Step = Infer<typeof STEP>;

export const licence = service<Step>({
  id: "dl-copy",
  name: texts.NAME,
  summary: texts.SUMMARY,
  aliases: texts.ALIASES,
  state: STEP,
  handle(turn, host) {
    const { event, language, state } = turn;
    const open = askForm<Step>({ step: "form" }, YOURS);
    switch (event.kind) {
      case "form": {
        const told = YOURS.answers(event.answers);
        return told ? lookUp(turn, host, told.number, written(told.born)) : open;
      }
      case "back":
        return state?.step === "form" ? finish() : open;
      case "chosen":
        if (event.id === "done") return thank(language);
        return state?.step === "away" ? lookUp(turn, host, state.number, state.born) : open;
      default:
        return open;
    }
  },
});

function lookUp(turn: Turn<Step>, host: Host, number: string, born: string): Outcome<Step> {
  const { language, state } = turn;
  const found = new Backend(host).licence(number, born);
  const next = (body: string, other: string) => ask(body, ["other", other], ["done", common.DONE.in(language)]);
  switch (found.kind) {
    case "away":
      return away<Step>({ step: "away", number, born }, language, host, state?.step === "away");
    case "refused":
      return stay<Step>({ step: "shown" }, next(common.NOT_FOUND.in(language), common.CORRECT.in(language)));
    case "answered": {
      const other = next(common.WHAT_NEXT.in(language), texts.OTHER.in(language));
      const copy = copyOf(found.value, host, turn.now);
      return stay<Step>({ step: "shown" }, say(card(found.value, language, host, turn.now)), ...copy, other);
    }
  }
}

/** A certificate of a licence that is valid: the same for the same validity, and none for one that nobody may rely on. */
function copyOf(licence: Licence, host: Host, now: number): Reply[] {
  const { number, holder, classes, isSuspended } = licence;
  const [issued, until] = [calendar.parseDate(licence.issued), calendar.parseDate(licence.validUntil)];
  if (!issued || !until) return [];
  const validUntil = calendar.instantOf(until) + calendar.DAY_MS;
  if (isSuspended || validUntil <= now) return [];
  const key = `${number}-${licence.validUntil}`;
  const found = host.certificates.find(KIND, key);
  if (found) return found.status === "valid" ? [certificate(found.id)] : [];
  const done = host.certificates.issue({
    kind: KIND,
    number: key,
    holder: { name: holder },
    facts: {
      licence: { kind: "text", value: number },
      classes: { kind: "text", value: classes.join(", ") },
      issued: { kind: "date", value: issued },
      until: { kind: "date", value: until },
    },
    validUntil,
  });
  if (done.ok) return [certificate(done.certificate.id)];
  host.log.error(`no copy of a licence: ${done.failure}${"words" in done ? `: ${done.words}` : ""}`);
  return [];
}

function card(licence: Licence, language: Language, host: Host, now: number): string {
  const { number, holder, classes, issued, validUntil, isSuspended } = licence;
  const until = calendar.parseDate(validUntil);
  const left = until ? calendar.instantOf(until) + calendar.DAY_MS - now : 0;
  const lines = texts.SHOWN.in(language, {
    number,
    holder: show.masked(holder),
    // A class that is new to us is shown as the office writes it.
    classes: classes.map((name) => texts.CLASSES[name]?.[language] ?? name).join(", "),
    issued: shown(issued),
    valid: (left > 0 ? VALID : ENDED).in(language, { day: shown(validUntil) }),
  });
  if (isSuspended) return `${lines}\n\n${texts.SUSPENDED.in(language, { helpline: helpline(host) })}`;
  const isRenewable = left <= (RENEWABLE_DAYS + 1) * calendar.DAY_MS;
  return isRenewable ? `${lines}\n\n${texts.RENEW.in(language)}` : lines;
}
