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
