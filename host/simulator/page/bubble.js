// One message, drawn.

import { clock, element, words } from "./elements.js";

const TICKS = {
  waiting: ["🕓", "waiting"],
  sent: ["✓", "sent"],
  delivered: ["✓✓", "delivered"],
  read: ["✓✓", "read"],
  failed: ["❗", "not sent"],
};
/** Files that browsers show; others are saved. */
const SHOWN_FILES = /\.(pdf|txt|png|jpe?g)$/iu;

export function draw(entry, act) {
  const ours = entry.from_citizen;
  const ticks = ours ? element("span", { role: "img", "data-testid": "ticks" }) : null;
  return element(
    "li",
    {
      class: ours ? "bubble ours" : "bubble",
      "data-wamid": entry.wamid,
      "data-testid": ours ? "bubble-out" : "bubble-in",
    },
    element("span", { class: "hidden" }, ours ? "You: " : "Mitra: "),
    ...content(entry),
    element("footer", {}, element("time", {}, clock(entry.at_ms)), ticks),
    ...actions(entry, act),
  );
}

/** Shows how far a message got, and where an order stands; nothing else of it ever changes. */
export function update(bubble, entry) {
  if (entry.kind === "order_details") updateOrder(bubble, entry.content?.order_state);
  if (bubble.dataset.ticks === entry.ticks) return;
  bubble.dataset.ticks = entry.ticks;
  const [sign, name] = TICKS[entry.ticks] ?? ["", ""];
  const footer = bubble.querySelector("footer");
  if (entry.from_citizen) {
    const ticks = footer.querySelector(".ticks, [data-testid=ticks]");
    ticks.className = `ticks ${entry.ticks}`;
    ticks.setAttribute("aria-label", name);
    ticks.textContent = sign;
  } else if (entry.ticks === "failed") {
    footer.prepend(element("span", { class: "undelivered", "data-testid": "undelivered" }, "❗ Not delivered"));
  }
}

function content(entry) {
  const said = entry.body ? words(entry.body, { class: "said" }) : null;
  const media = entry.content ?? {};
  switch (entry.kind) {
    case "image":
    case "sticker":
      return [picture(media, entry.body), said];
    case "audio":
      return [element("audio", { src: sourceOf(media), controls: true })];
    case "video":
      return [element("video", { src: sourceOf(media), controls: true, preload: "metadata", "data-testid": "video" }), said];
    case "document":
      return [file(media), said];
    case "location": {
      const at = `${Number(media.latitude).toFixed(4)}, ${Number(media.longitude).toFixed(4)}`;
      const name = words(media.name ?? "Location");
      const pin = element("span", { class: "pin", "aria-hidden": "true" }, "📍");
      return [element("div", { class: "place" }, pin, element("div", {}, name, element("span", { class: "dim" }, at)))];
    }
    case "reaction":
      return [element("div", { class: "said" }, `reacted ${media.emoji ?? ""}`)];
    case "contacts":
      return [element("div", { class: "said" }, `👤 ${media[0]?.name?.formatted_name ?? "contact"}`)];
    case "order_details":
      return [said, order(media)];
    case "order_status":
      return [element("div", { class: "said head", "data-testid": "order-status" }, orderStatus(media)), said];
    default:
      return [...header(media.header), said ?? element("div", { class: "said dim" }, `(${entry.kind})`), footer(media.footer)];
  }
}

const sourceOf = (media) => media.link ?? (media.id ? `/sim/media/${encodeURIComponent(media.id)}` : null);
const elsewhere = { target: "_blank", rel: "noopener noreferrer" };

function picture(media, alt) {
  const source = sourceOf(media);
  return element("a", { href: source, ...elsewhere },
    element("img", { src: source, alt: alt || "photo", loading: "lazy", "data-testid": "photo" }));
}

function file(media) {
  const name = media.filename ?? "document";
  const download = SHOWN_FILES.test(name) || media.link ? undefined : name;
  return element("a", { class: "file", href: sourceOf(media), download, "data-testid": "document", ...elsewhere },
    element("span", { class: "pin", "aria-hidden": "true" }, "📄"), element("span", {}, name));
}

/** What stands above a text with buttons: a line, or media. */
function header(header) {
  switch (header?.type) {
    case "text":
      return [words(header.text, { class: "said head" })];
    case "image":
      return [picture(header.image, "photo")];
    case "video":
      return [element("video", { src: sourceOf(header.video), controls: true, preload: "metadata" })];
    case "document":
      return [file(header.document)];
    default:
      return [];
  }
}

const footer = (footer) => footer?.text ? words(footer.text, { class: "said dim" }) : null;

/** What a card shows of its order: what for, how much, until when, and where it stands. */
function order(media) {
  const { order, total_amount: total } = media.action?.parameters ?? {};
  const until = new Date(Number(order?.expiration?.timestamp) * 1000);
  const amount = `₹${((total?.value ?? 0) / (total?.offset ?? 100)).toFixed(2)}`;
  return element("div", { class: "order", "data-testid": "order" },
    words(order?.items?.[0]?.name ?? "", { class: "head" }),
    element("div", { class: "amount", "data-testid": "order-amount" }, amount),
    element("div", { class: "dim" }, `Until ${until.toLocaleString()}`),
    element("div", { class: "state", "data-testid": "order-state", "aria-live": "polite" }));
}

function updateOrder(bubble, state) {
  const shown = bubble.querySelector("[data-testid=order-state]");
  const pay = bubble.querySelector("[data-testid=review-and-pay]");
  if (shown && shown.textContent !== (state?.words ?? "")) shown.textContent = state?.words ?? "";
  if (pay) pay.hidden = !state?.can_be_paid;
}

const orderStatus = (media) => {
  const { status, description } = media.action?.parameters?.order ?? {};
  return description ? `Order ${status}: ${description}` : `Order ${status}`;
};

function actions(entry, act) {
  if (entry.from_citizen) return [];
  const button = (testid, label, pressed) =>
    element("button", { type: "button", class: "action", "data-testid": testid, onclick: pressed }, label);
  switch (entry.kind) {
    case "button":
      return entry.choices.map(([id, title]) =>
        button("reply-button", title, () => act({ type: "tap", id, title, to: entry.wamid })));
    case "template":
      return entry.choices.map(([id, title]) =>
        button("template-button", title, () => act({ type: "template_button", id, title, to: entry.wamid })));
    case "list": {
      const opener = button("list-open", `☰ ${entry.content?.action?.button ?? "Choose"}`, () => act({ type: "open-list", entry }));
      opener.setAttribute("aria-haspopup", "dialog");
      return [opener];
    }
    case "cta_url": {
      const { display_text: label, url } = entry.content?.action?.parameters ?? {};
      return [element("a", { class: "action", href: url, ...elsewhere }, `↗ ${label}`)];
    }
    case "order_details": {
      const reference = entry.content?.action?.parameters?.reference_id ?? "";
      const href = `/order/${encodeURIComponent(reference)}`;
      return [element("a", { class: "action", href, "data-testid": "review-and-pay", ...elsewhere }, "Review and pay")];
    }
    case "location_request_message":
      return [button("location-request", "📍 Send location", () => act({ type: "open-places" }))];
    default:
      return [];
  }
}
