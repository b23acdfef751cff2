/**
 * Money, dates and times as people in India read them.
 *
 * @module
 */

import { type CalendarDate, dateOf, minuteOf } from "./calendar.js";

/** Paise as rupees with lakh grouping: `₹1,23,456.00`. */
export function rupees(paise: number): string {
  const whole = String(Math.floor(paise / 100));
  const head = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ",");
  const grouped = head === "" ? whole : `${head},${whole.slice(-3)}`;
  return `₹${grouped}.${pad(paise % 100)}`;
}

/** A day, or the day of an instant in India, as `DD-MM-YYYY`. */
export function date(when: CalendarDate | number): string {
  const { year, month, day } = typeof when === "number" ? dateOf(when) : when;
  return `${pad(day)}-${pad(month)}-${year}`;
}

/** The time of an instant in India, as `HH:MM`. */
export function time(instant: number): string {
  const minute = minuteOf(instant);
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}

/**
 * The first syllable: a letter with the signs that belong to it, and the letters that a virama joins to it. Written
 * out, for the engine of components knows neither `\p{M}` nor `Intl`.
 */
const SYLLABLE =
  /^.(?:[\u0300-\u036f\u0900-\u0903\u093a-\u093c\u093e-\u094c\u0951-\u0957\u0962\u0963\u0c00-\u0c04\u0c3c\u0c3e-\u0c4c\u0c55\u0c56\u0c62\u0c63]|[\u094d\u0c4d].?)*/u;

/** A name of which everybody but its owner sees the beginnings of the words alone: `R*** K***`. */
export function masked(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  return words.map((word) => `${SYLLABLE.exec(word)?.[0] ?? ""}***`).join(" ");
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
