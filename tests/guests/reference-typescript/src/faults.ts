// Turns that fail in every way that a department can choose, and a timer.

import { Bug, calendar, Refused, say, shape, stay, text } from "@mitra/department";

import { named, notUnderstood } from "./service.js";

export const faults = named("faults", text("తప్పులు", "Faults", "गलतियां"), shape.object({}), {}, (turn, host) => {
  const { event, state } = turn;
  if (event.kind === "opened") return stay(state, say("refuse, later, bug, trap or remind?"));
  if (event.kind !== "text") return notUnderstood(state);
  switch (event.text) {
    case "refuse":
      throw new Refused("No.");
    case "bug":
      throw new Bug("as asked");
    case "trap":
      throw new Error("as asked");
    case "remind":
      host.timers.set("remind", turn.now + calendar.HOUR_MS, "tea");
      return stay(state, say("Set."));
    default:
      return notUnderstood(state);
  }
});
