// Records of a citizen and of the department, and choices.

import {
  choice,
  choices,
  type Host,
  type Infer,
  type Language,
  type Outcome,
  say,
  shape,
  stay,
  text,
} from "@mitra/department";

import { named, notUnderstood } from "./service.js";

const ADD = text("జోడించు", "Add", "जोड़ें");
const LIST = text("చూపించు", "Show", "दिखाएं");
const CLEAR = text("తొలగించు", "Clear", "हटाएं");

/** How many notes a citizen can keep. */
const NOTES_MAX = 5;
/** The longest note, in code points: all of them together fit into one text. */
const NOTE_CODE_POINTS_MAX = 100;
/** Where the citizen's notes begin. */
const PREFIX = "note/";
/** How many notes all citizens ever added. */
const TOTAL = "total";

const STEP = shape.oneOf("choosing", "writing");
type Step = Infer<typeof STEP>;

export const notes = named("notes", text("గమనికలు", "Notes", "नोट्स"), STEP, "choosing", (turn, host) => {
  const { event, language, state } = turn;
  switch (event.kind) {
    case "opened":
      return choosing(language, host);
    case "chosen":
      return chosen(event.id, language, host) ?? notUnderstood(state);
    case "text":
      if (state === "choosing") return choosing(language, host);
      if ([...event.text].length > NOTE_CODE_POINTS_MAX) return stay(state, say("Too long."));
      return choosing(language, host, add(host, event.text));
    default:
      return notUnderstood(state);
  }
});

function chosen(id: string, language: Language, host: Host): Outcome<Step> | undefined {
  switch (id) {
    case "add":
      if (keys(host).length === NOTES_MAX) return choosing(language, host, "Full.");
      return stay<Step>("writing", say("Your note?"));
    case "list":
      return choosing(language, host, listed(host));
    case "clear":
      return choosing(language, host, clear(host));
    default:
      return undefined;
  }
}

/** The choices, after what there is to say. */
function choosing(language: Language, host: Host, first?: string): Outcome<Step> {
  const offered = [
    choice("add", ADD.in(language)),
    choice("list", LIST.in(language)),
    choice("clear", CLEAR.in(language)),
  ];
  const question = choices(`Notes: ${keys(host).length}`, offered);
  return stay<Step>("choosing", ...(first === undefined ? [] : [say(first)]), question);
}

function keys(host: Host): string[] {
  return host.citizen.keys(PREFIX, NOTES_MAX);
}

/** The notes, one a line. */
function listed(host: Host): string {
  const lines = keys(host).map((key) => `${key.slice(PREFIX.length)} ${host.citizen.get(key, shape.string) ?? ""}`);
  return lines.join("\n") || "None.";
}

function add(host: Host, note: string): string {
  const number = String(keys(host).length + 1).padStart(3, "0");
  host.citizen.set(`${PREFIX}${number}`, note);
  host.department.update(TOTAL, shape.integer, (total = 0) => total + 1);
  return `Stored as ${number}.`;
}

function clear(host: Host): string {
  for (const key of keys(host)) host.citizen.delete(key);
  return `Cleared. Total: ${host.department.get(TOTAL, shape.integer) ?? 0}.`;
}
