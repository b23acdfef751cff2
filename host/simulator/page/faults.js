// What goes wrong: the sheet that sets it, and the sign that it is on.

import { byId, element } from "./elements.js";
import * as sheets from "./sheets.js";

/** Groups of faults: what they are counted in, and name and label of each. */
const GROUPS = [
  ["What the host sends", [
    ["server_error", "HTTP 500", "of 1,000"],
    ["silent_lost", "No answer, not taken", "of 1,000"],
    ["silent_taken", "No answer, but taken", "of 1,000"],
    ["throttled", "130429: number too fast", "of 1,000"],
    ["pair_limited", "131056: citizen gets too much", "of 1,000"],
    ["transient", "131000: passing error", "of 1,000"],
    ["receipts_failed", "131026: taken, then failed", "of 1,000"],
    ["token_revoked", "190: token revoked", "on"],
  ]],
  ["Receipts", [
    ["receipts_doubled", "Twice", "of 1,000"],
    ["receipts_reordered", "Out of order", "of 1,000"],
    ["receipts_lost", "Never", "of 1,000"],
    ["receipts_delay_ms", "Late by", "ms"],
  ]],
  ["What citizens write", [
    ["notifications_doubled", "Notified twice", "of 1,000"],
  ]],
];
const NAMES = GROUPS.flatMap(([, faults]) => faults.map(([name]) => name));

const sign = byId("faults-on");
let values = {};

/** Takes what is set now, and shows that something is. */
export function take(heard) {
  values = heard;
  const count = Object.values(heard).filter(Boolean).length;
  sign.hidden = count === 0;
  sign.textContent = `⚠ ${count} ${count === 1 ? "fault is" : "faults are"} on`;
  byId("faults-open").classList.toggle("on", count > 0);
}

/** Opens the sheet; `set` sets faults. */
export function open(set) {
  const groups = GROUPS.map(([title, faults]) =>
    element("fieldset", {}, element("legend", {}, title), ...faults.map(field)));
  const off = element("button", { type: "button", class: "plain", "data-testid": "faults-reset" }, "Turn all off");
  const form = sheets.form(groups, "Apply", (data) => set(read(data)), off);
  off.addEventListener("click", () => {
    form.querySelectorAll("input").forEach((input) => {
      if (input.type === "checkbox") input.checked = false;
      else input.value = 0;
    });
    form.requestSubmit();
  });
  sheets.show("What goes wrong", form);
}

function field([name, label, unit]) {
  const value = unit === "on"
    ? { type: "checkbox", checked: Boolean(values[name]) }
    : { type: "number", min: 0, max: unit === "ms" ? 600000 : 1000, value: values[name] ?? 0, inputmode: "numeric" };
  return element("label", {}, element("span", {}, label),
    element("input", { name, "data-testid": `fault-${name}`, ...value }), element("span", { class: "dim" }, unit));
}

function read(data) {
  return Object.fromEntries(NAMES.map((name) =>
    [name, name === "token_revoked" ? data.has(name) : Number(data.get(name)) || 0]));
}
