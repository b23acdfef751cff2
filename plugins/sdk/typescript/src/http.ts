/**
 * Requests to web services, such as the department's own back end.
 *
 * @module
 */

import type { Failure } from "mitra:department/http@1.0.0";

import { bytes, checkCount, ensure } from "./check.js";
import type { Imports } from "./imports.js";
import { decode, encode } from "./json.js";
import { REQUEST_BYTES_MAX, REQUEST_HEADERS_MAX, REQUEST_URL_BYTES_MAX } from "./limits.js";
import { payloadOf } from "./payload.js";
import { type Shape, ShapeError } from "./shape.js";

/** How a request is made. */
export type Method = "get" | "head" | "post" | "put" | "patch" | "delete";

/** What is sent. */
export interface Request {
  readonly method: Method;
  /** The whole address, at most 4,096 bytes. See {@link address}. */
  readonly url: string;
  /** At most 32. Keys and tokens are the host's: you never see those. */
  readonly headers?: Readonly<Record<string, string>>;
  /** At most 256 KiB. */
  readonly body?: Uint8Array;
}

/** What a service answered, or why there is no answer. The words of a failure are for your log, not for citizens. */
export type Answer =
  | Response
  /** You did not ask for the service, or the operator did not grant it. */
  | { readonly kind: "denied"; readonly words: string }
  /** It cannot be sent as it is. */
  | { readonly kind: "invalid"; readonly words: string }
  /** The service cannot be reached, or broke off. It may have got the request. */
  | { readonly kind: "unreachable"; readonly words: string }
  /** No whole answer came within 4 s. The service may have got the request. */
  | { readonly kind: "timed-out"; readonly words: string }
  /** The answer breaks a limit. The service got the request. */
  | { readonly kind: "too-large"; readonly words: string };

/** What a service answered. */
export class Response {
  readonly kind = "response";
  /** 200 and the like. A redirect is not followed. */
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** At most 1 MiB. */
  readonly body: Uint8Array;

  constructor(status: number, headers: ReadonlyMap<string, string>, body: Uint8Array) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** The body as JSON of this shape; undefined if it is none: what a service answers is never to be trusted. */
  json<T>(shape: Shape<T>): T | undefined {
    try {
      return shape.read(decode(this.body));
    } catch (error) {
      if (error instanceof ShapeError || error instanceof SyntaxError || error instanceof TypeError) return undefined;
      throw error;
    }
  }
}

/**
 * Requests to web services that `department.toml` asks for and the operator granted. A turn may send 10, each takes at
 * most 4 s, and the turn 5 s in all.
 *
 * Each carries an `idempotency-key`, the same when the turn is repeated: let your back end do nothing twice for one
 * key.
 */
export class Http {
  readonly #http: Imports["http"];

  constructor(http: Imports["http"]) {
    this.#http = http;
  }

  /** Reads. */
  get(url: string): Answer {
    return this.send({ method: "get", url });
  }

  /** Sends a value as JSON. */
  post(url: string, value: unknown): Answer {
    return this.send({ method: "post", url, headers: { "content-type": "application/json" }, body: encode(value) });
  }

  /** Removes. */
  delete(url: string): Answer {
    return this.send({ method: "delete", url });
  }

  /** Sends one request and waits for the whole answer. */
  send(request: Request): Answer {
    const headers = Object.entries(request.headers ?? {}).map(([name, value]) => ({ name, value }));
    const { method, url, body } = request;
    const size = bytes(url);
    ensure(size <= REQUEST_URL_BYTES_MAX, () => `an address has ${size} bytes, at most ${REQUEST_URL_BYTES_MAX}`);
    checkCount("headers", headers.length, 0, REQUEST_HEADERS_MAX);
    checkCount("bytes in a request's body", body?.length ?? 0, 0, REQUEST_BYTES_MAX);
    try {
      const answer = this.#http.send({ method, url, headers, ...(body && { body }) });
      const named = answer.headers.map(({ name, value }) => [name, value] as const);
      return new Response(answer.status, new Map(named), answer.body);
    } catch (error) {
      return failure(payloadOf<Failure>(error));
    }
  }
}

/**
 * An address with its parts percent-encoded, so that nothing that a citizen typed leads elsewhere.
 *
 * ```ts
 * host.http.get(address`${base}/vehicles/${plate}`); // The first part, if the text begins with it, is taken as it is.
 * ```
 */
export function address(pieces: TemplateStringsArray, ...parts: readonly (string | number)[]): string {
  const encoded = parts.map((part, index) => {
    if (index === 0 && pieces[0] === "") return String(part);
    // Encoded or not, these two lead out of their folder.
    ensure(!/^\.{1,2}$/.test(String(part)), () => "a part of an address leads elsewhere: `.` or `..`");
    return encodeURIComponent(String(part));
  });
  return pieces.map((piece, index) => piece + (encoded[index] ?? "")).join("");
}

function failure(failure: Failure): Answer {
  switch (failure.tag) {
    case "denied":
    case "invalid":
    case "unreachable":
      return { kind: failure.tag, words: failure.val };
    case "timed-out":
      return { kind: "timed-out", words: "no whole answer came in time" };
    case "too-large":
      return { kind: "too-large", words: "the answer is too large" };
  }
}
