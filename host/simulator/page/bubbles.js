// One chat, drawn.

import { clock, day, element, words } from "./elements.js";

const TICKS = {
  waiting: ["🕓", "waiting"],
  sent: ["✓", "sent"],
  delivered: ["✓✓", "delivered"],
  read: ["✓✓", "read"],
};

/** The bubbles of a chat. `act` is told what the citizen does with them. */
export function draw(list, chat, act) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const drawn = new Map([...list.querySelectorAll("[data-wamid]")].map((item) => [item.dataset.wamid, item]));
  const items = [];
  let lastDay = null;
  const open = lastQuestion(chat.entries);
  for (const entry of chat.entries) {
    const today = day(entry.at_ms);
    if (today !== lastDay) items.push(element("li", { class: "day" }, today));
    lastDay = today;
    // Drawn anew only when something that shows has changed: a button must not vanish under a finger.
    const state = entry.from_citizen ? entry.ticks : String(entry === open);
    const known = drawn.get(entry.wamid);
    items.push(known?.dataset.state === state ? known : bubble(entry, entry === open, state, act));
  }
  if (items.length === 0) items.push(element("li", { class: "empty" }, "Say Hi to begin."));
  if (chat.typing) items.push(element("li", { class: "typing", "data-testid": "typing" }, "typing…"));
  const same = items.length === list.children.length && items.every((item, i) => item === list.children[i]);
  if (!same) list.replaceChildren(...items);
  if (atEnd || !same) list.scrollTop = list.scrollHeight;
}

/** The last message that asks something: its buttons are the ones to press. */
function lastQuestion(entries) {
  return entries.findLast((entry) => !entry.from_citizen && entry.choices.length > 0);
}

function bubble(entry, isOpen, state, act) {
  const ours = entry.from_citizen;
  const [sign, name] = TICKS[entry.ticks] ?? ["", ""];
  const ticks = element(
    "span",
    { class: `ticks ${entry.ticks}`, role: "img", "aria-label": name, "data-testid": "ticks" },
    sign,
  );
  const foot = element("footer", {}, element("time", {}, clock(entry.at_ms)), ours ? ticks : null);
  return element(
    "li",
    {
      class: ours ? "bubble ours" : "bubble",
      "data-wamid": entry.wamid,
      "data-state": state,
      "data-testid": ours ? "bubble-out" : "bubble-in",
    },
    element("span", { class: "hidden" }, ours ? "You: " : "Mitra: "),
    ...content(entry),
    foot,
    ...actions(entry, isOpen, act),
  );
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

function actions(entry, isOpen, act) {
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
      if (isOpen) opener.dataset.open = "true";
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
