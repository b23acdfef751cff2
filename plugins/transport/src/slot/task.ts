// One task: what the back end is asked, and what the citizen hears of it.

import {
  askForm,
  calendar,
  type Choice,
  choice,
  choices,
  finish,
  type Host,
  type Outcome,
  say,
  show,
  stay,
  type Turn,
} from "@mitra/department";

import { type Asked, Backend, type Booking, type Office, shown, written } from "../backend.js";
import { ask, away, helpline } from "../common.js";
import * as common from "../texts/common.js";
import * as texts from "../texts/slot.js";
import { dayNamed, dayOf } from "./day.js";
import { YOURS } from "./form.js";
import { forget, keep } from "./hold.js";
import type { State, Task } from "./state.js";

/** Offices that are offered: the rows of a list. */
const OFFICES_OFFERED = 10;
/** Days or times that are offered: a list has ten rows, and one leads elsewhere. */
const ROWS_OFFERED = 9;

type Answered<T> = Exclude<Asked<T>, { kind: "away" }>;
type Now = Turn<State>;
type Of<K extends Task["task"]> = Extract<Task, { task: K }>;

/** Does a task, or says that the back end is away and keeps the task. */
export function perform(task: Task, turn: Now, host: Host): Outcome<State> {
  const backend = new Backend(host);
  const { language, state } = turn;
  const when = <T>(asked: Asked<T>, then: (answer: Answered<T>) => Outcome<State>): Outcome<State> => {
    if (asked.kind !== "away") return then(asked);
    return away<State>({ step: "away", from: task }, language, host, state?.step === "away");
  };
  switch (task.task) {
    case "open":
      return when(backend.bookings(turn.citizen), (found) => {
        const booking = found.kind === "answered" ? found.value[0] : undefined;
        return booking ? showBooking(booking, turn) : askForm<State>({ step: "form" }, YOURS);
      });
    case "form":
      return askForm<State>({ step: "form" }, YOURS);
    case "check":
      return when(backend.learner(task.number, task.born), (found) => {
        if (found.kind === "refused") return correct(turn);
        const learner = found.value;
        const today = written(calendar.dateOf(turn.now));
        if (learner.validUntil >= today) return perform({ task: "offices", learner }, turn, host);
        return finish(say(texts.EXPIRED_LEARNER.in(language, { day: shown(learner.validUntil) })));
      });
    case "offices":
      return when(backend.offices(), (found) => askOffice(task, found, turn));
    case "days":
      return when(backend.days(task.office.id), (found) => askDay(task, found, turn));
    case "times":
      return when(backend.slots(task.office.id, task.day), (found) => askTime(task, found, turn));
    case "hold":
      return when(backend.hold(task.slot, task.learner.number, turn.citizen), (answer) => {
        if (answer.kind === "refused") return notHeld(task, answer.why.error, turn, host);
        const { learner, office, day } = task;
        return keep({ step: "held", learner, office, day, hold: answer.value }, language, host);
      });
    case "confirm":
      return when(backend.confirm(task.hold.id, turn.citizen), (answer) => {
        forget(host);
        if (answer.kind === "answered") return finish(say(booked(answer.value, turn)));
        return notHeld(task, answer.why.error, turn, host);
      });
    case "cancel":
      return when(backend.cancel(task.reference, turn.citizen), (answer) => {
        if (answer.kind === "refused" && answer.why.error === "too-late") {
          return finish(say(texts.TOO_LATE.in(language, { helpline: helpline(host) })));
        }
        // What is not there any more is cancelled, too: the first try may have reached the office.
        return finish(say(texts.CANCELLED.in(language, { reference: task.reference })));
      });
  }
}

function correct({ language }: Now): Outcome<State> {
  const items = [
    ["correct", common.CORRECT.in(language)],
    ["done", common.DONE.in(language)],
  ] as const;
  return stay<State>({ step: "refused" }, ask(common.NOT_FOUND.in(language), ...items));
}

function askOffice(task: Of<"offices">, found: Answered<Office[]>, turn: Now): Outcome<State> {
  const { language } = turn;
  const offices = found.kind === "answered" ? found.value.slice(0, OFFICES_OFFERED) : [];
  if (offices.length === 0) return noOffice(turn);
  const rows = offices.map(({ id, name }) => choice(`office:${id}`, name[language]));
  const state: State = { step: "office", learner: task.learner, offices };
  return stay<State>(state, choices(texts.WHICH_OFFICE.in(language), rows));
}

