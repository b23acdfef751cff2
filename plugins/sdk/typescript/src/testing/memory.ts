/**
 * A host in memory, as strict as the real one.
 *
 * @module
 */

import type { Failure, Request as ContractRequest, Response as ContractResponse } from "mitra:department/http@1.0.0";
import type { Failure as FileFailure } from "mitra:department/media@1.0.0";
import type { PaymentStatus } from "mitra:department/payments@1.0.0";

import { bytes, checkCount, ensure } from "../check.js";
import type { Imports } from "../imports.js";
import { decode, encode } from "../json.js";
import * as limits from "../limits.js";
import { Registry } from "./registry.js";

/** What a web service answers: a status with a body that is written as JSON unless it is a text, or a failure. */
export type WebAnswer = { readonly status: number; readonly body?: unknown } | { readonly fails: Failure["tag"] };

/** What is in a file that the citizen sent, or why it cannot be read. */
export type MemoryFile =
  { readonly mimeType: string; readonly bytes: Uint8Array } | { readonly fails: FileFailure["tag"] };

/** A request that was sent. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** The body as JSON, if it is. */
  readonly json: unknown;
}

/** A timer that waits. */
export interface WaitingTimer {
  readonly service: string;
  readonly name: string;
  /** When it comes, in milliseconds since 1970. */
  readonly at: number;
  readonly note: Uint8Array;
}

/** 24-11-2026, 10:30 in India. */
const BEGINNING = 1_795_496_400_000;

/** A host in memory: what a test sets up and looks at. */
export class MemoryHost {
  /** The operator's settings. */
  readonly config = new Map<string, string>();
  /** What web services answer, by method and address, such as `GET https://a.example/x`. Others cannot be reached. */
  readonly web = new Map<string, WebAnswer>();
  /** Answers what `web` has no answer for. */
  service: ((request: Sent) => WebAnswer) | undefined;
  /** The requests sent, oldest first. */
  readonly sent: Sent[] = [];
  /** The files that the citizen sent, by their ids. All others are unknown. */
  readonly files = new Map<string, MemoryFile>();
  /** Where payments stand, by their references. */
  readonly payments = new Map<string, PaymentStatus>();
  /** Certificates, and the kinds that may be issued. */
  readonly certificates = new Registry();
  /** The lines logged, oldest first. */
  readonly logged: { readonly level: string; readonly line: string }[] = [];
  /** The instant of every turn, in milliseconds since 1970. */
  now = BEGINNING;
  /** The citizen's timers. */
  timers: WaitingTimer[] = [];

  readonly #records = new Map<string, Uint8Array>();
  #kept: [string, Uint8Array][] = [];
  #keptTimers: WaitingTimer[] = [];
  #turnService = "";
  #n = { requests: 0, files: 0, payments: 0, timers: 0, read: new Set<string>(), written: new Set<string>() };
  #chance = 0;

  /** With the records of a seed file, as its text. */
  static seeded(seed: string): MemoryHost {
    const host = new MemoryHost();
    for (const { key, value } of JSON.parse(seed) as readonly { key: string; value: unknown }[]) {
      host.#records.set(`department/${key}`, encode(value));
    }
    return host;
  }

  /** A record's value. */
  record(scope: "department" | "citizen", key: string): unknown {
    const stored = this.#records.get(`${scope}/${key}`);
    return stored && decode(stored);
  }

  /** Puts a record there. */
  setRecord(scope: "department" | "citizen", key: string, value: unknown): void {
    this.#records.set(`${scope}/${key}`, encode(value));
  }

  /** A turn of a service begins. */
  begin(service: string): void {
    this.#turnService = service;
    this.certificates.begin(this.now);
    this.#kept = [...this.#records];
    this.#keptTimers = this.timers;
    this.#n = { requests: 0, files: 0, payments: 0, timers: 0, read: new Set(), written: new Set() };
  }

