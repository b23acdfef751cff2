/**
 * What the host offers a turn.
 *
 * @module
 */

import { Certificates } from "./certificates.js";
import { Config } from "./config.js";
import { Files } from "./files.js";
import { Http } from "./http.js";
import type { Imports } from "./imports.js";
import { Log } from "./log.js";
import { Payments } from "./payments.js";
import { Random } from "./random.js";
import { Records } from "./records.js";
import { Timers } from "./timers.js";

/** What the host offers a turn. */
export interface Host {
  /** The whole department's records. */
  readonly department: Records;
  /** The records of the citizen of this turn. */
  readonly citizen: Records;
  /** The operator's settings. */
  readonly config: Config;
  /** Requests to web services. */
  readonly http: Http;
  /** The bytes of files that citizens sent. */
  readonly files: Files;
  /** Where payments stand. */
  readonly payments: Payments;
  /** Certificates that the department issued. */
  readonly certificates: Certificates;
  /** Turns of this citizen's at a later instant. */
  readonly timers: Timers;
  /** Lines for the department's own log. */
  readonly log: Log;
  /** Chance. */
  readonly random: Random;
}

/** A host over the contract's functions: the real ones, or those of a test. */
export function hostOver(imports: Imports): Host {
  return {
    department: new Records(imports.storage, "department"),
    citizen: new Records(imports.storage, "citizen"),
    config: new Config(imports.config),
    http: new Http(imports.http),
    files: new Files(imports.media),
    payments: new Payments(imports.payments),
    certificates: new Certificates(imports.certificates),
    timers: new Timers(imports.schedule, imports.clock),
    log: new Log(imports.log),
    random: new Random(imports.random),
  };
}
