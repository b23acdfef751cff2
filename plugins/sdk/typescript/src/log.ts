/**
 * The department's own log.
 *
 * @module
 */

import type { Imports } from "./imports.js";

/**
 * Lines for whoever keeps the department running. Never what a citizen typed, nor what one could be found by.
 *
 * A turn may write at most 100 lines and 16 KiB; the host drops what is over and says so once.
 */
export class Log {
  readonly #log: Imports["log"];

  constructor(log: Imports["log"]) {
    this.#log = log;
  }

  /** For whoever is looking for a bug. Hosts are often set to leave these out. */
  debug(line: string): void {
    this.#log.write("debug", line);
  }

  /** Worth knowing; nothing to do. */
  info(line: string): void {
    this.#log.write("info", line);
  }

  /** Somebody should look at it, in working hours. */
  warn(line: string): void {
    this.#log.write("warn", line);
  }

  /** Citizens are not served as they should be. */
  error(line: string): void {
    this.#log.write("error", line);
  }
}
