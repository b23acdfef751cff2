import assert from "node:assert/strict";
import { test } from "node:test";

import { type Infer, shape } from "@mitra/department";

const BILL = shape.object({
  due: shape.string,
  paise: shape.integer,
  paid: shape.optional(shape.boolean),
  kind: shape.oneOf("home", "shop"),
});
const ACCOUNT = shape.object({ name: shape.localized, bills: shape.list(BILL) });

test("a value is read by its shape, and what is not named is left out", () => {
  const bill: Infer<typeof BILL> = { due: "x", paise: 5, kind: "home" };
  assert.deepEqual(BILL.read({ ...bill, paid: null, more: 1 }), bill);
});

test("what differs is named with its place", () => {
  const name = { te: "అ", en: "a", hi: "अ" };
  const bill = { due: "x", paise: 5, kind: "home" };
  const fails = (value: unknown, words: RegExp) => assert.throws(() => ACCOUNT.read(value), words);
  fails({ name, bills: [bill, { ...bill, paise: 0.5 }] }, /^ShapeError: `bills\.1\.paise` is not a whole number/);
  fails({ name, bills: [{ ...bill, kind: "farm" }] }, /`bills\.0\.kind` is not one of home, shop/);
  fails({ name: { te: "అ", en: "a" }, bills: [] }, /`name\.hi` is not a text/);
  fails({ name, bills: {} }, /`bills` is not a list/);
  fails([], /it is not an object/);
  fails(null, /it is not an object/);
});

test("members of every object are no data", () => {
  assert.throws(() => shape.object({ constructor: shape.optional(shape.string), toString: shape.string }).read({}));
});

test("any of several shapes", () => {
  const step = shape.either(
    shape.object({ step: shape.oneOf("number") }),
    shape.object({ step: shape.oneOf("shown"), number: shape.string }),
  );
  assert.deepEqual(step.read({ step: "shown", number: "7" }), { step: "shown", number: "7" });
  assert.throws(() => step.read({ step: "shown" }), /not step: one of number, or number: a text/);
});

test("a line from elsewhere can be shown, or is none", () => {
  assert.equal(shape.line(24).read("క".repeat(24)), "క".repeat(24));
  for (const value of ["క".repeat(25), "", " x", "x\n", "a\u0007", 7]) {
    assert.throws(() => shape.line(24).read(value), /one line of at most 24 characters/);
  }
  assert.throws(() => shape.lines(3).read({ te: "అఆఇ", en: "abc", hi: "abcd" }), /`hi` is not one line/);
});