  /** The turn failed: nothing that it stored is kept. */
  undo(): void {
    this.#records.clear();
    for (const [key, value] of this.#kept) this.#records.set(key, value);
    this.timers = this.#keptTimers;
    this.certificates.undo();
  }

  /** Holds a reply against what was issued. */
  checkSent(id: string): void {
    this.certificates.checkSent(id);
  }

  /** The contract's functions. */
  imports(): Imports {
    return {
      certificates: this.certificates.imports(),
      clock: { now: () => BigInt(this.now) },
      config: { get: (key) => this.config.get(key) },
      http: { send: (request) => this.#send(request) },
      log: {
        write: (level, line) => {
          this.logged.push({ level, line });
        },
      },
      media: { read: (id) => this.#read(id) },
      payments: {
        find: (reference) => {
          checkCount("payments looked for in one turn", ++this.#n.payments, 0, limits.PAYMENTS_FOUND_MAX);
          return this.payments.get(reference);
        },
      },
      random: { bytes: (length) => Uint8Array.from({ length }, () => mixed(++this.#chance)) },
      schedule: { set: (name, at, note) => this.#setTimer(name, at, note), cancel: (name) => this.#cancel(name) },
      storage: this.#storage(),
    };
  }

  #storage(): Imports["storage"] {
    const records = this.#records;
    const at = (kind: "read" | "written", scope: string, key: string) => {
      const n = this.#n[kind].add(`${scope}/${key}`).size;
      ensure(n <= 100, () => `100 keys are ${kind} in one turn, and \`${key}\` is one more`);
      return `${scope}/${key}`;
    };
    const get: Imports["storage"]["get"] = (scope, key) => records.get(at("read", scope, key));
    const set: Imports["storage"]["set"] = (scope, key, value) => void records.set(at("written", scope, key), value);
    const remove = (scope: string, key: string) => void records.delete(at("written", scope, key));
    return {
      get,
      set,
      delete: remove,
      replace: (scope, key, expected, value) => {
        const found = get(scope, key);
        const isExpected = found === undefined ? expected === undefined : !!expected && isSame(found, expected);
        if (isExpected) value ? set(scope, key, value) : remove(scope, key);
        return isExpected;
      },
      keys: (scope, prefix, limit) => {
        const all = [...records.keys()].filter((key) => key.startsWith(`${scope}/${prefix}`));
        return all
          .map((key) => key.slice(scope.length + 1))
          .sort(byBytes)
          .slice(0, limit);
      },
    };
  }

  #send({ method, url, body }: ContractRequest): ContractResponse {
    checkCount("requests in one turn", ++this.#n.requests, 0, limits.REQUESTS_MAX);
    const request: Sent = { method: method.toUpperCase(), url, json: body && decode(body) };
    this.sent.push(request);
    const answer = this.web.get(`${request.method} ${url}`) ?? this.service?.(request) ?? { fails: "unreachable" };
    if ("fails" in answer) throw { payload: { tag: answer.fails, val: "the test says so" } };
    const { status, body: said } = answer;
    const text = typeof said === "string" ? new TextEncoder().encode(said) : encode(said ?? null);
    return { status, headers: [], body: text };
  }

  #read(id: string): { mimeType: string; bytes: Uint8Array } {
    checkCount("files read in one turn", ++this.#n.files, 0, limits.FILES_READ_MAX);
    const file = this.files.get(id) ?? { fails: "unknown" };
    if ("fails" in file) throw { payload: { tag: file.fails, val: "the test says so" } };
    if (file.bytes.length > limits.FILE_READ_BYTES_MAX) throw { payload: { tag: "too-large" } };
    return file;
  }

  #setTimer(name: string, at: bigint, note: Uint8Array): void {
    this.#cancel(name);
    const timer = { service: this.#turnService, name, at: Math.max(Number(at), this.now), note };
    this.timers = [...this.timers, timer];
    const n = this.timers.filter(({ service }) => service === this.#turnService).length;
    checkCount("timers of a citizen in a service", n, 0, limits.TIMERS_MAX);
  }

  #cancel(name: string): boolean {
    checkCount("times that a turn sets and cancels timers", ++this.#n.timers, 0, limits.TIMER_CALLS_MAX);
    checkCount("bytes in a timer's name", bytes(name), 1, limits.TIMER_NAME_BYTES_MAX);
    const before = this.timers.length;
    this.timers = this.timers.filter((timer) => timer.service !== this.#turnService || timer.name !== name);
    return this.timers.length < before;
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Keys in the order of their bytes, which that of UTF-16 units is not. */
function byBytes(one: string, other: string): number {
  const [a, b] = [new TextEncoder().encode(one), new TextEncoder().encode(other)];
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

/** A byte of chance that is the same in every run: the finalizer of MurmurHash3 (Appleby, 2008). */
function mixed(n: number): number {
  let bits = Math.imul(n, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) & 0xff;
}
