// Where a booking stands.

import { type Infer, shape } from "@mitra/department";

import { HOLD, LEARNER, OFFICE } from "../backend.js";

const LEARNERS = { learner: LEARNER };
const AT_OFFICE = { ...LEARNERS, office: OFFICE };
const ON_DAY = { ...AT_OFFICE, day: shape.string };

/** What is to be done next. While the back end is away, it is tried again from here. */
export const TASK = shape.either(
  shape.object({ task: shape.oneOf("open", "form") }),
  shape.object({ task: shape.oneOf("check"), number: shape.string, born: shape.string }),
  shape.object({ task: shape.oneOf("offices"), ...LEARNERS }),
  shape.object({ task: shape.oneOf("days"), ...AT_OFFICE }),
  shape.object({ task: shape.oneOf("times"), ...ON_DAY }),
  shape.object({ task: shape.oneOf("hold"), ...ON_DAY, slot: shape.string }),
  shape.object({ task: shape.oneOf("confirm"), ...ON_DAY, hold: HOLD }),
  shape.object({ task: shape.oneOf("cancel"), reference: shape.string }),
);
export type Task = Infer<typeof TASK>;

export const STATE = shape.either(
  /** The form is open. */
  shape.object({ step: shape.oneOf("form") }),
  /** Asked for an office. */
  shape.object({ step: shape.oneOf("office"), ...LEARNERS, offices: shape.list(OFFICE) }),
  /** Asked for a day. */
  shape.object({ step: shape.oneOf("day"), ...AT_OFFICE }),
  /** Asked for a time. */
  shape.object({ step: shape.oneOf("time"), ...ON_DAY }),
  /** A place is held, and the citizen asked whether to book it. */
  shape.object({ step: shape.oneOf("held"), ...ON_DAY, hold: HOLD }),
  /** Showing a booking that can be cancelled. */
  shape.object({ step: shape.oneOf("booked"), reference: shape.string }),
  /** Said no, with a way to begin again. */
  shape.object({ step: shape.oneOf("refused") }),
  /** The back end is away. */
  shape.object({ step: shape.oneOf("away"), from: TASK }),
);
export type State = Infer<typeof STATE>;
export type Held = Extract<State, { step: "held" }>;

/** What comes with the timer of a hold. */
export const NOTE = shape.object({ hold: shape.string, startsAt: shape.integer });
