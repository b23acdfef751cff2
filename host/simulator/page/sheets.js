// Sheets that slide up: lists, places, a new citizen. One at a time, closed by a button, Escape or a tap beside it.

import { byId, element, languageOf, walk, words } from "./elements.js";

const PLACES = [
  ["విజయవాడ / Vijayawada", 16.5062, 80.648],
  ["గుంటూరు / Guntur", 16.3067, 80.4365],
  ["విశాఖపట్నం / Visakhapatnam", 17.6868, 83.2185],
  ["తిరుపతి / Tirupati", 13.6288, 79.4192],
  ["కర్నూలు / Kurnool", 15.8281, 78.0373],
  ["నెల్లూరు / Nellore", 14.4426, 79.9865],
  ["New Delhi / नई दिल्ली", 28.6139, 77.209],
];

const sheet = byId("sheet");
sheet.addEventListener("click", (event) => {
  if (event.target === sheet) sheet.close();
});
sheet.addEventListener("keydown", (event) => {
  walk(event, [...sheet.querySelectorAll(".row")]);
});

export function show(title, ...content) {
  const close = element("button",
    { type: "button", class: "icon", "aria-label": "Close", title: "Close", "data-testid": "sheet-close", onclick: () => sheet.close() }, "✕");
  const heading = element("h2", { id: "sheet-title", lang: languageOf(title) }, title);
  sheet.replaceChildren(element("header", {}, heading, close), ...content);
  if (!sheet.open) sheet.showModal();
  sheet.scrollTop = 0;
  sheet.querySelector(".row, input")?.focus();
}

function row(testid, title, description, pressed) {
  const attributes = { type: "button", class: "row", "data-testid": testid, onclick: () => { sheet.close(); pressed(); } };
  return element("li", {}, element("button", attributes, words(title), description ? words(description, { class: "dim" }) : null));
}

/** The rows of a list, under the titles of their sections. */
export function list(entry, chosen) {
  const action = entry.content?.action ?? {};
  const sections = (action.sections ?? []).map((section) => {
    const rows = (section.rows ?? []).map(({ id, title, description }) =>
      row("list-row", title, description, () => chosen({ type: "row", id, title, to: entry.wamid })));
    const heading = section.title
      ? element("h3", { lang: languageOf(section.title), "data-testid": "list-section" }, section.title) : null;
    return element("section", {}, heading, element("ul", {}, ...rows));
  });
  show(action.button ?? "Choose", ...sections);
}

export function places(chosen) {
  const items = PLACES.map(([name, latitude, longitude]) =>
    row("location-preset", name, `${latitude}, ${longitude}`, () => chosen({ type: "location", latitude, longitude, name })));
  show("Send a location", element("ul", {}, ...items));
}

/** A form whose `done` gets what was filled in; the sheet closes when it ends well, and else says why not. */
export function form(fields, label, done, ...more) {
  const problem = element("p", { class: "problem", role: "alert" });
  const made = element("form", { method: "dialog" }, ...fields, problem,
    element("div", { class: "buttons" }, ...more,
      element("button", { type: "submit", class: "primary", "data-testid": "sheet-done" }, label)));
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
    element("label", { class: "wide" }, label, element("input", { name, value, placeholder: hint, "data-testid": `citizen-${name}` }));
  const number = `+1 555 01${String(Math.floor(Math.random() * 90000) + 10000)}`;
  const fields = [
    field("name", "Name", "", "Asha"),
    field("phone", "Number with the country's code; empty for one who hides it", number, ""),
    field("bsuid", "User id", `IN.${Date.now()}`, ""),
  ];
  show("Add a citizen", form(fields, "Add", (data) => done({
    name: data.get("name") || "Citizen", phone: data.get("phone") || null, bsuid: data.get("bsuid") || null,
  })));
}
