/**
 * The fields of a form: what an answer must be. The host knows what each kind looks like, refuses what is none, and
 * says so; you write the label, which stands before the answer in the summary, in one line of at most 24 characters,
 * and the question, of at most 1,024.
 *
 * @module
 */

import type { CalendarDate } from "./calendar.js";
import { checkCount, checkLines, checkSlug, checkTexts, ensure } from "./check.js";
import type { IdentityNumber, Value } from "./form.js";
import * as limits from "./limits.js";
import type { Media, Place } from "./place.js";
import { LANGUAGES, type Localized } from "./text.js";

/** What an answer must be, as the contract names it. */
export type FieldKind =
  | { readonly kind: "text" | "digits" | "place"; readonly min: number; readonly max: number }
  | { readonly kind: "number" | "money"; readonly min: number; readonly max: number }
  | { readonly kind: "date"; readonly earliest?: CalendarDate; readonly latest?: CalendarDate }
  | { readonly kind: "choice"; readonly alternatives: readonly Alternative[] }
  | { readonly kind: Code | "name" | "aadhaar" | "photo" | "document" | "location" };

/** Kinds of numbers by which something is known. */
type Code =
  | "mobile"
  | "pin-code"
  | "pan"
  | "vehicle"
  | "driving-licence"
  | "voter-id"
  | "ifsc"
  | "bank-account"
  | "upi"
  | "survey-number"
  | "email";

/** One possible answer. */
export interface Alternative<Id extends string = string> {
  /** Lower-case letters, digits and hyphens, at most 40. */
  readonly id: Id;
  /** One line of 1 to 24 characters in each language. */
  readonly title: Localized;
  /** At most 72 characters in each language. */
  readonly description?: Localized;
}

/** One thing to be asked for. `T` is what its answer is. */
export class Field<T> {
  readonly kind: FieldKind;
  readonly label: Localized;
  readonly question: Localized;
  /** More words for whoever asks for help or gave a wrong answer. */
  readonly words: Localized | undefined;
  /** Whether it may be skipped. */
  readonly isOptional: boolean;
  /** The answer, if it is of this field's kind. */
  readonly read: (value: Value) => T | undefined;

  /** Use the functions of this module. */
  constructor(it: Pick<Field<T>, "kind" | "label" | "question" | "words" | "isOptional" | "read">) {
    checkLines("a field's label", it.label, limits.LABEL_CHARS_MAX);
    for (const body of [it.question, it.words]) {
      if (body) checkTexts("a field's question or help", body, limits.BODY_CHARS_MAX);
    }
    if (it.kind.kind === "choice") checkAlternatives(it.kind.alternatives, it.isOptional);
    this.kind = it.kind;
    this.label = it.label;
    this.question = it.question;
    this.words = it.words;
    this.isOptional = it.isOptional;
    this.read = it.read;
  }

  /** The same field, which the citizen may skip. */
  optional(): Field<T | undefined> {
    return new Field<T | undefined>({ ...this, isOptional: true });
  }

  /** The same field, with words for whoever needs help: where the number is printed, what it looks like. */
  help(words: Localized): Field<T> {
    return new Field<T>({ ...this, words });
  }
}

/** Both ends included. */
interface Range {
  readonly min: number;
  readonly max: number;
}

function field<T, K extends Value["kind"]>(kind: FieldKind, label: Localized, question: Localized, ...kinds: K[]) {
  const read = (value: Value) => (kinds.some((one) => one === value.kind) ? (value.value as T) : undefined);
  return new Field<T>({ kind, label, question, words: undefined, isOptional: false, read });
}

function checkRange(what: string, { min, max }: Range, least: number, most: number): void {
  const isRange = Number.isSafeInteger(min) && Number.isSafeInteger(max) && least <= min && min <= max && max <= most;
  ensure(isRange, () => `${what} cannot be from ${min} to ${max}`);
}

/** Asks for words, of so many characters: at most 1,024. */
export function words(label: Localized, question: Localized, range: Range): Field<string> {
  checkRange("a text", range, 1, limits.ANSWER_CHARS_MAX);
  return field({ kind: "text", ...range }, label, question, "text");
}

