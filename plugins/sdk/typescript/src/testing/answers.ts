/**
 * Answers to a form as the host delivers them.
 *
 * @module
 */

import type {
  Field as ContractField,
  Form as ContractForm,
  FormAnswers as ContractAnswers,
  Value as ContractValue,
} from "mitra:department/forms@1.0.0";

import { ensure, units } from "../check.js";
import type { Value } from "../form.js";

type Kind = ContractField["kind"];

/**
 * The answers, in the order of the fields: of every field that is not optional. Throws if the host would have asked
 * again.
 */
export function answers(form: ContractForm, given: Readonly<Record<string, Value>>): ContractAnswers {
  for (const id of Object.keys(given)) {
    ensure(
      form.fields.some((field) => field.id === id),
      () => `the form has no field \`${id}\``,
    );
  }
  const sent: ContractAnswers["answers"] = [];
  for (const { id, optional, kind } of form.fields) {
    const value = given[id];
    if (value === undefined) {
      ensure(optional, () => `\`${id}\` must be answered`);
      continue;
    }
    ensure(isAnswer(kind, value), () => `the host never gives ${JSON.stringify(value)} for \`${id}\``);
    sent.push({ field: id, value: lowered(value) });
  }
  return { form: form.id, answers: sent };
}

function lowered(value: Value): ContractValue {
  switch (value.kind) {
    case "number":
    case "money":
      return { tag: value.kind, val: BigInt(value.value) };
    case "text":
    case "choice":
      return { tag: value.kind, val: value.value };
    case "date":
      return { tag: "date", val: value.value };
    case "identity-number":
      return { tag: "identity-number", val: value.value };
    case "location":
      return { tag: "location", val: value.value };
    case "media":
      return { tag: "media", val: value.value };
  }
}

/** What a code looks like as the host writes it. */
const CODES: Partial<Record<Kind["tag"], RegExp>> = {
  name: /^[^\p{N}\p{Cc}]{2,60}$/u,
  mobile: /^[6-9][0-9]{9}$/,
  "pin-code": /^[1-9][0-9]{5}$/,
  pan: /^[A-Z]{5}[0-9]{4}[A-Z]$/,
  vehicle: /^[A-Z0-9]{4,11}$/,
  "driving-licence": /^[A-Z]{2}[A-Z0-9]{13}$/,
  "voter-id": /^[A-Z0-9]{10}$/,
  ifsc: /^[A-Z]{4}0[A-Z0-9]{6}$/,
  "bank-account": /^[0-9]{9,18}$/,
  upi: /^[^@A-Z\s]+@[^@A-Z\s]+$/,
  email: /^[^@A-Z\s]+@[^@A-Z\s]+$/,
  "survey-number": /^[0-9]\S*$/,
};

function isAnswer(kind: Kind, { kind: given, value }: Value): boolean {
  switch (kind.tag) {
    case "text":
      return given === "text" && isWords(value, kind.val);
    case "place":
      return given === "location" || (given === "text" && isWords(value, kind.val));
    case "digits":
      return given === "text" && /^[0-9]+$/.test(value) && isWithin(value.length, kind.val);
    case "number":
      return given === "number" && Number.isInteger(value) && isWithin(BigInt(value), kind.val);
    case "money":
      return given === "money" && Number.isInteger(value) && isWithin(BigInt(value), kind.val);
    case "date": {
      if (given !== "date") return false;
      const order = (day: typeof value) => day.year * 10_000 + day.month * 100 + day.day;
      const { earliest, latest } = kind.val;
      return (!earliest || order(earliest) <= order(value)) && (!latest || order(value) <= order(latest));
    }
    case "choice":
      return given === "choice" && kind.val.some(({ id }) => id === value);
    case "aadhaar":
      return given === "identity-number" && /^[0-9]{4}$/.test(value.lastFour) && value.token !== "";
    case "photo":
      return given === "media" && (value.kind === "image" || value.mimeType.startsWith("image/"));
    case "document":
      return given === "media" && (value.kind === "image" || value.kind === "document");
    case "location":
      return given === "location";
    default:
      return given === "text" && (CODES[kind.tag]?.test(value) ?? false);
  }
}

function isWords(words: string, length: { min: number; max: number }): boolean {
  const isClean = !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u.test(words) && words.trim() === words;
  return isClean && isWithin(units(words), length);
}

function isWithin<T extends number | bigint>(n: T, { min, max }: { min: T; max: T }): boolean {
  return n >= min && n <= max;
}
