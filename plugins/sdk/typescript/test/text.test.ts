import assert from "node:assert/strict";
import { test } from "node:test";

import { digits, LANGUAGES, show, text } from "@mitra/department";

test("names are filled in, in each language's own order", () => {
  const hours = text("{hours} వార్డు {ward}", "Ward {ward}: {hours}", "वार्ड {ward}: {hours}");
  assert.equal(hours.in("te", { ward: 7, hours: "6-8" }), "6-8 వార్డు 7");
  assert.equal(hours.in("en", { ward: 7, hours: "{ward}" }), "Ward 7: {ward}");
  assert.deepEqual(
    LANGUAGES.map((language) => text("అ", "a", "अ").in(language)),
    ["అ", "a", "अ"],
  );
});

test("a name that one language lacks is found when the text is made", () => {
  assert.throws(() => text("వార్డు", "Ward {ward}", "वार्ड {ward}"), /not the same names/);
});

test("the compiler knows the names of a text", () => {
  const hours = text("{ward}", "{ward}", "{ward}");
  // @ts-expect-error A name is missing.
  hours.in("en");
  // @ts-expect-error There is no such name.
  hours.in("en", { ward: 7, place: "x" });
  // @ts-expect-error There are none.
  text("అ", "a", "अ").in("en", { ward: 7 });
});

test("digits of three scripts are the same number", () => {
  assert.equal(digits.only("౧౨౩ ౪౫"), "12345");
  assert.equal(digits.only("१२-३४५"), "12345");
  assert.equal(digits.only("12a"), undefined);
  assert.equal(digits.only(" "), undefined);
  assert.equal(digits.ascii("ఎ౦౯ अ०९"), "ఎ09 अ09");
});

test("money is grouped by lakhs", () => {
  const cases = [
    [0, "₹0.00"],
    [5, "₹0.05"],
    [99_900, "₹999.00"],
    [100_000, "₹1,000.00"],
    [12_345_600, "₹1,23,456.00"],
    [1_234_567_890, "₹1,23,45,678.90"],
  ] as const;
  for (const [paise, shown] of cases) assert.equal(show.rupees(paise), shown);
});

test("of a name, others see the first letters", () => {
  assert.equal(show.masked("Ravi  Kumar"), "R*** K***");
  assert.equal(show.masked("కృష్ణ రావు"), "కృ*** రా***");
  assert.equal(show.masked("శ్రీదేవి प्रिया"), "శ్రీ*** प्रि***");
});
