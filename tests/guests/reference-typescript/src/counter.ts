// Texts, numbers and locations in, a number kept from turn to turn.

import { finish, say, shape, stay, text } from "@mitra/department";

import { named, notUnderstood } from "./service.js";

const COUNTER = shape.object({ count: shape.integer });
const counted = (count: number) => stay({ count }, say(String(count)));

export const counter = named("counter", text("లెక్క", "Counter", "गिनती"), COUNTER, { count: 0 }, (turn) => {
  const { event, state } = turn;
  switch (event.kind) {
    case "opened":
      return counted(0);
    case "back":
      return counted(state.count - 1);
    case "text":
      if (event.text === "stop here") return finish(say(`done ${state.count}`));
      if (/^[+-][0-9]{1,6}$/.test(event.text)) return counted(state.count + Number(event.text));
      return stay(state, say(`? ${[...event.text].length}`));
    case "location":
      return stay(state, say(`${event.place.latitude.toFixed(4)},${event.place.longitude.toFixed(4)}`));
    case "media":
      return stay(state, say(`${event.media.kind} ${event.media.mimeType}`));
    default:
      return notUnderstood(state);
  }
});
