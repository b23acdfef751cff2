// The page: citizens on the left, one chat on the right.

import * as bubbles from "./bubbles.js";
import * as chats from "./chats.js";
import * as composer from "./composer.js";
import { byId, element } from "./elements.js";
import * as faults from "./faults.js";
import * as people from "./people.js";
import * as sheets from "./sheets.js";
import * as transport from "./transport.js";

/** The citizen in view. */
let current = null;

const gone = element("p", { class: "notice bad", "data-testid": "gone" }, "The simulator is not there. Trying again…");
const words = element("span", { class: "words" });
const problem = element("div", { class: "notice bad", "data-testid": "problem" }, words,
  element("button", { type: "button", class: "icon", "aria-label": "Dismiss", title: "Dismiss", onclick: () => problem.remove() }, "✕"));

/** Says whose message was not sent, and why. */
function fail(key, error) {
  words.textContent = `Not sent as ${chats.get(key)?.name ?? key}: ${error.message}`;
  byId("alerts").append(problem);
}

async function send(key, message) {
  try {
    await transport.send(key, message);
    problem.remove();
  } catch (error) {
    fail(key, error);
    throw error;
  }
}

/** What a citizen does with a message in their chat. */
function actOf(key) {
  const act = (message) => {
    if (message.type === "open-list") sheets.list(message.entry, act);
    else if (message.type === "open-places") sheets.places(act);
    else send(key, message).catch(() => {});
  };
  return act;
}

function choose(key) {
  const before = current;
  current = key;
  byId("app").classList.toggle("in-chat", key !== null);
  draw();
  if (key === null) byId("people").querySelector(`[data-citizen="${CSS.escape(before)}"]`)?.focus();
  else composer.focus();
}

function draw() {
  const chat = chats.get(current);
  if (chat && document.visibilityState === "visible") chats.see(current);
  people.draw(chats.all(), current, choose);
  composer.show(chat ? current : null);
  byId("who").textContent = chat ? `as ${chat.name} · ${chat.phone ? `+${chat.phone}` : chat.bsuid}` : "";
  const act = actOf(current);
  bubbles.draw(chat, act);
  const suggestions = byId("suggest");
  if (!chat || chat.entries.length > 0) suggestions.replaceChildren();
  else if (suggestions.dataset.of !== current || !suggestions.hasChildNodes()) {
    suggestions.dataset.of = current;
    suggestions.replaceChildren(element("button",
      { type: "button", class: "chip", "data-testid": "chip-hi", onclick: () => { act({ type: "text", body: "Hi" }); composer.focus(); } }, "Hi 👋"));
  }
}

byId("chat-back").addEventListener("click", () => choose(null));
byId("citizen-add").addEventListener("click", () => sheets.citizen(async (citizen) =>
  choose((await transport.addCitizen(citizen)).key)));
for (const id of ["faults-open", "faults-on"]) {
  byId(id).addEventListener("click", () => faults.open(transport.setFaults));
}
document.addEventListener("visibilitychange", draw);
composer.start(send, fail);
transport.listen((update) => {
  if (update.faults) faults.take(update.faults);
  chats.take(update);
  // On a wide screen a chat is in view at once; on a phone the list comes first.
  if (current === null && window.innerWidth > 700) current = chats.all()[0]?.key ?? null;
  draw();
}, (isThere) => {
  if (isThere) gone.remove();
  else byId("alerts").append(gone);
});
