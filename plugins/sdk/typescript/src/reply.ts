/**
 * What a turn says: messages to the citizen, sent in the order they are listed.
 *
 * Each function holds its reply against the contract's limits and throws a `LimitError`: the host would refuse the
 * turn.
 *
 * @module
 */

import { bytes, checkAddress, checkCount, checkLine, checkText, ensure } from "./check.js";
import type { Form } from "./form.js";
import * as limits from "./limits.js";
import { checkPayment, type PaymentRequest } from "./payments.js";
import type { Place } from "./place.js";

/** One possible answer to a question. */
export interface Choice {
  /** Comes back in `chosen`. 1 to 180 bytes, one line. */
  readonly id: string;
  /** One line of 1 to 24 characters. Up to 3 titles of at most 20 characters, none described, become buttons. */
  readonly title: string;
  /** At most 72 characters under the title. */
  readonly description?: string;
}

/** A file that the department made. */
export interface File {
  readonly bytes: Uint8Array;
  readonly mimeType: MimeType;
  readonly filename: string;
  readonly caption?: string;
}

/** The types of files that are sent. Pictures are shown, audio and video are played, the others shown by their name. */
export type MimeType = (typeof MIME_TYPES)[number];

const OFFICE = "application/vnd.openxmlformats-officedocument";
const MIME_TYPES = [
  "application/pdf",
  "image/jpeg",
  "image/png",
  "text/plain",
  "audio/aac",
  "audio/amr",
  "audio/mp4",
  "audio/mpeg",
  "audio/ogg",
  "video/mp4",
  `${OFFICE}.wordprocessingml.document`,
  `${OFFICE}.spreadsheetml.sheet`,
  `${OFFICE}.presentationml.presentation`,
] as const;

/** One message to the citizen. */
export type Reply =
  | { readonly kind: "text"; readonly body: string }
  | { readonly kind: "choices"; readonly body: string; readonly button?: string; readonly items: readonly Choice[] }
  | { readonly kind: "link"; readonly body: string; readonly label: string; readonly url: string }
  | { readonly kind: "image"; readonly url: string; readonly caption?: string }
  | { readonly kind: "document"; readonly url: string; readonly filename: string; readonly caption?: string }
  | { readonly kind: "file"; readonly file: File }
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "ask-location"; readonly body: string }
  | { readonly kind: "ask-form"; readonly form: Form }
  | { readonly kind: "ask-payment"; readonly payment: PaymentRequest }
  | { readonly kind: "certificate"; readonly id: string; readonly caption?: string };

/** Plain text: 1 to 4,096 characters. */
export function say(body: string): Reply {
  checkText("a text", body, limits.TEXT_CHARS_MAX);
  return { kind: "text", body };
}

/**
 * A question of 1 to 1,024 characters with 1 to 10 choices, ids and titles all different. `button` opens the list, if
 * it becomes one: 1 to 20 characters.
 */
export function choices(body: string, items: readonly Choice[], button?: string): Reply {
  checkText("a question", body, limits.BODY_CHARS_MAX);
  checkCount("choices", items.length, 1, limits.CHOICES_MAX);
  items.forEach((item, index) => {
    const isNew = items.slice(0, index).every((other) => other.id !== item.id && other.title !== item.title);
    ensure(isNew, () => `\`${item.title}\` (${item.id}) is offered twice`);
  });
  if (button === undefined) return { kind: "choices", body, items };
  checkLine("a list's button", button, limits.BUTTON_CHARS_MAX);
  return { kind: "choices", body, items, button };
}

/** One choice, perhaps with a line under it. */
export function choice(id: string, title: string, description?: string): Choice {
  checkLine("a choice's id", id, limits.CHOICE_ID_BYTES_MAX);
  ensure(
    bytes(id) <= limits.CHOICE_ID_BYTES_MAX,
    () => `a choice's id has more than ${limits.CHOICE_ID_BYTES_MAX} bytes`,
  );
  checkLine("a choice's title", title, limits.CHOICE_TITLE_CHARS_MAX);
  if (description === undefined) return { id, title };
  checkText("a choice's description", description, limits.CHOICE_DESCRIPTION_CHARS_MAX);
  return { id, title, description };
}

/** A text of 1 to 1,024 characters with a button, of at most 20, that opens a web page. */
export function link(body: string, label: string, url: string): Reply {
  checkText("a link's text", body, limits.BODY_CHARS_MAX);
  checkLine("a link's label", label, limits.BUTTON_CHARS_MAX);
  checkAddress("a link", url);
  return { kind: "link", body, label, url };
}

/** A picture by its public https address. */
export function image(url: string, caption?: string): Reply {
  checkAddress("a picture", url);
  return { kind: "image", url, ...captioned(caption) };
}

/** A file by its public https address, under a name of 1 to 240 characters. */
export function document(url: string, filename: string, caption?: string): Reply {
  checkAddress("a document", url);
  checkFilename(filename);
  return { kind: "document", url, filename, ...captioned(caption) };
}

/**
 * A file that the department made, of 1 byte to 512 KiB, 1 MiB in a turn; under a name of 1 to 240 characters. Nothing
 * can stand under audio.
 */
export function file(mimeType: MimeType, filename: string, content: Uint8Array, caption?: string): Reply {
  checkCount("bytes in a file", content.length, 1, limits.FILE_BYTES_MAX);
  ensure(MIME_TYPES.includes(mimeType), () => `files of the type ${mimeType} are not sent`);
  ensure(caption === undefined || !mimeType.startsWith("audio/"), () => "nothing can stand under audio");
  checkFilename(filename);
  return { kind: "file", file: { bytes: content, mimeType, filename, ...captioned(caption) } };
}

/** A pin on the map. Its name and address are shown under it. */
export function place(place: Place): Reply {
  const isPoint = Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180;
  ensure(isPoint, () => `${place.latitude}, ${place.longitude} is no point on Earth`);
  for (const words of [place.name, place.address]) {
    if (words !== undefined) checkText("a place's name or address", words, limits.PLACE_CHARS_MAX);
  }
  return { kind: "place", place };
}

/** A text of 1 to 1,024 characters with a button by which citizens share where they are. */
export function askLocation(body: string): Reply {
  checkText("a request for a location", body, limits.BODY_CHARS_MAX);
  return { kind: "ask-location", body };
}

/**
 * Something to pay, as the last reply and at most one. The host puts it into words: the purpose, the amount, until
 * when, and a button. What becomes of it comes as the event `payment`.
 */
export function askPayment(payment: PaymentRequest): Reply {
  checkPayment(payment);
  return { kind: "ask-payment", payment };
}

/**
 * A certificate of the department's, as a document that can be printed and checked: issued in this turn or before, and
 * not revoked. Who may have it is the department's to decide.
 */
export function certificate(id: string, caption?: string): Reply {
  return { kind: "certificate", id, ...captioned(caption) };
}

function checkFilename(filename: string): void {
  checkLine("a file's name", filename, limits.FILENAME_CHARS_MAX);
  ensure(!/[/\\]/.test(filename), () => `a file's name is no path: ${filename}`);
}

function captioned(caption: string | undefined): { caption?: string } {
  if (caption === undefined) return {};
  checkText("a caption", caption, limits.BODY_CHARS_MAX);
  return { caption };
}
