// A department in JavaScript that repeats what it hears. A text that begins with `!` asks for something by name, for
// tests of the host.

import * as clock from "mitra:department/clock@1.0.0";
import * as config from "mitra:department/config@1.0.0";
import * as http from "mitra:department/http@1.0.0";
import * as log from "mitra:department/log@1.0.0";
import * as random from "mitra:department/random@1.0.0";
import * as storage from "mitra:department/storage@1.0.0";

const LISTENING = { te: "నేను వింటున్నాను", en: "I am listening", hi: "मैं सुन रहा हूँ" };

// Must be fresh in every turn.
let counter = 0;

const same = (text) => ({ te: text, en: text, hi: text });
const bytes = (text) => new TextEncoder().encode(text);
const text = (bytes) => new TextDecoder().decode(bytes);
const stay = (replies, state = "1") => ({ replies, next: { tag: "stay", val: bytes(state) } });
const say = (words, state) => stay([{ tag: "text", val: words }], state);

const wishes = {
  spin() {
    for (;;) counter += 1;
  },
  trap() {
    throw new Error("as asked");
  },
  allocate(number) {
    const pieces = [];
    for (let taken = 0; taken < Number(number); taken += 1 << 20) {
      pieces.push(new Uint8Array(1 << 20));
    }
    return say(String(pieces.length));
  },
  leak() {
    counter += 1;
    return say(`leak: ${counter - 1}`);
  },
  turns(_, turn) {
    const turns = Number(turn.state ? text(turn.state) : "0") + 1;
    return say(`turn ${turns}`, String(turns));
  },
  count() {
    const stored = storage.get("department", "count");
    const count = Number(stored ? text(stored) : "0") + 1;
    storage.set("department", "count", bytes(String(count)));
    return say(`count: ${count}`);
  },
  config() {
    return say(`${config.get("office")} ${config.get("secret")}`);
  },
  get(url) {
    try {
      const response = http.send({ method: "get", url, headers: [], body: undefined });
      return say(`${response.status} ${text(response.body)}`);
    } catch (error) {
      return say(`${error.payload.tag}: ${error.payload.val}`);
    }
  },
  // The language's own way, by `wasi:http`.
  async fetch(url) {
    return say(await fetched(url));
  },
  async fetches(rest) {
    const [times, url] = rest.split(" ");
    let last;
    for (let n = 0; n < Number(times); n += 1) last = await fetched(url);
    return say(last);
  },
  async post(rest) {
    const [size, url] = rest.split(" ");
    const body = "x".repeat(Number(size));
    return say(await fetched(url, { method: "POST", body, headers: { "x-own": "1" } }));
  },
  async "fetch-with"(rest) {
    const [header, url] = rest.split(" ");
    return say(await fetched(url, { headers: { [header]: "forged" } }));
  },
  clock() {
    return say(`${clock.now()} ${Date.now()} ${performance.now()}`);
  },
  async sleep(milliseconds) {
    const before = performance.now();
    await new Promise((wake) => setTimeout(wake, Number(milliseconds)));
    return say(`slept ${Math.round(performance.now() - before)}`);
  },
  random() {
    const own = random.bytes(4);
    return say(`${own} ${crypto.getRandomValues(new Uint8Array(4))} ${Math.random()}`);
  },
  log(words) {
    log.write("info", "a line");
    console.log(words);
    return say("logged");
  },
  refuse() {
    throw { tag: "refused", val: "Not allowed." };
  },
  later(seconds) {
    throw { tag: "retry-later", val: Number(seconds) };
  },
  bug() {
    throw { tag: "bug", val: "as asked" };
  },
};

async function fetched(url, options) {
  try {
    const response = await fetch(url, options);
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    return `failed: ${error}`;
  }
}

export const handler = {
  describe() {
    const id = config.get("id") ?? "echo-javascript";
    const aliases = [`echo ${id}`];
    const service = { id: "echo", name: same("Echo"), summary: same("Says what you say"), aliases };
    return { id, name: same(id.slice(0, 24)), services: [service], stateSchema: 1 };
  },

  async handle(turn) {
    const { tag, val } = turn.event;
    switch (tag) {
      case "opened":
        return say(LISTENING[turn.citizen.language], "0");
      case "text": {
        if (!val.startsWith("!")) return say(`echo: ${val}`);
        const [name, ...rest] = val.slice(1).split(" ");
        const wish = wishes[name];
        return wish ? await wish(rest.join(" "), turn) : say("unknown");
      }
      case "chosen":
        return say(`chosen: ${val.id}`);
      case "location":
        return say(`place: ${val.latitude} ${val.longitude}`);
      case "media":
        return say(`file: ${val.mimeType}`);
      default:
        return { replies: [], next: { tag: "finish" } };
    }
  },
};
