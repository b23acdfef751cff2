// The transport office's computer: what it is asked, and what its answers must look like.

import {
  address,
  type Answer,
  type CalendarDate,
  type Host,
  type Infer,
  shape,
  type Shape,
  show,
} from "@mitra/department";

/** Where it is, if the operator set nothing. */
const ADDRESS = "https://transport.example.gov.in/api";

/** What is shown within a text. */
const WORDS = shape.line(200);
/** What is shown as a choice's title. */
const TITLE = shape.lines(24);
/** `YYYY-MM-DD`. */
const DATE = shape.line(10);

const VEHICLE = shape.object({
  number: WORDS,
  owner: WORDS,
  kind: shape.lines(60),
  model: WORDS,
  office: shape.lines(60),
  registered: DATE,
  fitness: DATE,
  insurance: DATE,
  /** Missing for a tax that is paid for life. */
  tax: shape.optional(DATE),
});
export type Vehicle = Infer<typeof VEHICLE>;

const TAX = shape.object({
  number: WORDS,
  /** The last day of what is paid. */
  paidUntil: DATE,
  /** The last day of what is due. */
  until: DATE,
  paise: shape.integer,
});
export type Tax = Infer<typeof TAX>;
/** A tax that was paid, with the provider's number of the payment. */
export interface TaxPaid {
  readonly receipt: string;
  readonly paise: number;
  readonly until: string;
}

const LICENCE = shape.object({
  number: WORDS,
  holder: WORDS,
  classes: shape.list(WORDS),
  issued: DATE,
  validUntil: DATE,
  isSuspended: shape.boolean,
});
export type Licence = Infer<typeof LICENCE>;

export const LEARNER = shape.object({
  number: WORDS,
  /** The first day on which the test may be taken. */
  testFrom: DATE,
  validUntil: DATE,
});
export type Learner = Infer<typeof LEARNER>;

export const OFFICE = shape.object({ id: shape.line(100), name: TITLE, address: shape.lines(200) });
export type Office = Infer<typeof OFFICE>;

const DAY = shape.object({ day: DATE, free: shape.integer });
const SLOT = shape.object({ id: shape.line(100), startsAt: shape.integer, free: shape.integer });
export const HOLD = shape.object({ id: shape.line(100), startsAt: shape.integer, until: shape.integer });
export type Hold = Infer<typeof HOLD>;

const BOOKING = shape.object({ reference: WORDS, office: OFFICE, startsAt: shape.integer });
export type Booking = Infer<typeof BOOKING>;

/** What an application, or a payment, is entered under. */
const ENTERED = shape.object({ reference: WORDS });
/** What a citizen tells to renew a licence. */
export const APPLICATION = shape.object({
  licence: shape.string,
  born: shape.string,
  mobile: shape.string,
  address: shape.string,
  pin: shape.string,
  wearsGlasses: shape.boolean,
});
export type Application = Infer<typeof APPLICATION>;

/** Why the office says no. */
const REFUSAL = shape.either(
  shape.object({ error: shape.oneOf("not-found", "full", "expired", "too-early", "too-late", "booked") }),
  shape.object({ error: shape.oneOf("pending"), reference: WORDS }),
  /** `until` is missing where the tax is paid for life. */
  shape.object({ error: shape.oneOf("nothing-due"), until: shape.optional(DATE) }),
  shape.object({ error: shape.oneOf("not-yet"), from: DATE, validUntil: DATE }),
);
type Refusal = Infer<typeof REFUSAL>;

/** What came of a question: an answer, a refusal with its reason, or nothing that could be told to a citizen. */
export type Asked<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "refused"; readonly why: Refusal }
  | { readonly kind: "away" };

/** The statuses of refusals: missing, in conflict, gone. */
const REFUSED: readonly number[] = [404, 409, 410];

/** The office's computer, for one turn. */
export class Backend {
  readonly #host: Host;
  readonly #base: string;

  constructor(host: Host) {
    this.#host = host;
    this.#base = host.config.get("backend") ?? ADDRESS;
  }

  /** A vehicle, for whoever knows the last five characters of its chassis number. */
  vehicle(number: string, chassis: string): Asked<Vehicle> {
    const url = address`${this.#base}/vehicles/${number}?chassis=${chassis}`;
    return this.#read("a vehicle", this.#host.http.get(url), VEHICLE);
  }

  /** The next tax of a vehicle, likewise. */
  tax(number: string, chassis: string): Asked<Tax> {
    const url = address`${this.#base}/vehicles/${number}/tax?chassis=${chassis}`;
    return this.#read("a tax", this.#host.http.get(url), TAX);
  }

