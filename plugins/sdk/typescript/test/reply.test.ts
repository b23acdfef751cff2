import assert from "node:assert/strict";
import { test } from "node:test";

import {
  askForm,
  askLocation,
  askPayment,
  choice,
  choices,
  department,
  document,
  file,
  fields,
  finish,
  form,
  image,
  LimitError,
  link,
  place,
  RetryLater,
  say,
  service,
  shape,
  stay,
  text,
} from "@mitra/department";

const WORDS = text("పదాలు", "Words", "शब्द");
const OTHER = text("మరో", "Other", "अन्य");
const BULB = "💡";

function passes(make: () => unknown): void {
  assert.doesNotThrow(make);
}

function fails(make: () => unknown, words: RegExp): void {
  assert.throws(make, (error) => error instanceof LimitError && words.test(error.message));
}

test("a text is held against its limits", () => {
  passes(() => say("a\nb\t"));
  passes(() => say(BULB.repeat(2_048)));
  fails(() => say(BULB.repeat(2_049)), /4098 characters, at most 4096/);
  for (const nothing of ["", " \n"]) fails(() => say(nothing), /shows nothing/);
  fails(() => say("a\u0007"), /control character/);
  passes(() => askLocation("x".repeat(1_024)));
  fails(() => askLocation("x".repeat(1_025)), /at most 1024/);
});

test("choices are held against their limits", () => {
  const titled = (title: string) => choices("?", [choice("a", title), choice("b", "Back")]);
  passes(() => titled("క".repeat(24)));
  fails(() => titled("క".repeat(25)), /at most 24/);
  fails(() => titled(BULB.repeat(13)), /at most 24/);
  fails(() => titled("Back"), /offered twice/);
  for (const title of [" Yes", "Yes ", "Ye\ns"]) fails(() => titled(title), /space|one line/);
  passes(() => choice("క".repeat(60), "x"));
  fails(() => choice("క".repeat(61), "x"), /180 bytes/);
  const many = (n: number) => Array.from({ length: n }, (_, index) => choice(`${index}`, `${index}`));
  passes(() => choices("?", many(10)));
  for (const n of [0, 11]) fails(() => choices("?", many(n)), /there may be 1 to 10/);
  fails(() => choices("?", many(1), "x".repeat(21)), /at most 20/);
  fails(() => choice("a", "b", "x".repeat(73)), /at most 72/);
});

test("addresses, names of files and places are held against their limits", () => {
  const url = (length: number) => `https://a.example/${"x".repeat(length - 18)}`;
  passes(() => link("a", "b", url(2_000)));
  fails(() => link("a", "b", url(2_001)), /at most 2000 bytes/);
  fails(() => image("http://a.example/"), /no https address/);
  fails(() => document("https://a.example/", "../a.pdf"), /no path/);
  passes(() => file("application/pdf", "a.pdf", new Uint8Array(512 * 1024), "Yours"));
  for (const size of [0, 512 * 1024 + 1]) {
    fails(() => file("application/pdf", "a.pdf", new Uint8Array(size)), /there may be 1 to 524288/);
  }
  fails(() => file("audio/ogg", "a.ogg", new Uint8Array(1), "Yours"), /under audio/);
  const half = file("image/png", "a.png", new Uint8Array(512 * 1024));
  passes(() => finish(half, half));
  fails(() => finish(half, half, file("text/plain", "a.txt", new Uint8Array(1))), /at most|0 to 1048576/);
  passes(() => place({ latitude: -90, longitude: 180 }));
  fails(() => place({ latitude: 90.1, longitude: 0 }), /no point on Earth/);
  fails(() => place({ latitude: Number.NaN, longitude: 0 }), /no point on Earth/);
});

test("an outcome has ten replies, and a form at its end", () => {
  const ten = Array.from({ length: 10 }, () => say("x"));
  passes(() => stay(1, ...ten));
  fails(() => finish(...ten, say("x")), /11 replies/);
  const asked = form("f", WORDS, { pin: fields.pinCode(WORDS, WORDS) });
  fails(() => stay(1, { kind: "ask-form", form: asked }, say("x")), /not the last reply/);
  fails(() => finish({ kind: "ask-form", form: asked }), /use `askForm`/);
  passes(() => askForm(1, asked, ...ten.slice(1)));
});

