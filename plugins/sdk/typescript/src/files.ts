/**
 * The bytes of files that citizens sent.
 *
 * @module
 */

import type { Failure } from "mitra:department/media@1.0.0";

import type { Imports } from "./imports.js";
import { payloadOf } from "./payload.js";

/** What is in a file, or why it cannot be read. The words of a failure are for your log, not for citizens. */
export type FileContent =
  /** `mimeType` is what the citizen's phone said: look at the bytes before you trust it. */
  | { readonly kind: "content"; readonly mimeType: string; readonly bytes: Uint8Array }
  /** You did not ask for it, or the operator did not grant it. */
  | { readonly kind: "denied"; readonly words: string }
  /** No file that this citizen sent to your department has this id. */
  | { readonly kind: "unknown" }
  /** The citizen must send it again: Meta keeps files for 7 days. */
  | { readonly kind: "gone" }
  /** It has more than 5 MiB. */
  | { readonly kind: "too-large" }
  /** Meta cannot be reached, or took too long. A later turn may read it: throw `RetryLater`. */
  | { readonly kind: "unavailable"; readonly words: string };

/**
 * Files that `department.toml` asks for and the operator granted. A turn may read 4, of at most 5 MiB each, in 4 s
 * together; a turn that the host repeats gets the same bytes.
 */
export class Files {
  readonly #media: Imports["media"];

  constructor(media: Imports["media"]) {
    this.#media = media;
  }

  /** Reads a whole file by the id that came with it, in this turn or in an earlier one of the same citizen. */
  read(id: string): FileContent {
    try {
      return { kind: "content", ...this.#media.read(id) };
    } catch (thrown) {
      return failure(payloadOf<Failure>(thrown));
    }
  }
}

function failure(failure: Failure): FileContent {
  switch (failure.tag) {
    case "denied":
    case "unavailable":
      return { kind: failure.tag, words: failure.val };
    case "unknown":
    case "gone":
    case "too-large":
      return { kind: failure.tag };
  }
}
