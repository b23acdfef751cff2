// What a learner tells to book a test.

import { fields, form } from "@mitra/department";

import * as common from "../texts/common.js";
import * as texts from "../texts/slot.js";

/** Nobody who learns to drive was born before. */
const BORN_FIRST = { year: 1920, month: 1, day: 1 };

export const YOURS = form("learner", texts.YOURS, {
  number: fields.drivingLicence(common.NUMBER, texts.ASK_NUMBER).help(common.WHERE_NUMBER),
  born: fields.date(common.BORN, common.ASK_BORN, { earliest: BORN_FIRST }),
});
