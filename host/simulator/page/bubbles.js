// One chat, drawn.

import { clock, day, element, words } from "./elements.js";

const TICKS = {
  waiting: ["🕓", "waiting"],
  sent: ["✓", "sent"],
  delivered: ["✓✓", "delivered"],
  read: ["✓✓", "read"],
};

/** How near to the end still counts as there, in pixels. */
const NEAR = 80;

/** Whether the end of the chat is in view: then it stays in view when something grows. */
let following = true;

/** Keeps the end in view while pictures load. */
export function start(list) {
  list.addEventListener("scroll", () => { following = isAtEnd(list); });
  list.addEventListener("load", () => { if (following) toEnd(list); }, true);
}

const isAtEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
const toEnd = (list) => { list.scrollTop = list.scrollHeight; };

/** Draws the bubbles of a chat, or says that there is none. `act` is told what the citizen does with them. */
export function draw(list, chat, act) {
  const turned = list.dataset.citizen !== (chat?.key ?? "");
  if (turned) list.replaceChildren();
  list.dataset.citizen = chat?.key ?? "";
  const wasAtEnd = turned || isAtEnd(list);
  patch(list, plan(chat, act, !turned));
  following = wasAtEnd;
  if (wasAtEnd) toEnd(list);
}

/** What the list holds, in order: a key, how to make it, and what may change of it later. */
function plan(chat, act, fresh) {
  if (!chat) return [note("empty", "Choose a citizen.")];
  const items = [];
  let lastDay = null;
  for (const entry of chat.entries) {
    const today = day(entry.at_ms);
    if (today !== lastDay) items.push(note("day", today));
    lastDay = today;
    items.push({
      key: entry.wamid,
      make: () => bubble(entry, fresh, act),
      update: (item) => update(item, entry),
    });
  }
  if (items.length === 0) items.push(note("empty", "Say Hi to begin."));
  if (chat.typing) items.push(note("typing", "typing…"));
  return items;
}

const note = (kind, text) => ({
  key: `${kind} ${text}`,
  make: () => element("li", { class: kind, "data-testid": kind }, text),
});

/**
 * Makes the list hold these items. What stays is not touched: taken out and put back, it would lose the focus, stop
 * playing, move again and be read aloud again.
 */
function patch(list, items) {
  const wanted = new Set(items.map(({ key }) => key));
  const drawn = new Map();
  for (const item of [...list.children]) {
    if (wanted.has(item.dataset.key)) drawn.set(item.dataset.key, item);
    else item.remove();
  }
  let next = list.firstElementChild;
  for (const { key, make, update: bring } of items) {
    let item = drawn.get(key);
    if (!item) {
      item = make();
      item.dataset.key = key;
    }
    if (item === next) next = next.nextElementSibling;
    else list.insertBefore(item, next);
    bring?.(item);
  }
}

function bubble(entry, fresh, act) {
  const ours = entry.from_citizen;
  const ticks = ours ? element("span", { role: "img", "data-testid": "ticks" }) : null;
  return element(
    "li",
    {
      class: `bubble${ours ? " ours" : ""}${fresh ? " fresh" : ""}`,
      "data-wamid": entry.wamid,
      "data-testid": ours ? "bubble-out" : "bubble-in",
    },
    element("span", { class: "hidden" }, ours ? "You: " : "Mitra: "),
    ...content(entry),
    element("footer", {}, element("time", {}, clock(entry.at_ms)), ticks),
    ...actions(entry, act),
  );
}

/** Brings up to date what changes of a bubble: its ticks. */
function update(item, entry) {
  const ticks = item.querySelector("[data-testid=ticks]");
  if (!ticks || ticks.dataset.ticks === entry.ticks) return;
  const [sign, name] = TICKS[entry.ticks] ?? ["", ""];
  ticks.dataset.ticks = entry.ticks;
  ticks.className = `ticks ${entry.ticks}`;
  ticks.setAttribute("aria-label", name);
  ticks.textContent = sign;
}

function content(entry) {
  const said = entry.body ? words(entry.body, { class: "said" }) : null;
  const media = entry.content ?? {};
  const source = media.link ?? (media.id ? `/sim/media/${encodeURIComponent(media.id)}` : null);
  switch (entry.kind) {
    case "image":
    case "sticker":
      return [element("img", { src: source, alt: entry.body || "photo", loading: "lazy" }), said];
    case "audio":
      return [element("audio", { src: source, controls: true })];
    case "document":
      return [element("div", { class: "said" }, `📄 ${media.filename ?? "document"}`), said];
    case "location": {
      const at = `${Number(media.latitude).toFixed(4)}, ${Number(media.longitude).toFixed(4)}`;
      const name = words(media.name ?? "Location");
      const pin = element("span", { class: "pin", "aria-hidden": "true" }, "📍");
      return [element("div", { class: "place" }, pin, element("div", {}, name, element("span", { class: "dim" }, at)))];
    }
    case "reaction":
      return [element("div", { class: "said" }, `reacted ${media.emoji ?? ""}`)];
    case "contacts":
      return [element("div", { class: "said" }, "👤 contact")];
    default:
      return [said ?? element("div", { class: "said dim" }, `(${entry.kind})`)];
  }
}

function actions(entry, act) {
  if (entry.from_citizen) return [];
  const button = (testid, label, pressed) =>
    element("button", { type: "button", class: "action", "data-testid": testid, onclick: pressed }, label);
  switch (entry.kind) {
    case "button":
      return entry.choices.map(([id, title]) =>
        button("reply-button", title, () => act({ type: "tap", id, title })));
    case "list": {
      const label = `☰ ${entry.content?.action?.button ?? "Choose"}`;
      const opener = button("list-open", label, () => act({ type: "open-list", entry }));
      opener.setAttribute("aria-haspopup", "dialog");
      return [opener];
    }
    case "cta_url": {
      const { display_text: label, url } = entry.content?.action?.parameters ?? {};
      const attributes = { class: "action", href: url, target: "_blank", rel: "noopener noreferrer" };
      return [element("a", attributes, `↗ ${label}`)];
    }
    case "location_request_message":
      return [button("location-request", "📍 Send location", () => act({ type: "open-places" }))];
    default:
      return [];
  }
}
