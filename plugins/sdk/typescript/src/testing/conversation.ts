/**
 * One citizen's conversation with a department, over a host in memory.
 *
 * @module
 */

import type { Event as ContractEvent, Reply as ContractReply } from "mitra:department/conversation@1.0.0";
import type { Fault as ContractFault, Outcome as ContractOutcome } from "mitra:department/handler@1.0.0";

import { ensure } from "../check.js";
import type { Department } from "../department.js";
import { type Exports, exportsOf } from "../exports.js";
import type { Value } from "../form.js";
import { decode, encode } from "../json.js";
import type { Place } from "../place.js";
import type { Language } from "../text.js";
import { answers } from "./answers.js";
import type { MemoryHost } from "./memory.js";

type ContractForm = Extract<ContractReply, { tag: "ask-form" }>["val"];
type Choice = Extract<ContractReply, { tag: "choices" }>["val"]["items"][number];

/** What comes without the citizen. */
const COMES_BY_ITSELF: ReadonlySet<ContractEvent["tag"]> = new Set(["timer", "payment", "notice"] as const);

const NOTICE_ID = /^[A-Za-z0-9_.-]{1,64}$/;
const NOTICE_BYTES_MAX = 4_096;

/** A turn ended with a fault. */
export class TurnFault extends Error {
  override readonly name = "TurnFault";
  readonly fault: ContractFault;

  constructor(fault: ContractFault) {
    super(`the turn ended with ${fault.tag}: ${fault.val}`);
    this.fault = fault;
  }
}

/**
 * A conversation, through everything that a component does but the sandbox. What each turn says comes back as one text:
 * texts as they are, choices as `[title] [title]`, a form's first question after its title.
 */
export class Conversation {
  readonly host: MemoryHost;
  /** What the citizen reads. May be changed half-way, as citizens do. */
  language: Language;
  readonly #exports: Exports;
  readonly #service: string;
  #state: Uint8Array | undefined;
  #offered: readonly Choice[] = [];
  #form: ContractForm | undefined;
  #turns = 0;

  private constructor(department: Department, host: MemoryHost, service: string, language: Language) {
    this.host = host;
    this.language = language;
    this.#exports = exportsOf(department, host.imports());
    this.#service = service;
  }

  /** Opens a service. Gives the conversation, and what was said first. */
  static async open(
    department: Department,
    host: MemoryHost,
    service: string,
    language: Language = "en",
  ): Promise<readonly [Conversation, string]> {
    const conversation = new Conversation(department, host, service, language);
    return [conversation, await conversation.event({ tag: "opened" })];
  }

  /** The citizen writes. */
  says(text: string): Promise<string> {
    return this.event({ tag: "text", val: text });
  }

  /** The citizen takes the choice with this id, which must have been offered last. */
  takes(id: string): Promise<string> {
    const choice = this.#offered.find((choice) => choice.id === id);
    ensure(choice !== undefined, () => `\`${id}\` is not among ${this.#offered.map(({ id }) => id).join(", ")}`);
    return this.event({ tag: "chosen", val: { id, title: choice.title } });
  }

  /** The citizen shares a place. */
  isAt(place: Place): Promise<string> {
    return this.event({ tag: "location", val: place });
  }

  /** The citizen sends a photo. */
  sendsPhoto(id: string): Promise<string> {
    return this.event({ tag: "media", val: { kind: "image", id, mimeType: "image/jpeg" } });
  }

  /**
   * The citizen fills in the form that was asked for last: the answers by field, without those that are skipped. Each
   * is held against its field's limits, and must be written as the host writes it.
   */
  sendsForm(given: Readonly<Record<string, Value>>): Promise<string> {
    const form = this.#form;
    ensure(form !== undefined, () => "no form was asked for");
    return this.event({ tag: "form", val: answers(form, given) });
  }

  /** The citizen steps back. */
  goesBack(): Promise<string> {
    return this.event({ tag: "back" });
  }

  /** The office's computer sends a notice about the citizen, which comes at once. */
  isNoticed(id: string, body: string): Promise<string> {
    ensure(NOTICE_ID.test(id), () => `\`${id}\` is not 1 to 64 letters (A to Z), digits, \`_\`, \`-\` and \`.\``);
    const bytes = new TextEncoder().encode(body).length;
    ensure(bytes >= 1 && bytes <= NOTICE_BYTES_MAX, () => `${bytes} bytes, a notice has 1 to ${NOTICE_BYTES_MAX}`);
    return this.event({ tag: "notice", val: { id, at: BigInt(this.host.now), body } });
  }

