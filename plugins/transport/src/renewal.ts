// Renewal of a driving licence: one form, and a reference.

import {
  askForm,
  fields,
  finish,
  form,
  type Host,
  type Infer,
  type Outcome,
  say,
  service,
  shape,
  stay,
  type Turn,
} from "@mitra/department";

import { type Application, APPLICATION, Backend, shown, written } from "./backend.js";
import { ask, away, thank } from "./common.js";
import * as common from "./texts/common.js";
import { ASK_NUMBER } from "./texts/licence.js";
import * as texts from "./texts/renewal.js";

/** Nobody who drives was born before. */
const BORN_FIRST = { year: 1920, month: 1, day: 1 };
/** An address that a postman finds, in characters. */
const ADDRESS_CHARS = { min: 8, max: 200 };

const YOURS = form("renewal", texts.YOURS, {
  number: fields.drivingLicence(common.NUMBER, ASK_NUMBER).help(common.WHERE_NUMBER),
  born: fields.date(common.BORN, common.ASK_BORN, { earliest: BORN_FIRST }),
  mobile: fields.mobile(texts.MOBILE, texts.ASK_MOBILE),
  address: fields.words(texts.ADDRESS, texts.ASK_ADDRESS, ADDRESS_CHARS),
  pin: fields.pinCode(texts.PIN, texts.ASK_PIN),
  glasses: fields.choice(texts.WEARS_GLASSES, texts.ASK_GLASSES, [
    { id: "yes", title: texts.GLASSES },
    { id: "no", title: texts.NO_GLASSES },
  ]),
});

const STEP = shape.either(
  shape.object({ step: shape.oneOf("form", "refused") }),
  // All that was told, so that nobody has to tell it twice.
  shape.object({ step: shape.oneOf("away"), application: APPLICATION }),
);
type Step = Infer<typeof STEP>;

export const renewal = service<Step>({
  id: "dl-renewal",
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
        if (!told) return open;
        const { number, born, glasses, ...rest } = told;
        return apply(turn, host, { ...rest, licence: number, born: written(born), wearsGlasses: glasses === "yes" });
      }
      case "back":
        return state?.step === "form" ? finish() : open;
      case "chosen":
        if (event.id === "done") return thank(language);
        return state?.step === "away" ? apply(turn, host, state.application) : open;
      default:
        return open;
    }
  },
});

function apply(turn: Turn<Step>, host: Host, application: Application): Outcome<Step> {
  const { language, state } = turn;
  const isAgain = state?.step === "away";
  const number = application.licence;
  const asked = new Backend(host).renew(application);
  if (asked.kind === "away") return away<Step>({ step: "away", application }, language, host, isAgain);
  if (asked.kind === "answered") {
    return finish(say(texts.RECEIVED.in(language, { reference: asked.value.reference, number })));
  }
  const { why } = asked;
  switch (why.error) {
    case "pending": {
      // The first try may have reached the office although its answer did not reach us.
      const { reference } = why;
      return finish(
        say(isAgain ? texts.RECEIVED.in(language, { reference, number }) : texts.PENDING.in(language, { reference })),
      );
    }
    case "not-yet":
      return finish(say(texts.NOT_YET.in(language, { from: shown(why.from), valid: shown(why.validUntil) })));
    default: {
      const correct = ["correct", common.CORRECT.in(language)] as const;
      return stay<Step>(
        { step: "refused" },
        ask(common.NOT_FOUND.in(language), correct, ["done", common.DONE.in(language)]),
      );
    }
  }
}