/** The office's list is empty: nothing that a citizen could choose from. */
function noOffice({ language }: Now): Outcome<State> {
  return finish(say(texts.NO_OFFICE.in(language)));
}

function askDay(task: Of<"days">, found: Answered<{ day: string; free: number }[]>, { language }: Now): Outcome<State> {
  const { learner, office } = task;
  const all = found.kind === "answered" ? found.value : [];
  const fit = all.filter(({ day }) => day >= learner.testFrom && day <= learner.validUntil).slice(0, ROWS_OFFERED);
  const other = choice("other", texts.OTHER_OFFICE.in(language));
  const state: State = { step: "day", learner, office };
  if (fit.length > 0) {
    const rows = fit.map(({ day, free }) =>
      choice(`day:${day}`, dayNamed(day, language), texts.FREE.in(language, { n: free })),
    );
    const question = texts.WHICH_DAY.in(language, { office: office.name[language] });
    return stay<State>(state, choices(question, [...rows, other]));
  }
  const isEarly = all.some(({ day }) => day < learner.testFrom);
  const why = isEarly
    ? texts.TOO_EARLY.in(language, { day: shown(learner.testFrom) })
    : texts.NO_DAY.in(language, { office: office.name[language] });
  const done = choice("done", common.DONE.in(language));
  return stay<State>(state, choices(why, isEarly ? [done] : [other, done]));
}

function askTime(
  task: Of<"times">,
  found: Answered<{ id: string; startsAt: number; free: number }[]>,
  { language }: Now,
): Outcome<State> {
  const { learner, office, day } = task;
  const slots = found.kind === "answered" ? found.value.slice(0, ROWS_OFFERED) : [];
  const rows: Choice[] = slots.map(({ id, startsAt, free }) =>
    choice(`slot:${id}`, show.time(startsAt), texts.FREE.in(language, { n: free })),
  );
  const at = { office: office.name[language], day: dayNamed(day, language) };
  const question = rows.length > 0 ? texts.WHICH_TIME.in(language, at) : texts.NO_TIME.in(language, at);
  rows.push(choice("other", texts.OTHER_DAY.in(language)));
  return stay<State>({ step: "time", learner, office, day }, choices(question, rows));
}

/** A place that was not to be had: the times that are left, after why. */
function notHeld(task: Of<"hold" | "confirm">, why: string, turn: Now, host: Host): Outcome<State> {
  const { learner, office, day } = task;
  const { language } = turn;
  if (why === "booked") return alreadyBooked(turn, host);
  if (why === "too-early") return finish(say(texts.TOO_EARLY.in(language, { day: shown(learner.testFrom) })));
  const next = perform({ task: "times", learner, office, day }, turn, host);
  return { ...next, replies: [say(texts.TAKEN.in(language)), ...next.replies] };
}

/** The learner has a test already: this citizen's, or one that was booked from elsewhere. */
function alreadyBooked(turn: Now, host: Host): Outcome<State> {
  const found = new Backend(host).bookings(turn.citizen);
  const booking = found.kind === "answered" ? found.value[0] : undefined;
  if (booking) return showBooking(booking, turn);
  return finish(say(texts.OTHERS_BOOKING.in(turn.language, { helpline: helpline(host) })));
}

function showBooking(booking: Booking, { language }: Now): Outcome<State> {
  const body = texts.YOUR_BOOKING.in(language, parts(booking, language));
  const items = [
    ["cancel", texts.CANCEL.in(language)],
    ["keep", texts.KEEP.in(language)],
  ] as const;
  const question = ask(texts.WHAT_WITH_IT.in(language), ...items);
  return stay<State>({ step: "booked", reference: booking.reference }, say(body), question);
}

function booked(booking: Booking, { language }: Now): string {
  return texts.BOOKED.in(language, parts(booking, language));
}

function parts({ reference, office, startsAt }: Booking, language: Now["language"]) {
  const [name, address] = [office.name[language], office.address[language]];
  return { reference, office: name, address, day: dayOf(startsAt, language), time: show.time(startsAt) };
}
