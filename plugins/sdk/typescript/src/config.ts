/**
 * The operator's settings.
 *
 * @module
 */

import type { Imports } from "./imports.js";

/** Settings that the operator gave: addresses, switches, names of offices. Never secrets. */
export class Config {
  readonly #config: Imports["config"];

  constructor(config: Imports["config"]) {
    this.#config = config;
  }

  /** The setting; undefined if the operator gave none. */
  get(key: string): string | undefined {
    return this.#config.get(key);
  }
}