  /** Enters a tax that was paid: once for each receipt. */
  enterTax(number: string, paid: TaxPaid): Asked<{ reference: string }> {
    const url = address`${this.#base}/vehicles/${number}/tax`;
    return this.#read("a tax that was paid", this.#host.http.post(url, { ...paid }), ENTERED);
  }

  /** A driving licence, for whoever knows its holder's date of birth. */
  licence(number: string, born: string): Asked<Licence> {
    const url = address`${this.#base}/licences/${number}?born=${born}`;
    return this.#read("a licence", this.#host.http.get(url), LICENCE);
  }

  /** A learner's licence, likewise. */
  learner(number: string, born: string): Asked<Learner> {
    const url = address`${this.#base}/learners/${number}?born=${born}`;
    return this.#read("a learner's licence", this.#host.http.get(url), LEARNER);
  }

  /** The tests that this citizen has booked, the next one first. */
  bookings(citizen: string): Asked<Booking[]> {
    const url = address`${this.#base}/bookings?applicant=${citizen}`;
    return this.#read("bookings", this.#host.http.get(url), shape.list(BOOKING));
  }

  /** The offices where tests are taken. */
  offices(): Asked<Office[]> {
    return this.#read("offices", this.#host.http.get(`${this.#base}/offices`), shape.list(OFFICE));
  }

  /** The coming days of an office with free places, the first one first. */
  days(office: string): Asked<{ day: string; free: number }[]> {
    const url = address`${this.#base}/offices/${office}/days`;
    return this.#read("days", this.#host.http.get(url), shape.list(DAY));
  }

  /** The times of a day with free places, the first one first. */
  slots(office: string, day: string): Asked<{ id: string; startsAt: number; free: number }[]> {
    const url = address`${this.#base}/offices/${office}/days/${day}/slots`;
    return this.#read("slots", this.#host.http.get(url), shape.list(SLOT));
  }

  /** Keeps a place for a while. Another hold of the same learner's is let go. */
  hold(slot: string, learner: string, applicant: string): Asked<Hold> {
    return this.#read("a hold", this.#host.http.post(`${this.#base}/holds`, { slot, learner, applicant }), HOLD);
  }

  /** Books the place that is held. */
  confirm(hold: string, applicant: string): Asked<Booking> {
    const url = address`${this.#base}/holds/${hold}/confirm`;
    return this.#read("a booking", this.#host.http.post(url, { applicant }), BOOKING);
  }

  /** Lets go what is held. */
  release(hold: string, applicant: string): Asked<undefined> {
    const url = address`${this.#base}/holds/${hold}?applicant=${applicant}`;
    return this.#read("a release", this.#host.http.delete(url), undefined);
  }

  /** Cancels a booking. */
  cancel(reference: string, citizen: string): Asked<undefined> {
    const url = address`${this.#base}/bookings/${reference}?applicant=${citizen}`;
    return this.#read("a cancellation", this.#host.http.delete(url), undefined);
  }

  /** Applies for a renewal. */
  renew(application: Application): Asked<{ reference: string }> {
    return this.#read("a renewal", this.#host.http.post(`${this.#base}/renewals`, application), ENTERED);
  }

  /** What an answer means. Whatever is not as agreed is nothing that a citizen could do anything about. */
  #read<T>(what: string, answer: Answer, wanted: Shape<T> | undefined): Asked<T> {
    const { log } = this.#host;
    // Never the address: it has the citizen's numbers.
    if (answer.kind !== "response") {
      log.warn(`the back end: ${what}: ${answer.kind}: ${answer.words}`);
      return { kind: "away" };
    }
    const { status } = answer;
    if (status >= 200 && status < 300) {
      // An answer without a body has nothing that could be wrong.
      if (wanted === undefined) return { kind: "answered", value: undefined as T };
      const value = answer.json(wanted);
      if (value !== undefined) return { kind: "answered", value };
    }
    if (REFUSED.includes(status)) {
      const why = answer.json(REFUSAL);
      if (why) return { kind: "refused", why };
    }
    log.error(`the back end: ${what}: status ${status}, and not what was agreed`);
    return { kind: "away" };
  }
}

/** A day as the office writes it. */
export function written({ year, month, day }: CalendarDate): string {
  const pad = (number: number, length: number) => String(number).padStart(length, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** A day of the office's, as people read it: `2026-11-25` as `25-11-2026`. */
export function shown(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return year && month && date ? show.date({ year, month, day: date }) : day;
}
