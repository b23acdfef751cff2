// The page: citizens on the left, one chat on the right.

import * as bubbles from "./bubbles.js";
import * as composer from "./composer.js";
import { byId, element, languageOf } from "./elements.js";
import * as sheets from "./sheets.js";
import * as transport from "./transport.js";

let chats = [];
let current = null;
const seen = new Map();

/** What is wrong: with the connection under null, with one citizen's last send under their key. */
const problems = new Map();

function say(citizen, problem) {
  if (problem) problems.set(citizen, problem);
  else problems.delete(citizen);
  showProblem();
}

/** The list and the chat each have a place for it: on a phone only one of them is in view. */
function showProblem() {
  const problem = problems.get(null) ?? problems.get(current) ?? "";
  for (const id of ["link", "problem"]) {
    if (byId(id).textContent !== problem) byId(id).textContent = problem;
  }
}

/** Has a citizen send something; gives whether it went out. */
async function send(citizen, message) {
  try {
    await transport.send(citizen, message);
    say(citizen, "");
    return true;
  } catch (error) {
    say(citizen, `Not sent: ${error.message}`);
    return false;
  }
}

/** Does what was tapped in this citizen's chat. */
function act(citizen, message) {
  const chosen = (answer) => send(citizen, answer);
  if (message.type === "open-list") sheets.list(message.entry, chosen);
  else if (message.type === "open-places") sheets.places(chosen);
  else chosen(message);
}

function choose(key, focus) {
  current = key;
  byId("app").classList.toggle("in-chat", key !== null);
  composer.open(key);
  showProblem();
  draw();
  if (!focus) return;
  if (key === null) byId("people").querySelector("button")?.focus();
  else byId("text").focus();
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
  bubbles.draw(byId("bubbles"), chat, (message) => act(chat.key, message));
  if (!chat) return;
  byId("who").textContent = `as ${chat.name} · ${chat.phone ? `+${chat.phone}` : chat.bsuid}`;
  if (chat.entries.length === 0) {
    byId("suggest").append(element("button", { type: "button", class: "chip", "data-testid": "chip-hi", onclick: () => send(chat.key, { type: "text", body: "Hi" }) }, "Hi 👋"));
  }
}

byId("chat-back").addEventListener("click", () => choose(null, true));
byId("citizen-add").addEventListener("click", () =>
  sheets.citizen(async (citizen) => choose((await transport.addCitizen(citizen)).key, false)));
async function openFaults() {
  try {
    sheets.faults(await transport.faults(), async (values) => {
      await transport.setFaults(values);
      showFaults(values);
    });
  } catch (error) {
    say(current, `The faults are not known: ${error.message}`);
  }
}

/** Shows on both screens whether things go wrong on purpose: else it looks like a broken host. */
function showFaults(values) {
  const faulty = sheets.isFaulty(values);
  byId("faults-open").classList.toggle("on", faulty);
  byId("faults-open").setAttribute("aria-label", faulty ? "Faults (on)" : "Faults");
  byId("faults-on").hidden = !faulty;
}

byId("faults-open").addEventListener("click", openFaults);
byId("faults-on").addEventListener("click", openFaults);
bubbles.start(byId("bubbles"));
composer.start(send, say);
transport.listen((heard) => {
  chats = heard;
  // On a wide screen a chat is in view at once; on a phone the list comes first.
  if (current === null && window.innerWidth > 700 && chats.length > 0) choose(chats[0].key, false);
  else draw();
}, (there) => {
  say(null, there ? "" : "The simulator is not there. Trying again…");
  // Without them only the sign is missing; the next connection asks again.
  if (there) transport.faults().then(showFaults, () => {});
});
