// Sheets that slide up: lists, places, a new citizen, faults. One at a time, closed by Escape or a tap beside it.

import { byId, element, languageOf } from "./elements.js";

const PLACES = [
  ["విజయవాడ / Vijayawada", 16.5062, 80.648],
  ["గుంటూరు / Guntur", 16.3067, 80.4365],
  ["విశాఖపట్నం / Visakhapatnam", 17.6868, 83.2185],
  ["తిరుపతి / Tirupati", 13.6288, 79.4192],
  ["కర్నూలు / Kurnool", 15.8281, 78.0373],
  ["నెల్లూరు / Nellore", 14.4426, 79.9865],
  ["New Delhi / नई दिल्ली", 28.6139, 77.209],
];

const SENDS = "of 1,000 sends";
const RECEIPTS = "of 1,000 receipts";
const FAULTS = [
  ["server_error", "HTTP 500 without an error object", SENDS],
  ["silent_lost", "No answer, not taken", SENDS],
  ["silent_taken", "No answer, but taken", SENDS],
  ["throttled", "130429: number too fast", SENDS],
  ["pair_limited", "131056: citizen gets too much", SENDS],
  ["transient", "131000: passing error", SENDS],
  ["receipts_failed", "131026: taken, then reported as failed", SENDS],
  ["receipts_doubled", "Receipts twice", RECEIPTS],
  ["receipts_reordered", "Receipts out of order", SENDS],
  ["receipts_lost", "Receipts never", RECEIPTS],
  ["receipts_delay_ms", "Receipts late by", "milliseconds"],
  ["notifications_doubled", "Messages notified twice", "of 1,000 messages"],
];

const sheet = byId("sheet");
sheet.addEventListener("click", (event) => {
  if (event.target === sheet) sheet.close();
});
sheet.addEventListener("keydown", (event) => {
  const rows = [...sheet.querySelectorAll(".row")];
  const at = rows.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || rows.length === 0) return;
  event.preventDefault();
  rows[(at + step + rows.length) % rows.length].focus();
});

function show(title, ...content) {
  const heading = element("h2", { id: "sheet-title", lang: languageOf(title) }, title);
  const close = element(
    "button",
    { type: "button", class: "icon", "aria-label": "Close", "data-testid": "sheet-close", onclick: () => sheet.close() },
    "✕",
  );
  sheet.setAttribute("aria-labelledby", "sheet-title");
  sheet.replaceChildren(element("header", {}, heading, close), ...content);
  if (!sheet.open) sheet.showModal();
  sheet.querySelector(".row, input")?.focus();
}

function row(testid, title, description, pressed) {
  const attributes = { type: "button", class: "row", "data-testid": testid, lang: languageOf(title), onclick: () => { sheet.close(); pressed(); } };
  return element("li", {}, element("button", attributes, title, description ? element("span", {}, description) : null));
}

export function list(entry, chosen) {
  const { button, sections = [] } = entry.content?.action ?? {};
  const parts = sections.map(({ title, rows = [] }) => {
    const items = rows.map((it) =>
      row("list-row", it.title, it.description, () => chosen({ type: "row", id: it.id, title: it.title })));
    const heading = title ? element("h3", { lang: languageOf(title), "data-testid": "list-section" }, title) : null;
    return element("section", {}, heading, element("ul", {}, ...items));
  });
  show(button ?? "Choose", ...parts);
}

export function places(chosen) {
  const items = PLACES.map(([name, latitude, longitude]) =>
    row("location-preset", name, `${latitude}, ${longitude}`, () => chosen({ type: "location", latitude, longitude, name })));
  show("Send a location", element("ul", {}, ...items));
}

function form(fields, label, done, ...others) {
  const problem = element("p", { class: "link", role: "alert" });
  const made = element("form", { method: "dialog" }, ...fields, problem,
    element("div", { class: "buttons" },
      ...others,
      element("button", { type: "button", class: "plain", onclick: () => sheet.close() }, "Cancel"),
      element("button", { type: "submit", class: "primary" }, label)));
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await done(new FormData(made));
      sheet.close();
    } catch (error) {
      problem.textContent = error.message;
    }
  });
  return made;
}

export function citizen(done) {
  const field = (name, label, value, hint) =>
    element("label", { class: "wide" }, label, element("input", { name, value, placeholder: hint }));
  const number = `155501${String(Math.floor(Math.random() * 90000) + 10000)}`;
  const fields = [
    field("name", "Name", "", "Asha"),
    field("phone", "Number (leave empty for one who hides it)", number, ""),
    field("bsuid", "User id", `IN.${Date.now()}`, ""),
  ];
  show("Add a citizen", form(fields, "Add", (data) => done({
    name: data.get("name") || "Citizen", phone: data.get("phone") || null, bsuid: data.get("bsuid") || null,
  })));
}

/** Whether anything goes wrong on purpose. */
export const isFaulty = (values) => FAULTS.some(([name]) => values[name] > 0);

export function faults(values, done) {
  const known = FAULTS.filter(([name]) => name in values);
  const field = ([name, label, unit]) => {
    const max = name.endsWith("_ms") ? 600000 : 1000;
    const input = element("input", { name, type: "number", min: 0, max, value: values[name] ?? 0 });
    return element("label", {}, element("span", {}, label, element("span", { class: "unit dim" }, unit)), input);
  };
  const given = (data) => Object.fromEntries(known.map(([name]) => [name, Number(data.get(name)) || 0]));
  // Sends the form itself, so that its errors show in one place.
  const reset = element("button", { type: "button", class: "plain", "data-testid": "faults-reset" }, "Reset");
  const made = form(known.map(field), "Apply", (data) => done(given(data)), reset);
  reset.addEventListener("click", () => {
    for (const input of made.querySelectorAll("input")) input.value = 0;
    made.requestSubmit();
  });
  show("What goes wrong", made);
}