test("a payment is held against its limits, and is the last reply", () => {
  const asks = (changes: object) =>
    askPayment({ reference: "AP-1", paise: 100, purpose: WORDS, seconds: 1_200, ...changes });
  passes(() => finish(say("x"), asks({ reference: "x".repeat(35), seconds: 604_800 })));
  for (const reference of ["", "x".repeat(36), "AP 1", "ఎ"]) fails(() => asks({ reference }), /is not 1 to 35 letters/);
  for (const paise of [99, 100.5]) fails(() => asks({ paise }), /at least 100 whole paise/);
  for (const seconds of [1_199, 604_801]) fails(() => asks({ seconds }), /seconds for a payment/);
  fails(() => asks({ purpose: text("అ", "a".repeat(121), "अ") }), /at most 120/);
  fails(() => finish(asks({}), say("x")), /not the last reply/);
});

test("a form is held against its limits", () => {
  const alternatives = (n: number) =>
    Array.from({ length: n }, (_, index) => ({ id: `a${index}`, title: text(`అ${index}`, `a${index}`, `अ${index}`) }));
  const pin = fields.pinCode(WORDS, WORDS);
  fails(() => form("f", WORDS, {}), /0 fields/);
  fails(() => form("F", WORDS, { pin }), /lower-case/);
  fails(() => form("f", WORDS, { pin, code: fields.name(WORDS, WORDS) }), /same label/);
  fails(() => form("f", WORDS, { "1": pin }), /does not begin with a letter/);
  fails(() => fields.words(WORDS, WORDS, { min: 0, max: 1 }), /cannot be from 0 to 1/);
  fails(() => fields.words(WORDS, WORDS, { min: 1, max: 1_025 }), /cannot be from/);
  fails(() => fields.number(WORDS, WORDS, { min: 2, max: 1 }), /cannot be from/);
  fails(() => fields.money(WORDS, WORDS, { min: -1, max: 1 }), /cannot be from/);
  passes(() => fields.choice(WORDS, WORDS, alternatives(10)));
  fails(() => fields.choice(WORDS, WORDS, alternatives(10)).optional(), /there may be 2 to 9/);
  fails(() => fields.choice(WORDS, WORDS, alternatives(1)), /there may be 2 to 10/);
  const long = text("అ".repeat(1_024), "a".repeat(1_024), "अ".repeat(1_024));
  const many = (n: number) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [`f${i}`, fields.name(text(`అ${i}`, `a${i}`, `अ${i}`), long)]),
    );
  passes(() => form("f", WORDS, many(4)));
  fails(() => form("f", WORDS, many(5)), /at most 32768/);
});

test("a description is held against its limits", () => {
  const described = (name: typeof WORDS, aliases: string[] = [], n = 1) =>
    department({
      id: "water",
      name,
      stateSchema: 1,
      services: Array.from({ length: n }, (_, index) =>
        service({ id: `s${index}`, name, summary: name, aliases, state: shape.object({}), handle: () => finish() }),
      ),
    });
  passes(() => described(OTHER, ["అ".repeat(60)], 50));
  fails(() => described(OTHER, ["అ".repeat(61)]), /61 code points/);
  fails(() => described(OTHER, Array.from({ length: 51 }, String)), /51 aliases/);
  fails(() => described(OTHER, [], 51), /51 services/);
  fails(() => described(text("అ ", "a", "अ")), /ends with a space/);
  fails(() => described(text("అ", "a".repeat(25), "अ")), /at most 24/);
});

test("a turn is repeated after a second at the least and an hour at the most", () => {
  passes(() => [new RetryLater(1), new RetryLater(3_600)]);
  for (const seconds of [0, 0.5, 3_601]) fails(() => new RetryLater(seconds), /1 to 3600/);
});
