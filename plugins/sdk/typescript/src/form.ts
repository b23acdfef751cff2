/**
 * Forms: you say what you need to know, and the front desk asks, checks and shows it.
 *
 * ```ts
 * const MEMBER = form("member", text("కుటుంబ సభ్యుడు", "A family member", "परिवार का सदस्य"), {
 *   name: name(text("పేరు", "Name", "नाम"), text("వారి పేరు ఏమిటి?", "What is their name?", "उनका नाम क्या है?")),
 *   aadhaar: aadhaar(AADHAAR, ASK_AADHAAR).optional(),
 * });
 *
 * // In `handle`:
 * if (turn.event.kind === "form") {
 *   const member = MEMBER.answers(turn.event.answers);
 *   if (member) register(member.name, member.aadhaar?.lastFour);
 * }
 * return askForm({ step: "form" }, MEMBER);
 * ```
 *
 * @module
 */

import { bytes, checkCount, checkLines, checkSlug, ensure } from "./check.js";
import type { Field, FieldKind } from "./field.js";
import * as limits from "./limits.js";
import type { Media, Place } from "./place.js";
import type { CalendarDate } from "./calendar.js";
import { LANGUAGES, type Localized } from "./text.js";

/** Questions to be asked one by one. `T` is what the answers are. */
export interface Form<T = unknown> {
  readonly id: string;
  readonly title: Localized;
  /** In the order asked, by their ids. */
  readonly fields: readonly (readonly [id: string, field: Field<unknown>])[];
  /**
   * The answers by field. Undefined if they are of another form, or of one that another release asked with fields of
   * other kinds: ask again.
   */
  answers(given: FormAnswers): T | undefined;
}

/** A form as the citizen sent it: in the order of the fields, without what was skipped. */
export interface FormAnswers {
  /** The form's id. */
  readonly form: string;
  readonly answers: readonly { readonly field: string; readonly value: Value }[];
}

/** An answer, written in one way however it was typed. Which kind of field gives which is said there. */
export type Value =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "money"; readonly value: number }
  | { readonly kind: "date"; readonly value: CalendarDate }
  | { readonly kind: "choice"; readonly value: string }
  | { readonly kind: "identity-number"; readonly value: IdentityNumber }
  | { readonly kind: "location"; readonly value: Place }
  | { readonly kind: "media"; readonly value: Media };

/** A number that identifies a person, without the number. */
export interface IdentityNumber {
  /** Its last four digits, to show to the citizen. */
  readonly lastFour: string;
  /** The same for the same number, whoever sends it, in your department alone. It cannot be turned back. */
  readonly token: string;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type AnswersOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/**
 * A form. `title` stands over the summary, in one line of at most 60 characters; 1 to 20 fields, asked in this order.
 * The names of the fields are their ids: lower-case letters, digits and hyphens, beginning with a letter.
 *
 * @throws LimitError if the host would refuse it.
 */
export function form<const F extends Fields>(id: string, title: Localized, fields: F): Form<AnswersOf<F>> {
  const listed = Object.entries(fields);
  checkForm(id, title, listed);
  return {
    id,
    title: { te: title.te, en: title.en, hi: title.hi },
    fields: listed,
    answers(given) {
      if (given.form !== id) return undefined;
      const read: Record<string, unknown> = {};
      for (const [name, field] of listed) {
        const answer = given.answers.find((answer) => answer.field === name);
        const value = answer && field.read(answer.value);
        if (value === undefined && (answer || !field.isOptional)) return undefined;
        read[name] = value;
      }
      return read as AnswersOf<F>;
    },
  };
}

function checkForm(id: string, title: Localized, fields: readonly (readonly [string, Field<unknown>])[]): void {
  checkSlug(id);
  checkLines("a form's title", title, limits.FORM_TITLE_CHARS_MAX);
  checkCount("fields", fields.length, 1, limits.FIELDS_MAX);
  let size = bytes(id) + sizeOf(title);
  fields.forEach(([name, field], index) => {
    checkSlug(name);
    // JavaScript would ask for a field `1` before all others.
    ensure(/^[a-z]/.test(name), () => `the field \`${name}\` does not begin with a letter`);
    for (const [other, { label }] of fields.slice(0, index)) {
      const isNew = LANGUAGES.every((language) => label[language] !== field.label[language]);
      ensure(isNew, () => `\`${other}\` and \`${name}\` have the same label`);
    }
    size += bytes(name) + sizeOf(field.label) + sizeOf(field.question) + sizeOf(field.words) + sizeOfKind(field.kind);
  });
  ensure(
    size <= limits.FORM_BYTES_MAX,
    () => `the texts of the form \`${id}\` have ${size} bytes, at most ${limits.FORM_BYTES_MAX}`,
  );
}

function sizeOf(text: Localized | undefined): number {
  return text ? LANGUAGES.reduce((sum, language) => sum + bytes(text[language]), 0) : 0;
}

function sizeOfKind(kind: FieldKind): number {
  if (kind.kind !== "choice") return 0;
  return kind.alternatives.reduce((sum, it) => sum + bytes(it.id) + sizeOf(it.title) + sizeOf(it.description), 0);
}
