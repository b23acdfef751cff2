// The list of citizens.

import { byId, clock, element, languageOf, place } from "./elements.js";

const rows = new Map();

/** Shows who there is; `choose` is told whom the person wants to be. */
export function draw(chats, current, choose) {
  place(byId("people"), chats.map((chat) => {
    if (!rows.has(chat.key)) rows.set(chat.key, row(chat, choose));
    const made = rows.get(chat.key);
    fill(made, chat, current);
    return made.item;
  }));
  const unread = chats.filter((chat) => chat.unread > 0).length;
  document.title = `${unread > 0 ? `(${unread}) ` : ""}Mitra: simulated WhatsApp`;
}

function row(chat, choose) {
  const preview = element("span", { class: "dim" });
  const time = element("time", { class: "dim" });
  const unread = element("span", { class: "unread", "data-testid": "unread" });
  const button = element("button",
    { type: "button", class: "person", "data-testid": "citizen-row", "data-citizen": chat.key, onclick: () => choose(chat.key) },
    element("span", { class: "avatar", "aria-hidden": "true" }, [...chat.name][0] ?? "?"),
    element("span", { class: "words" }, element("strong", { lang: languageOf(chat.name) }, chat.name), preview),
    element("span", { class: "aside" }, time, unread));
  return { item: element("li", {}, button), button, preview, time, unread };
}

function fill({ button, preview, time, unread }, chat, current) {
  const last = chat.entries.at(-1);
  const said = last ? (last.body || `(${last.kind})`).replaceAll("\n", " ") : chat.phone ? `+${chat.phone}` : chat.bsuid;
  preview.textContent = chat.typing ? "typing…" : said;
  preview.lang = chat.typing ? "en" : languageOf(said);
  preview.classList.toggle("live", chat.typing);
  time.textContent = last ? clock(last.at_ms) : "";
  unread.textContent = chat.unread > 0 ? String(chat.unread) : "";
  if (chat.unread > 0) unread.setAttribute("aria-label", `${chat.unread} new`);
  unread.hidden = chat.unread === 0;
  if (chat.key === current) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
