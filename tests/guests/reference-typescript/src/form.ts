// A form with fields of six kinds, and its answers as lines.

import { askForm, fields, finish, form, type FormAnswers, say, shape, text, type Value } from "@mitra/department";

import { named, notUnderstood } from "./service.js";

/** The highest income that can be given, in paise: ten lakh rupees. */
const INCOME_MAX = 100_000_000;

const same = (word: string) => text<string>(word, word, word);
const [NAME, AGE, DISTRICT] = [same("Name"), same("Age"), same("District")];
const [INCOME, BORN, AADHAAR] = [same("Income"), same("Born"), same("Aadhaar")];

const APPLICATION = form("application", text("దరఖాస్తు", "Application", "आवेदन"), {
  name: fields.name(NAME, NAME),
  age: fields.number(AGE, AGE, { min: 1, max: 120 }),
  district: fields.choice(DISTRICT, DISTRICT, [
    { id: "guntur", title: text("గుంటూరు", "Guntur", "गुंटूर") },
    { id: "krishna", title: text("కృష్ణా", "Krishna", "कृष्णा") },
  ]),
  income: fields.money(INCOME, INCOME, { min: 0, max: INCOME_MAX }).optional(),
  born: fields.date(BORN, BORN),
  aadhaar: fields.aadhaar(AADHAAR, AADHAAR),
});

export const application = named("form", text("దరఖాస్తు", "Form", "आवेदन"), shape.object({}), {}, (turn) => {
  const { event, state } = turn;
  switch (event.kind) {
    case "opened":
      return askForm(state, APPLICATION, say("Please fill in."));
    case "form":
      return finish(say(told(event.answers)));
    case "back":
      return finish(say("Closed."));
    default:
      return notUnderstood(state);
  }
});

/** The answers, one a line. */
function told({ answers }: FormAnswers): string {
  return answers.map(({ field, value }) => `${field}: ${written(value)}`).join("\n");
}

function written(it: Value): string {
  switch (it.kind) {
    case "text":
    case "choice":
    case "number":
    case "money":
      return String(it.value);
    case "date": {
      const pad = (number: number, length: number) => String(number).padStart(length, "0");
      return `${pad(it.value.year, 4)}-${pad(it.value.month, 2)}-${pad(it.value.day, 2)}`;
    }
    case "identity-number":
      return `\u2026${it.value.lastFour}`;
    case "location":
    case "media":
      throw new Error("no field asks for it");
  }
}
