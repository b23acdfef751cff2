import {
  type Host,
  type Outcome,
  say,
  service,
  type Service,
  type Shape,
  stay,
  type Text,
  type Turn,
} from "@mitra/department";

/** A service that is known by its name alone, begins with a state, and answers timers and notices as all of them do. */
export function named<State>(
  id: string,
  name: Text,
  state: Shape<State>,
  first: State,
  handle: (turn: Turn<State> & { readonly state: State }, host: Host) => Outcome<State>,
): Service<State> {
  return service({
    id,
    name,
    summary: name,
    aliases: [`reference ${id}`],
    state,
    handle(turn, host) {
      const { event } = turn;
      const found = event.kind === "opened" ? first : (turn.state ?? first);
      if (event.kind === "timer") return stay(found, say(`Time for ${String(event.note)}.`));
      if (event.kind === "notice") {
        const seconds = Math.floor((turn.now - event.at) / 1_000);
        return stay(found, say(`Notice ${event.id}, ${seconds} s ago: ${event.body}`));
      }
      return handle({ ...turn, state: found }, host);
    },
  });
}

/** What nobody has an answer to. */
export function notUnderstood<State>(state: State): Outcome<State> {
  return stay(state, say("?"));
}
