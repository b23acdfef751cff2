/**
 * Days and times in India, from instants in milliseconds since 1970.
 *
 * @module
 */

/** A minute, in milliseconds. */
export const MINUTE_MS = 60_000;
/** An hour, in milliseconds. */
export const HOUR_MS = 3_600_000;
/** A day, in milliseconds. India has no summer time: every day is as long. */
export const DAY_MS = 86_400_000;
/** India's time is five and a half hours ahead of UTC, all year. */
const IST_MS = 19_800_000;

/** A day of the Gregorian calendar, from the year 1000 to 9999. */
export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** The day of an instant in India. */
export function dateOf(instant: number): CalendarDate {
  const shifted = new Date(instant + IST_MS);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** The instant at which a day begins in India, and so many minutes later. */
export function instantOf(date: CalendarDate, minute = 0): number {
  return Date.UTC(date.year, date.month - 1, date.day) - IST_MS + minute * MINUTE_MS;
}

/** The minute of an instant within its day in India: 0 to 1,439. */
export function minuteOf(instant: number): number {
  return Math.floor(((((instant + IST_MS) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** The day of the week: 0 is Sunday. */
export function weekdayOf({ year, month, day }: CalendarDate): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** The day that `YYYY-MM-DD` names; undefined if there is no such day. */
export function parseDate(text: string): CalendarDate | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return undefined;
  const date = { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) };
  // The 31st of February is some day in March.
  const found = dateOf(instantOf(date));
  const isThere = found.year === date.year && found.month === date.month && found.day === date.day;
  return isThere ? date : undefined;
}
