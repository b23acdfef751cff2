/**
 * What the contract hands over -> what a department reads.
 *
 * @module
 */

import type { Turn as ContractTurn } from "mitra:department/handler@1.0.0";
import type { Location as ContractLocation, Media as ContractMedia } from "mitra:department/types@1.0.0";
import type { FormAnswers as ContractAnswers, Value as ContractValue } from "mitra:department/forms@1.0.0";

import type { FormAnswers, Value } from "./form.js";
import { decode } from "./json.js";
import { liftStatus } from "./payments.js";
import type { Media, Place } from "./place.js";
import { type Shape, ShapeError } from "./shape.js";
import type { Event, Turn } from "./turn.js";

/** A turn, with its state read by the service's shape. */
export function liftTurn<State>(turn: ContractTurn, shape: Shape<State>): Turn<State> {
  const { id, citizen, service, now } = turn;
  return {
    id,
    citizen: citizen.pseudonym,
    language: citizen.language,
    service,
    event: event(turn.event),
    state: readState(turn.state, shape),
    now: Number(now),
  };
}

/** What no release of this schema wrote is as good as none: the service begins anew. */
function readState<State>(state: Uint8Array | undefined, shape: Shape<State>): State | undefined {
  if (state === undefined) return undefined;
  try {
    return shape.read(decode(state));
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function event(event: ContractTurn["event"]): Event {
  switch (event.tag) {
    case "opened":
    case "back":
      return { kind: event.tag };
    case "text":
      return { kind: "text", text: event.val };
    case "chosen":
      return { kind: "chosen", id: event.val.id, title: event.val.title };
    case "location":
      return { kind: "location", place: place(event.val) };
    case "media":
      return { kind: "media", media: media(event.val) };
    case "form":
      return { kind: "form", answers: answers(event.val) };
    case "payment": {
      const { reference, amount, status } = event.val;
      return { kind: "payment", payment: { reference, paise: Number(amount), status: liftStatus(status) } };
    }
    case "notice":
      return { kind: "notice", id: event.val.id, at: Number(event.val.at), body: event.val.body };
    case "timer":
      return { kind: "timer", name: event.val.name, at: Number(event.val.at), note: decode(event.val.note) };
  }
}

function answers({ form, answers }: ContractAnswers): FormAnswers {
  return { form, answers: answers.map(({ field, value }) => ({ field, value: liftValue(value) })) };
}

function liftValue(it: ContractValue): Value {
  switch (it.tag) {
    case "text":
    case "choice":
      return { kind: it.tag, value: it.val };
    case "number":
    case "money":
      return { kind: it.tag, value: Number(it.val) };
    case "date":
      return { kind: "date", value: it.val };
    case "identity-number":
      return { kind: "identity-number", value: it.val };
    case "location":
      return { kind: "location", value: place(it.val) };
    case "media":
      return { kind: "media", value: media(it.val) };
  }
}

function place({ latitude, longitude, name, address }: ContractLocation): Place {
  return { latitude, longitude, ...(name !== undefined && { name }), ...(address !== undefined && { address }) };
}

function media({ kind, id, mimeType, caption, filename }: ContractMedia): Media {
  return { kind, id, mimeType, ...(caption !== undefined && { caption }), ...(filename !== undefined && { filename }) };
}
