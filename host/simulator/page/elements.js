// Small helpers to build elements. All text goes in as text: nothing a citizen or a host writes becomes markup.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Makes these the children of a parent, in this order. Those that stay in place are not touched: they keep focus. */
export function place(parent, wanted) {
  const kept = new Set(wanted);
  [...parent.children].filter((child) => !kept.has(child)).forEach((child) => child.remove());
  let at = parent.firstElementChild;
  for (const child of wanted) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
}

/** Moves the focus among elements by arrows, Home and End; says whether the key was one of these. */
export function walk(event, items) {
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined || items.length === 0) return false;
  event.preventDefault();
  items.at(to % items.length).focus();
  return true;
}

/** The language of a text by its script, for fonts, line heights and screen readers. */
export function languageOf(text) {
  if (/[\u0c00-\u0c7f]/u.test(text)) return "te";
  if (/[\u0900-\u097f]/u.test(text)) return "hi";
  return "en";
}

/** A text that knows its language; a text in several is cut into its paragraphs. */
export function words(text, attributes = {}) {
  const parts = text.split(/(\n\n)/u).map((part) =>
    part.trim() ? element("span", { lang: languageOf(part) }, part) : document.createTextNode(part));
  return element("div", attributes, ...parts);
}

export function clock(ms) {
  return new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function day(ms) {
  const date = new Date(ms);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return "Today";
  return date.toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });
}
