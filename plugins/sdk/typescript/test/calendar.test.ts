import assert from "node:assert/strict";
import { test } from "node:test";

import { calendar, show } from "@mitra/department";

// 2024-02-29T18:29:59Z and one second later.
const BEFORE_MIDNIGHT = 1_709_231_399_000;

test("a day begins at midnight in India", () => {
  assert.deepEqual(calendar.dateOf(BEFORE_MIDNIGHT), { year: 2024, month: 2, day: 29 });
  assert.deepEqual(calendar.dateOf(BEFORE_MIDNIGHT + 1_000), { year: 2024, month: 3, day: 1 });
  assert.equal(calendar.minuteOf(BEFORE_MIDNIGHT), 24 * 60 - 1);
  assert.equal(calendar.minuteOf(BEFORE_MIDNIGHT + 1_000), 0);
  assert.equal(calendar.instantOf({ year: 2024, month: 3, day: 1 }), BEFORE_MIDNIGHT + 1_000);
  assert.equal(show.date(BEFORE_MIDNIGHT), "29-02-2024");
  assert.equal(show.time(BEFORE_MIDNIGHT), "23:59");
});

test("a day has its day of the week", () => {
  assert.equal(calendar.weekdayOf({ year: 1970, month: 1, day: 1 }), 4);
  assert.equal(calendar.weekdayOf({ year: 2026, month: 11, day: 29 }), 0);
});

test("a day is read if there is one", () => {
  assert.deepEqual(calendar.parseDate("2024-02-29"), { year: 2024, month: 2, day: 29 });
  for (const wrong of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "24-11-2026", "", "2026-11-24T00"]) {
    assert.equal(calendar.parseDate(wrong), undefined, wrong);
  }
});