  /**
   * The citizen leaves by the front desk, with "menu" or by opening something else: the conversation ends without a
   * turn.
   */
  leaves(): void {
    this.#state = undefined;
    this.#offered = [];
    this.#form = undefined;
  }

  /**
   * So many milliseconds pass in silence. Timers of this service that come due have their turns, each at its instant;
   * gives all that they say. The conversation may have ended before.
   */
  async waits(ms: number): Promise<string> {
    const { host } = this;
    const until = host.now + ms;
    const said: string[] = [];
    for (;;) {
      const ours = host.timers.filter((timer) => timer.service === this.#service && timer.at <= until);
      const [next] = ours.sort((a, b) => a.at - b.at);
      if (!next) break;
      host.now = Math.max(next.at, host.now);
      host.timers = host.timers.filter((timer) => timer !== next);
      const { name, at, note } = next;
      said.push(await this.event({ tag: "timer", val: { name, at: BigInt(at), note } }));
    }
    host.now = until;
    return said.filter((words) => words !== "").join("\n---\n");
  }

  /** Whether it goes on. */
  get isOpen(): boolean {
    return this.#state !== undefined;
  }

  /** The state that the next turn finds. */
  get state(): unknown {
    return this.#state && decode(this.#state);
  }

  set state(state: unknown) {
    this.#state = encode(state);
  }

  /** The ids that are offered. */
  get offered(): readonly string[] {
    return this.#offered.map(({ id }) => id);
  }

  /**
   * One turn. Its records and timers are kept, as the host keeps them.
   *
   * @throws TurnFault for a fault, and what the department throws else; nothing that the turn stored is kept then.
   */
  async event(event: ContractEvent): Promise<string> {
    const isHeard = event.tag === "opened" || event.tag === "back" || event.tag === "form";
    ensure(this.#form === undefined || isHeard, () => `while a form is open, the front desk hears \`${event.tag}\``);
    const { replies, next } = await this.#run(event);
    const isSilent = COMES_BY_ITSELF.has(event.tag) && replies.length === 0;
    // A timer that says nothing opens nothing, and leaves what is offered.
    if (isSilent && this.#state === undefined) return "";
    this.#state = next.tag === "stay" ? next.val : undefined;
    if (isSilent && this.isOpen) return "";
    this.#offered = replies.reduce<readonly Choice[]>(
      (offered, reply) => (reply.tag === "choices" ? reply.val.items : offered),
      [],
    );
    const last = replies.at(-1);
    this.#form = last?.tag === "ask-form" ? last.val : undefined;
    return replies.map((reply) => this.#spoken(reply)).join("\n---\n");
  }

  async #run(event: ContractEvent): Promise<ContractOutcome> {
    const { host, language } = this;
    this.#turns += 1;
    host.begin(this.#service);
    const turn = {
      id: `turn-${this.#service}-${this.#turns}`,
      citizen: { pseudonym: "0f".repeat(16), language },
      service: this.#service,
      event,
      now: BigInt(host.now),
      ...(this.#state && { state: this.#state }),
    };
    try {
      return await this.#exports.handler.handle(turn);
    } catch (thrown) {
      host.undo();
      throw isContractFault(thrown) ? new TurnFault(thrown) : thrown;
    }
  }

  #spoken(reply: ContractReply): string {
    switch (reply.tag) {
      case "text":
      case "ask-location":
        return reply.val;
      case "choices":
        return `${reply.val.body}\n${reply.val.items.map(({ title }) => `[${title}]`).join(" ")}`;
      case "link":
        return `${reply.val.body}\n(${reply.val.label}: ${reply.val.url})`;
      case "image":
        return `(image ${reply.val.url})`;
      case "document":
        return `(document ${reply.val.filename})`;
      case "file":
        return `(file ${reply.val.filename})`;
      case "place":
        return `(place ${reply.val.latitude} ${reply.val.longitude})`;
      case "certificate":
        this.host.checkSent(reply.val.id);
        return reply.val.caption ?? `(certificate ${reply.val.id})`;
      case "ask-payment":
        return `(pay ${reply.val.amount} paise: ${reply.val.purpose[this.language]})`;
      case "ask-form": {
        const { title, fields } = reply.val;
        return `${title[this.language]}\n${fields[0]?.question[this.language] ?? ""}`;
      }
    }
  }
}

function isContractFault(thrown: unknown): thrown is ContractFault {
  return typeof thrown === "object" && thrown !== null && "tag" in thrown;
}
