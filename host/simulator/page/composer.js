// Where the citizen writes and attaches. What is begun as one citizen stays that citizen's.

import { byId, element, walk } from "./elements.js";
import * as sheets from "./sheets.js";
import { upload } from "./transport.js";

/** What a phone lets pick, by kind of message: Meta takes nothing else. */
const TYPES = {
  image: "image/jpeg,image/png",
  video: "video/mp4,video/3gpp",
  audio: "audio/aac,audio/amr,audio/mpeg,audio/mp4,audio/ogg",
  document: "",
};

const composer = byId("composer");
const text = byId("text");
const menu = byId("attach-menu");
const attach = byId("attach");
const file = byId("file");
const busy = byId("busy");

/** The citizen in view, and what each has written and not sent. */
let current = null;
const drafts = new Map();
/** Files under way. */
const sending = new Set();

/** Shows the draft of this citizen, or nothing to write in. */
export function show(key) {
  composer.hidden = key === null;
  if (key === current) return;
  current = key;
  text.value = drafts.get(key) ?? "";
  toggle(false);
  fit();
}

export const focus = () => text.focus();

/** Wires the composer up; `send(citizen, message)` ends when a message is sent, or fails and says so. */
export function start(send, fail) {
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const [key, body] = [current, text.value.trim()];
    if (!key || !body) return;
    write(key, "");
    // Nothing typed is lost: what was not sent comes back, unless something new was begun.
    send(key, { type: "text", body }).catch(() => { if (!drafts.get(key)) write(key, body); });
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      composer.requestSubmit();
    }
  });
  text.addEventListener("input", () => write(current, text.value));
  attach.addEventListener("click", () => toggle(menu.hidden));
  document.addEventListener("click", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && event.target !== attach) toggle(false);
  });
  menu.addEventListener("keydown", (event) => {
    if (walk(event, [...menu.querySelectorAll("button")])) return;
    if (event.key !== "Escape" && event.key !== "Tab") return;
    // Tab goes on from the button that opened the menu.
    toggle(false);
    attach.focus();
  });
  menu.replaceChildren(...entries(send, fail).map(([testid, label, pressed]) => element("li", { role: "none" },
    element("button", { type: "button", role: "menuitem", "data-testid": testid, onclick: () => { toggle(false); pressed(current); } }, label))));
}

function entries(send, fail) {
  const say = (key, message) => send(key, message).catch(() => {});
  const raw = (fields) => (key) => say(key, { type: "raw", fields });
  const contact = { name: { formatted_name: "PHC" }, phones: [{ phone: "+15550100999" }] };
  const picked = (kind) => (key) => pick(key, kind, send, fail);
  return [
    ["attach-location", "📍 Location", (key) => sheets.places((place) => say(key, place))],
    ["attach-photo", "🖼 Photo", picked("image")],
    ["attach-video", "🎬 Video", picked("video")],
    ["attach-voice", "🎤 Voice note", picked("audio")],
    ["attach-document", "📄 Document", picked("document")],
    ["attach-contact", "👤 Contact", raw({ type: "contacts", contacts: [contact] })],
    ["attach-poll", "📊 Poll (unsupported)", raw({ type: "unsupported", unsupported: { type: "poll_creation" }, errors: [{ code: 131051 }] })],
  ];
}

/** Lets a person pick a file, and sends it as the citizen who was in view then. */
function pick(key, kind, send, fail) {
  file.accept = TYPES[kind];
  file.value = "";
  file.onchange = async () => {
    const [picked] = file.files;
    if (!picked) return;
    // A voice note has no text under it.
    const caption = kind === "audio" ? "" : (drafts.get(key) ?? "").trim();
    if (caption) write(key, "");
    sending.add(picked);
    showSending();
    try {
      const id = await upload(picked).catch((error) => { fail(key, error); throw error; });
      await send(key, { type: "media", kind, id, filename: kind === "document" ? picked.name : null, caption });
    } catch {
      if (caption && !drafts.get(key)) write(key, caption);
    }
    sending.delete(picked);
    showSending();
  };
  file.click();
}

function showSending() {
  busy.textContent = sending.size > 0 ? `Sending ${[...sending].map((one) => one.name).join(", ")}…` : "";
}

function write(key, draft) {
  drafts.set(key, draft);
  if (key !== current) return;
  if (text.value !== draft) text.value = draft;
  fit();
}

function toggle(open) {
  menu.hidden = !open;
  attach.setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("button").focus();
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 140)}px`;
}
