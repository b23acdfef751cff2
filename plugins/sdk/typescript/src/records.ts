/**
 * Records: what the department keeps between turns.
 *
 * @module
 */

import { bytes, checkCount, ensure } from "./check.js";
import { Bug } from "./fault.js";
import type { Imports } from "./imports.js";
import { decode, encode } from "./json.js";
import { KEY_BYTES_MAX, KEYS_LISTED_MAX, VALUE_BYTES_MAX } from "./limits.js";
import { type Shape, ShapeError } from "./shape.js";

/**
 * Records of the whole department, or of one citizen. Values are plain data, written as JSON of at most 64 KiB; keys
 * have 1 to 256 bytes. A turn may read and write 100 keys each.
 *
 * All writes of a turn are kept together with its replies, or not at all. If another turn changed what this one read,
 * the host repeats this one from the start: no locks are needed.
 */
export class Records {
  readonly #storage: Imports["storage"];
  readonly #scope: "department" | "citizen";

  constructor(storage: Imports["storage"], scope: "department" | "citizen") {
    this.#storage = storage;
    this.#scope = scope;
  }

  /**
   * The value; undefined if there is no such key.
   *
   * @throws Bug that names the key if the value has not this shape.
   */
  get<T>(key: string, shape: Shape<T>): T | undefined {
    const stored = this.#storage.get(this.#scope, checked(key));
    return stored === undefined ? undefined : read(key, stored, shape);
  }

  /** Whether there is such a key. */
  has(key: string): boolean {
    return this.#storage.get(this.#scope, checked(key)) !== undefined;
  }

  /** Stores the value when the turn succeeds. */
  set(key: string, value: unknown): void {
    this.#storage.set(this.#scope, checked(key), written(key, value));
  }

  /** Removes the key when the turn succeeds. Removing a missing key does nothing. */
  delete(key: string): void {
    this.#storage.delete(this.#scope, checked(key));
  }

  /**
   * Stores the value, or removes the key for `undefined`, if the key has the value `expected`, or does not exist for
   * `undefined`. Says whether it did. Two values are the same if they are written as the same JSON.
   */
  replace(key: string, expected: unknown, value: unknown): boolean {
    const bytesOf = (it: unknown) => (it === undefined ? undefined : written(key, it));
    return this.#storage.replace(this.#scope, checked(key), bytesOf(expected), bytesOf(value));
  }

  /**
   * Replaces the value by what `change` makes of it; undefined stands for no value, before and after. Gives the new
   * one.
   *
   * @throws Bug that names the key if the value has not this shape.
   */
  update<T>(key: string, shape: Shape<T>, change: (value: T | undefined) => T | undefined): T | undefined {
    const stored = this.#storage.get(this.#scope, checked(key));
    const value = change(stored === undefined ? undefined : read(key, stored, shape));
    const isDone = this.#storage.replace(
      this.#scope,
      key,
      stored,
      value === undefined ? undefined : written(key, value),
    );
    ensure(isDone, () => `\`${key}\` was changed by the function that was to change it`);
    return value;
  }

  /** The keys that begin with `prefix`, in byte order, at most `limit`, which is at most 100. */
  keys(prefix: string, limit: number = KEYS_LISTED_MAX): string[] {
    checkCount("keys of one listing", limit, 0, KEYS_LISTED_MAX);
    return this.#storage.keys(this.#scope, prefix, limit);
  }
}

function checked(key: string): string {
  checkCount(`bytes in the key \`${key}\``, bytes(key), 1, KEY_BYTES_MAX);
  return key;
}

function written(key: string, value: unknown): Uint8Array {
  const json = encode(value);
  ensure(
    json.length <= VALUE_BYTES_MAX,
    () => `the value of \`${key}\` has ${json.length} bytes, at most ${VALUE_BYTES_MAX}`,
  );
  return json;
}

function read<T>(key: string, stored: Uint8Array, shape: Shape<T>): T {
  let value: unknown;
  try {
    value = decode(stored);
  } catch {
    throw new Bug(`the record \`${key}\` is no JSON`);
  }
  try {
    return shape.read(value);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new Bug(`the record \`${key}\`: ${error.message}`);
  }
}
