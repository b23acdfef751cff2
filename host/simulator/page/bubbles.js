// One chat, drawn. Only what changed is touched: focus, sound and reading aloud go on.

import { draw as drawBubble, update as updateBubble } from "./bubble.js";
import { byId, day, element, place } from "./elements.js";

/** This close to the end, in pixels, counts as at the end. */
const NEAR = 80;

const list = byId("bubbles");
const toEnd = byId("to-end");
const typing = element("li", { class: "typing", "data-testid": "typing" }, "typing…");
const empty = element("li", { class: "empty" }, "Say Hi to begin.");
const nobody = element("li", { class: "empty" }, "Choose a citizen.");

/** The chat in view, its bubbles by message id and its days by name. */
let shown = null;
let bubbles = new Map();
let days = new Map();
/** Whether the end is in view, and how many messages came below. */
let isAtEnd = true;
let below = 0;
/** The size of window and content when that was last looked at. */
let size = "";

/** Draws a chat, or none. `act` is told what the citizen does with its messages. */
export function draw(chat, act) {
  const isOther = shown !== (chat?.key ?? null);
  if (isOther) begin(chat);
  look();
  if (!chat) return place(list, [nobody]);
  const wanted = [];
  const drawn = new Map();
  let lastDay = null;
  let isOwn = false;
  for (const entry of chat.entries) {
    const today = day(entry.at_ms);
    if (today !== lastDay) wanted.push(separator(today));
    lastDay = today;
    const known = bubbles.get(entry.wamid);
    const bubble = known ?? drawBubble(entry, act);
    if (!known && !isOther) {
      bubble.classList.add("fresh");
      isOwn ||= entry.from_citizen;
      below += entry.from_citizen ? 0 : 1;
    }
    updateBubble(bubble, entry);
    drawn.set(entry.wamid, bubble);
    wanted.push(bubble);
  }
  bubbles = drawn;
  if (wanted.length === 0) wanted.push(empty);
  if (chat.typing) wanted.push(typing);
  place(list, wanted);
  if (isAtEnd || isOwn) scrollToEnd();
  else showBelow();
  size = measure();
}

/** Another chat: nothing of the one before stays, and none of it is read aloud. */
function begin(chat) {
  shown = chat?.key ?? null;
  [bubbles, days, isAtEnd, below] = [new Map(), new Map(), true, 0];
  list.setAttribute("aria-live", "off");
  list.replaceChildren();
  setTimeout(() => list.setAttribute("aria-live", "polite"), 500);
}

function separator(name) {
  if (!days.has(name)) days.set(name, element("li", { class: "day" }, name));
  return days.get(name);
}

function scrollToEnd() {
  list.scrollTop = list.scrollHeight;
  [isAtEnd, below] = [true, 0];
  showBelow();
}

function showBelow() {
  toEnd.hidden = isAtEnd;
  toEnd.textContent = below > 0 ? `↓ ${below} new` : "↓";
  toEnd.setAttribute("aria-label", below > 0 ? `To the end: ${below} new messages` : "To the end");
}

const measure = () => `${list.clientHeight} ${list.clientWidth} ${list.scrollHeight}`;

/** Sees where the reader is. What only moved because a size changed is where it was: at the end, if it was there. */
function look() {
  const now = measure();
  if (now === size) isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  size = now;
}

/** Pictures that load, a composer that grows, a phone that is turned: the end stays in view. */
function follow() {
  if (isAtEnd) scrollToEnd();
  size = measure();
}

list.addEventListener("scroll", () => {
  look();
  if (isAtEnd) below = 0;
  showBelow();
});
list.addEventListener("load", follow, true);
new ResizeObserver(follow).observe(list);
toEnd.addEventListener("click", () => {
  scrollToEnd();
  list.focus();
});
