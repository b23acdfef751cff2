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

const FAULTS = [
  ["server_error", "HTTP 500, in 1,000 sends"],
  ["silent_lost", "No answer, not taken"],
  ["silent_taken", "No answer, but taken"],
  ["throttled", "130429: number too fast"],
  ["pair_limited", "131056: citizen gets too much"],
  ["transient", "131000: passing error"],
  ["receipts_doubled", "Receipts twice"],
  ["receipts_reordered", "Receipts out of order"],
  ["receipts_lost", "Receipts never"],
  ["receipts_delay_ms", "Receipts late, in ms"],
  ["notifications_doubled", "Messages notified twice"],
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
  const heading = element("h2", { id: "sheet-title" }, title);
  sheet.setAttribute("aria-labelledby", "sheet-title");
  sheet.replaceChildren(heading, ...content);
  if (!sheet.open) sheet.showModal();
  sheet.querySelector(".row, input, select")?.focus();
}

function row(testid, title, description, pressed) {
  const attributes = { type: "button", class: "row", "data-testid": testid, lang: languageOf(title), onclick: () => { sheet.close(); pressed(); } };
  return element("li", {}, element("button", attributes, title, description ? element("span", {}, description) : null));
}

export function list(entry, chosen) {
  const sections = entry.content?.action?.sections ?? [];
  const rows = sections.flatMap((section) => section.rows ?? []);
  const items = rows.map(({ id, title, description }) =>
    row("list-row", title, description, () => chosen({ type: "row", id, title })));
  show(entry.content?.action?.button ?? "Choose", element("ul", {}, ...items));
}

export function places(chosen) {
  const items = PLACES.map(([name, latitude, longitude]) =>
    row("location-preset", name, `${latitude}, ${longitude}`, () => chosen({ type: "location", latitude, longitude, name })));
  show("Send a location", element("ul", {}, ...items));
}

function form(fields, label, done) {
  const problem = element("p", { class: "link", role: "alert" });
  const made = element("form", { method: "dialog" }, ...fields, problem,
    element("div", { class: "buttons" },
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

export function faults(values, done) {
  const field = ([name, label]) =>
    element("label", {}, label, element("input", { name, type: "number", min: 0, max: name.endsWith("_ms") ? 600000 : 1000, value: values[name] ?? 0 }));
  show("What goes wrong", form(FAULTS.map(field), "Apply", (data) =>
    done(Object.fromEntries(FAULTS.map(([name]) => [name, Number(data.get(name)) || 0])))));
}
