// The booking of licence tests: learner's licence, office, day, time, a place that is held for a while, and its
// booking. The back end holds and counts places; nothing here decides whether one is free.

import { finish, type Host, type Outcome, service, type Turn } from "@mitra/department";

import { written } from "../backend.js";
import { thank } from "../common.js";
import * as texts from "../texts/slot.js";
import { YOURS } from "./form.js";
import { askToBook, lapsed, letGo, release } from "./hold.js";
import { STATE, type State, type Task } from "./state.js";
import { perform } from "./task.js";

export const testSlot = service<State>({
  id: "test-slot",
  name: texts.NAME,
  summary: texts.SUMMARY,
  aliases: texts.ALIASES,
  state: STATE,
  handle(turn, host) {
    const { event, language, state } = turn;
    if (event.kind === "timer") return lapsed(turn, event);
    if (event.kind === "opened" || !state) return perform({ task: "open" }, turn, host);
    if (event.kind === "form") {
      const told = YOURS.answers(event.answers);
      const task: Task = told ? { task: "check", number: told.number, born: written(told.born) } : { task: "open" };
      return perform(task, turn, host);
    }
    if (event.kind === "back") return back(state, turn, host);
    if (event.kind === "chosen") return chosen(state, event.id, turn, host);
    // Nothing that was asked for: the question is asked again.
    if (state.step === "held") return askToBook(state, language);
    return perform(again(state), turn, host);
  },
});

/** What asks the question of a state. */
function again(state: State): Task {
  switch (state.step) {
    case "form":
    case "booked":
    case "refused":
      return { task: "open" };
    case "office":
      return { task: "offices", learner: state.learner };
    case "day":
      return { task: "days", learner: state.learner, office: state.office };
    case "time":
    case "held":
      return { task: "times", learner: state.learner, office: state.office, day: state.day };
    case "away":
      return state.from;
  }
}

function back(state: State, turn: Turn<State>, host: Host): Outcome<State> {
  switch (state.step) {
    case "form":
    case "booked":
    case "refused":
    case "away":
      return finish();
    case "office":
      return perform({ task: "form" }, turn, host);
    case "day":
      return perform({ task: "offices", learner: state.learner }, turn, host);
    case "time":
      return perform({ task: "days", learner: state.learner, office: state.office }, turn, host);
    case "held":
      release(state, turn.citizen, host);
      return perform(again(state), turn, host);
  }
}

function chosen(state: State, id: string, turn: Turn<State>, host: Host): Outcome<State> {
  const { language } = turn;
  if (id === "done") return thank(language);
  switch (state.step) {
    case "office": {
      const office = state.offices.find((office) => `office:${office.id}` === id);
      return perform(office ? { task: "days", learner: state.learner, office } : again(state), turn, host);
    }
    case "day": {
      const { learner, office } = state;
      if (!id.startsWith("day:")) return perform({ task: "offices", learner }, turn, host);
      return perform({ task: "times", learner, office, day: id.slice("day:".length) }, turn, host);
    }
    case "time": {
      const { learner, office, day } = state;
      if (id === "times") return perform(again(state), turn, host);
      if (!id.startsWith("slot:")) return perform({ task: "days", learner, office }, turn, host);
      return perform({ task: "hold", learner, office, day, slot: id.slice("slot:".length) }, turn, host);
    }
    case "held": {
      const { learner, office, day, hold } = state;
      if (id === "book") return perform({ task: "confirm", learner, office, day, hold }, turn, host);
      release(state, turn.citizen, host);
      return id === "leave" ? letGo(language) : perform(again(state), turn, host);
    }
    case "booked":
      if (id === "cancel") return perform({ task: "cancel", reference: state.reference }, turn, host);
      return thank(language);
    case "form":
    case "refused":
    case "away":
      return perform(again(state), turn, host);
  }
}
