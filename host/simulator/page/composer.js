// Where the citizen writes and attaches.

import { byId, element } from "./elements.js";
import * as sheets from "./sheets.js";
import { upload } from "./transport.js";

const text = byId("text");
const menu = byId("attach-menu");
const attach = byId("attach");
const file = byId("file");

/** Wires the composer up; `send` sends a message for the citizen in view. */
export function start(send, say) {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const body = text.value.trim();
    if (!body) return;
    text.value = "";
    fit();
    send({ type: "text", body });
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      byId("composer").requestSubmit();
    }
  });
  text.addEventListener("input", fit);
  attach.addEventListener("click", () => toggle(menu.hidden));
  document.addEventListener("click", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && event.target !== attach) toggle(false);
  });
  menu.addEventListener("keydown", walk);
  menu.replaceChildren(...entries(send, say).map(([testid, label, pressed]) => element("li", { role: "none" },
    element("button", { type: "button", role: "menuitem", "data-testid": testid, onclick: () => { toggle(false); pressed(); } }, label))));
}

function entries(send, say) {
  const raw = (fields) => () => send({ type: "raw", fields });
  const contact = { name: { formatted_name: "PHC" }, phones: [{ phone: "+15550100999" }] };
  return [
    ["attach-location", "📍 Location", () => sheets.places(send)],
    ["attach-photo", "🖼 Photo", () => pick("image", "image/*", send, say)],
    ["attach-voice", "🎤 Voice note", () => pick("audio", "audio/*", send, say)],
    ["attach-document", "📄 Document", () => pick("document", "", send, say)],
    ["attach-contact", "👤 Contact", raw({ type: "contacts", contacts: [contact] })],
    ["attach-poll", "📊 Poll (unsupported)", raw({ type: "unsupported", unsupported: { type: "poll_creation" }, errors: [{ code: 131051 }] })],
  ];
}

function pick(kind, accept, send, say) {
  file.accept = accept;
  file.value = "";
  file.onchange = async () => {
    const [picked] = file.files;
    if (!picked) return;
    try {
      const id = await upload(picked);
      const caption = kind === "audio" ? undefined : text.value.trim() || undefined;
      if (caption) text.value = "";
      send({ type: "media", kind, id, mime_type: picked.type || "application/octet-stream", caption });
    } catch (error) {
      say(`The file was not sent: ${error.message}`);
    }
  };
  file.click();
}

function toggle(open) {
  menu.hidden = !open;
  attach.setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("button").focus();
}

function walk(event) {
  const buttons = [...menu.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].focus();
  } else if (event.key === "Escape") {
    toggle(false);
    attach.focus();
  }
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 140)}px`;
}
