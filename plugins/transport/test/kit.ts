// A back end of a test's own: what it answers, by method and path.

import { Conversation, MemoryHost, type WebAnswer } from "@mitra/department/testing";
import type { Language } from "@mitra/department";

import { transport } from "../src/department.js";

const BASE = "https://transport.example.gov.in/api";

/** A host whose back end answers so; what is not among them is not there. */
export function host(answers: Readonly<Record<string, WebAnswer>> = {}): MemoryHost {
  const host = new MemoryHost();
  answer(host, answers);
  host.service = () => ({ status: 404, body: { error: "not-found" } });
  return host;
}

/** From here on, it answers so, too. */
export function answer(host: MemoryHost, answers: Readonly<Record<string, WebAnswer>>): void {
  for (const [request, answer] of Object.entries(answers)) host.web.set(request.replace(" /", ` ${BASE}/`), answer);
}

/** The paths asked for, with their methods. */
export function asked(host: MemoryHost): string[] {
  return host.sent.map(({ method, url }) => `${method} ${url.replace(BASE, "")}`);
}

/** A conversation with a service. */
export async function open(host: MemoryHost, service: string, language: Language = "en"): Promise<Conversation> {
  return (await Conversation.open(transport, host, service, language))[0];
}

const text = (value: string) => ({ kind: "text", value }) as const;

/** What both kinds of licences are asked for with. */
export function licence(number: string) {
  return { number: text(number), born: { kind: "date", value: { year: 1990, month: 2, day: 1 } } } as const;
}

/** Everything that can go wrong with a back end. */
export const AWAY: Readonly<Record<string, WebAnswer>> = {
  unreachable: { fails: "unreachable" },
  slow: { fails: "timed-out" },
  denied: { fails: "denied" },
  large: { fails: "too-large" },
  broken: { status: 500, body: "<html>" },
  busy: { status: 503, body: { error: "busy" } },
  redirect: { status: 302 },
  garbage: { status: 200, body: "<html>Welcome</html>" },
  "another shape": { status: 200, body: { number: 7 } },
  "an unknown refusal": { status: 409, body: { error: "moon" } },
};
