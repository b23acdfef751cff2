// Where the citizen writes and attaches.

import { byId, element } from "./elements.js";
import * as sheets from "./sheets.js";
import { upload } from "./transport.js";

const text = byId("text");
const menu = byId("attach-menu");
const attach = byId("attach");
const file = byId("file");

/** What each citizen has begun to write. */
const drafts = new Map();
/** Who writes now. */
let citizen = null;

/** Puts another citizen's draft in view. */
export function open(key) {
  if (key === citizen) return;
  drafts.set(citizen, text.value);
  citizen = key;
  text.value = drafts.get(key) ?? "";
  toggle(false);
  fit();
}

/** Takes a citizen's draft away, to be sent. */
function take(of) {
  const draft = of === citizen ? text.value : drafts.get(of) ?? "";
  put(of, "");
  return draft;
}

/** Gives back what could not be sent, unless something else was begun. */
function giveBack(to, draft) {
  const begun = to === citizen ? text.value : drafts.get(to);
  if (!begun) put(to, draft);
}

function put(to, draft) {
  drafts.set(to, draft);
  if (to !== citizen) return;
  text.value = draft;
  fit();
}

/** Wires the composer up; `send` sends a message of a citizen, `say` says what is wrong with one. */
export function start(send, say) {
  byId("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!text.value.trim()) return;
    const [from, draft] = [citizen, take(citizen)];
    if (!(await send(from, { type: "text", body: draft.trim() }))) giveBack(from, draft);
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
  // Who sends is settled here, by the tap: another chat may be in view when the file has been read.
  const by = (pressed) => () => pressed(citizen);
  const raw = (fields) => by((from) => send(from, { type: "raw", fields }));
  const pickOf = (kind, accept) => by((from) => pick(from, kind, accept, send, say));
  const contact = { name: { formatted_name: "PHC" }, phones: [{ phone: "+15550100999" }] };
  return [
    ["attach-location", "📍 Location", by((from) => sheets.places((place) => send(from, place)))],
    ["attach-photo", "🖼 Photo", pickOf("image", "image/*")],
    ["attach-voice", "🎤 Voice note", pickOf("audio", "audio/*")],
    ["attach-document", "📄 Document", pickOf("document", "")],
    ["attach-contact", "👤 Contact", raw({ type: "contacts", contacts: [contact] })],
    ["attach-poll", "📊 Poll (unsupported)", raw({ type: "unsupported", unsupported: { type: "poll_creation" }, errors: [{ code: 131051 }] })],
  ];
}

function pick(from, kind, accept, send, say) {
  file.accept = accept;
  file.value = "";
  file.onchange = async () => {
    const [picked] = file.files;
    if (!picked) return;
    // A voice note has no caption: the draft stays.
    const draft = kind === "audio" ? "" : take(from);
    const [id, caption] = [await uploaded(from, picked, say), draft.trim() || undefined];
    const mime_type = picked.type || "application/octet-stream";
    const sent = id !== null && await send(from, { type: "media", kind, id, mime_type, caption });
    if (!sent && draft) giveBack(from, draft);
  };
  file.click();
}

/** The id of an uploaded file; null, and said why, if it did not arrive. */
async function uploaded(from, picked, say) {
  try {
    return await upload(picked);
  } catch (error) {
    say(from, `The file was not sent: ${error.message}`);
    return null;
  }
}

function toggle(shown) {
  menu.hidden = !shown;
  attach.setAttribute("aria-expanded", String(shown));
  if (shown) menu.querySelector("button").focus();
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
