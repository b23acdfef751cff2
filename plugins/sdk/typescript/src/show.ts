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

/** A name of which everybody but its owner sees the first letters alone: `R*** K***`. */
export function masked(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  // A letter with the signs that belong to it: half a syllable of Telugu or Hindi is none.
  return words.map((word) => `${/^.\p{M}*/u.exec(word)?.[0] ?? ""}***`).join(" ");
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
