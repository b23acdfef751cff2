// Days as citizens read them.

import { calendar, type CalendarDate, type Language, show } from "@mitra/department";

import { WEEKDAYS } from "../texts/slot.js";

/** The day of an instant, with its name. */
export function dayOf(instant: number, language: Language): string {
  return named(calendar.dateOf(instant), language);
}

/** A day of the office's, `2026-11-25`, with its name; as it is if there is no such day. */
export function dayNamed(day: string, language: Language): string {
  const date = calendar.parseDate(day);
  return date ? named(date, language) : day;
}

function named(date: CalendarDate, language: Language): string {
  return `${WEEKDAYS[calendar.weekdayOf(date)]?.[language] ?? ""} ${show.date(date)}`.trim();
}