/** Asks for a whole number. */
export function number(label: Localized, question: Localized, range: Range): Field<number> {
  checkRange("a number", range, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return field({ kind: "number", ...range }, label, question, "number");
}

/** Asks for an amount, in paise. */
export function money(label: Localized, question: Localized, paise: Range): Field<number> {
  checkRange("an amount", paise, 0, Number.MAX_SAFE_INTEGER);
  return field({ kind: "money", ...paise }, label, question, "money");
}

/** Asks for a day that exists, not before the first and not after the last. */
export function date(
  label: Localized,
  question: Localized,
  days: { readonly earliest?: CalendarDate; readonly latest?: CalendarDate } = {},
): Field<CalendarDate> {
  const { earliest, latest } = days;
  const order = (day: CalendarDate) => day.year * 10_000 + day.month * 100 + day.day;
  ensure(!earliest || !latest || order(earliest) <= order(latest), () => "no day is between these");
  return field({ kind: "date", ...days }, label, question, "date");
}

/** Asks for one of these: 2 to 10, or 9 if the field is optional. The answer is its id. */
export function choice<const Id extends string>(
  label: Localized,
  question: Localized,
  alternatives: readonly Alternative<Id>[],
): Field<Id> {
  const read = (value: Value) => alternatives.find((it) => value.kind === "choice" && it.id === value.value)?.id;
  const kind: FieldKind = { kind: "choice", alternatives };
  return new Field<Id>({ kind, label, question, words: undefined, isOptional: false, read });
}

function checkAlternatives(alternatives: readonly Alternative[], isOptional: boolean): void {
  const most = isOptional ? limits.ALTERNATIVES_MAX - 1 : limits.ALTERNATIVES_MAX;
  checkCount("alternatives", alternatives.length, limits.ALTERNATIVES_MIN, most);
  alternatives.forEach(({ id, title, description }, index) => {
    checkSlug(id);
    checkLines("an alternative's title", title, limits.CHOICE_TITLE_CHARS_MAX);
    if (description) checkLines("an alternative's description", description, limits.CHOICE_DESCRIPTION_CHARS_MAX);
    for (const other of alternatives.slice(0, index)) {
      const isNew = other.id !== id && LANGUAGES.every((language) => other.title[language] !== title[language]);
      ensure(isNew, () => `two alternatives are \`${id}\`, or have the same title`);
    }
  });
}

/** Asks for a number of so many digits: at most 30. */
export function digits(label: Localized, question: Localized, range: Range): Field<string> {
  checkRange("a number of digits", range, 1, limits.ANSWER_DIGITS_MAX);
  return field({ kind: "digits", ...range }, label, question, "text");
}

/** Asks for a shared location, or for a place in words of so many characters: at most 1,024. */
export function place(label: Localized, question: Localized, range: Range): Field<Place | string> {
  checkRange("a place in words", range, 1, limits.ANSWER_CHARS_MAX);
  return field({ kind: "place", ...range }, label, question, "text", "location");
}

type Asks<T> = (label: Localized, question: Localized) => Field<T>;

function code(kind: Code | "name"): Asks<string> {
  return (label, question) => field({ kind }, label, question, "text");
}

function file(kind: "photo" | "document"): Asks<Media> {
  return (label, question) => field({ kind }, label, question, "media");
}

/** Asks for a person's name: 2 to 60 characters in any script, without digits. */
export const name = code("name");
/** Asks for an Indian mobile number; you get ten digits. */
export const mobile = code("mobile");
/** Asks for a PIN code; you get six digits. */
export const pinCode = code("pin-code");
/** Asks for a permanent account number, such as ABCDE1234F. */
export const pan = code("pan");
/** Asks for a vehicle's registration; you get it without spaces, such as AP39AB1234. */
export const vehicle = code("vehicle");
/** Asks for a driving licence; you get it without spaces, such as AP0320190001234. */
export const drivingLicence = code("driving-licence");
/** Asks for the number of a voter's card, such as ABC1234567. */
export const voterId = code("voter-id");
/** Asks for a bank branch, such as SBIN0001234. */
export const ifsc = code("ifsc");
/** Asks for a bank account; you get 9 to 18 digits. */
export const bankAccount = code("bank-account");
/** Asks for a UPI address; you get it in lower case. */
export const upi = code("upi");
/** Asks for a survey number with its sub-divisions, such as 123/4A. */
export const surveyNumber = code("survey-number");
/** Asks for an e-mail address; you get it in lower case. */
export const email = code("email");
/** Asks for a picture. */
export const photo = file("photo");
/** Asks for a file, or a picture of a paper. */
export const document = file("document");

/** Asks for an Aadhaar number; you get its last four digits and a token. */
export const aadhaar: Asks<IdentityNumber> = (label, question) =>
  field({ kind: "aadhaar" }, label, question, "identity-number");

/** Asks for a shared location. Phones without a map cannot share one: see {@link place}. */
export const location: Asks<Place> = (label, question) => field({ kind: "location" }, label, question, "location");
