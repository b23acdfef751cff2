/**
 * What a department says -> what the contract takes.
 *
 * @module
 */

import type { Form as ContractForm, FieldKind as ContractKind } from "mitra:department/forms@1.0.0";
import type { Outcome as ContractOutcome } from "mitra:department/handler@1.0.0";
import type { Department as ContractDepartment } from "mitra:department/types@1.0.0";

import { ensure } from "./check.js";
import type { Department } from "./department.js";
import type { FieldKind } from "./field.js";
import type { Form } from "./form.js";
import { encode } from "./json.js";
import { STATE_BYTES_MAX } from "./limits.js";
import type { Outcome } from "./outcome.js";
import type { Reply } from "./reply.js";
import type { Localized } from "./text.js";

type ContractReply = ContractOutcome["replies"][number];

/** A description. */
export function lowerDepartment({ id, name, services, stateSchema }: Department): ContractDepartment {
  const lowered = services.map(({ id, name, summary, aliases }) => ({
    id,
    name: localized(name),
    summary: localized(summary),
    aliases: [...aliases],
  }));
  return { id, name: localized(name), services: lowered, stateSchema };
}

/** An outcome, with its state written as JSON. */
export function lowerOutcome(outcome: Outcome<unknown>): ContractOutcome {
  const replies = outcome.replies.map(reply);
  if (outcome.next === "finish") return { replies, next: { tag: "finish" } };
  return { replies, next: { tag: "stay", val: lowerState(outcome.state) } };
}

/** The bytes of a state. */
export function lowerState(state: unknown): Uint8Array {
  const bytes = encode(state);
  ensure(bytes.length <= STATE_BYTES_MAX, () => `a state has ${bytes.length} bytes, at most ${STATE_BYTES_MAX}`);
  return bytes;
}

function reply(reply: Reply): ContractReply {
  switch (reply.kind) {
    case "text":
    case "ask-location":
      return { tag: reply.kind, val: reply.body };
    case "choices": {
      const { body, button, items } = reply;
      return { tag: "choices", val: { body, items: [...items], ...(button !== undefined && { button }) } };
    }
    case "link":
      return { tag: "link", val: reply };
    case "image":
      return { tag: "image", val: reply };
    case "document":
      return { tag: "document", val: reply };
    case "file":
      return { tag: "file", val: reply.file };
    case "place":
      return { tag: "place", val: reply.place };
    case "ask-payment": {
      const { reference, paise, purpose, seconds } = reply.payment;
      return {
        tag: "ask-payment",
        val: { reference, amount: BigInt(paise), purpose: localized(purpose), validFor: seconds },
      };
    }
    case "certificate": {
      const { id, caption } = reply;
      return { tag: "certificate", val: { id, ...(caption !== undefined && { caption }) } };
    }
    case "ask-form":
      return { tag: "ask-form", val: form(reply.form) };
  }
}

function form({ id, title, fields }: Form): ContractForm {
  const lowered = fields.map(([id, { label, question, words, isOptional, kind }]) => ({
    id,
    label: localized(label),
    question: localized(question),
    ...(words && { help: localized(words) }),
    optional: isOptional,
    kind: fieldKind(kind),
  }));
  return { id, title, fields: lowered };
}

function fieldKind(kind: FieldKind): ContractKind {
  switch (kind.kind) {
    case "text":
    case "digits":
    case "place":
      return { tag: kind.kind, val: { min: kind.min, max: kind.max } };
    case "number":
    case "money":
      return { tag: kind.kind, val: { min: BigInt(kind.min), max: BigInt(kind.max) } };
    case "date": {
      const { earliest, latest } = kind;
      return { tag: "date", val: { ...(earliest && { earliest }), ...(latest && { latest }) } };
    }
    case "choice": {
      const alternatives = kind.alternatives.map(({ id, title, description }) => ({
        id,
        title: localized(title),
        ...(description && { description: localized(description) }),
      }));
      return { tag: "choice", val: alternatives };
    }
    default:
      return { tag: kind.kind };
  }
}

function localized({ te, en, hi }: Localized): Localized {
  return { te, en, hi };
}
