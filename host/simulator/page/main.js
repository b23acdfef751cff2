// The page: citizens on the left, one chat on the right.

import * as bubbles from "./bubbles.js";
import * as composer from "./composer.js";
import { byId, element, languageOf } from "./elements.js";
import * as sheets from "./sheets.js";
import * as transport from "./transport.js";

let chats = [];
let current = null;
const seen = new Map();

const say = (problem) => { byId("link").textContent = problem; };

function act(message) {
  if (message.type === "open-list") sheets.list(message.entry, act);
  else if (message.type === "open-places") sheets.places(act);
  else if (current) transport.send(current, message).catch((error) => say(`Not sent: ${error.message}`));
}

function choose(key, focus) {
  current = key;
  byId("app").classList.toggle("in-chat", key !== null);
  draw();
  if (focus) byId(key === null ? "people" : "text").querySelector?.("button")?.focus();
  if (focus && key !== null) byId("text").focus();
}

function draw() {
  const rows = chats.map((chat) => {
    const last = chat.entries.at(-1);
    const preview = last ? last.body || `(${last.kind})` : chat.phone ?? chat.bsuid;
    if (chat.key === current) seen.set(chat.key, chat.entries.length);
    const unread = chat.entries.slice(seen.get(chat.key) ?? 0).filter((entry) => !entry.from_citizen).length;
    const attributes = { type: "button", class: "person", "data-testid": "citizen-row", "data-citizen": chat.key, onclick: () => choose(chat.key, true) };
    if (chat.key === current) attributes["aria-current"] = "true";
    return element("li", {}, element("button", attributes,
      element("span", { class: "avatar", "aria-hidden": "true" }, [...chat.name][0] ?? "?"),
      element("span", { class: "words" },
        element("strong", { lang: languageOf(chat.name) }, chat.name),
        element("span", { class: "dim", lang: languageOf(preview) }, preview)),
      unread > 0 ? element("span", { class: "unread", "aria-label": `${unread} new` }, String(unread)) : null));
  });
  const focused = document.activeElement?.dataset?.citizen;
  byId("people").replaceChildren(...rows);
  if (focused) byId("people").querySelector(`[data-citizen="${CSS.escape(focused)}"]`)?.focus();

  const chat = chats.find((one) => one.key === current);
  byId("composer").hidden = !chat;
  byId("suggest").replaceChildren();
  bubbles.draw(byId("bubbles"), chat, act);
  if (!chat) return;
  byId("who").textContent = `as ${chat.name} · ${chat.phone ? `+${chat.phone}` : chat.bsuid}`;
  if (chat.entries.length === 0) {
    byId("suggest").append(element("button", { type: "button", class: "chip", "data-testid": "chip-hi", onclick: () => act({ type: "text", body: "Hi" }) }, "Hi 👋"));
  }
}

byId("chat-back").addEventListener("click", () => choose(null, true));
byId("citizen-add").addEventListener("click", () =>
  sheets.citizen(async (citizen) => choose((await transport.addCitizen(citizen)).key, false)));
byId("faults-open").addEventListener("click", async () =>
  sheets.faults(await transport.faults(), transport.setFaults));
bubbles.start(byId("bubbles"));
composer.start(act, say);
transport.listen((heard) => {
  chats = heard;
  // On a wide screen a chat is in view at once; on a phone the list comes first.
  if (current === null && window.innerWidth > 700 && chats.length > 0) choose(chats[0].key, false);
  else draw();
}, (there) => say(there ? "" : "The simulator is not there. Trying again…"));
