/**
 * A department: what it says about itself, and how it answers.
 *
 * @module
 */

import { checkCount, checkLines, checkSlug, ensure } from "./check.js";
import type { Host } from "./host.js";
import * as limits from "./limits.js";
import type { Outcome } from "./outcome.js";
import type { Shape } from "./shape.js";
import type { Localized } from "./text.js";
import type { Turn } from "./turn.js";

/** One thing a citizen can do with the department, and how it is done. */
export interface Service<State> {
  /** Unique within the department; lower-case letters, digits and hyphens, at most 40. */
  readonly id: string;
  /** One line of at most 24 characters in each language. */
  readonly name: Localized;
  /** One line under the name, at most 72 characters in each language. */
  readonly summary: Localized;
  /** Other words that citizens type for it, in any script: at most 50, each of 1 to 60 code points. */
  readonly aliases: readonly string[];
  /**
   * What a state looks like. One that has not this shape is not handed over: the conversation begins anew, politely.
   */
  readonly state: Shape<State>;

  /**
   * Answers one event of one citizen. Runs in fresh memory: nothing is kept but the state in the outcome and the
   * records.
   *
   * @throws Refused, RetryLater or Bug if the turn cannot be done; anything else is a trap.
   */
  handle(turn: Turn<State>, host: Host): Outcome<State> | Promise<Outcome<State>>;
}

/** A department with its services, in the order citizens see them. */
export interface Department {
  /** Lower-case letters, digits and hyphens, at most 40: the `id` of `department.toml`. */
  readonly id: string;
  /** One line of at most 24 characters in each language. */
  readonly name: Localized;
  /** The schema number of the services' states. Raise it when they change. */
  readonly stateSchema: number;
  /** 1 to 50. */
  readonly services: readonly Service<unknown>[];

  /**
   * Turns a state that a release with another schema wrote into one of this schema, so that citizens in the middle of a
   * conversation go on. Without it, or if it throws, they are told that the service was improved, and it begins again.
   */
  migrate?(fromSchema: number, state: unknown): unknown;
}

/** A service. Nothing but its types: it makes `State` known to `handle`. */
export function service<State>(service: Service<State>): Service<State> {
  return service;
}

/**
 * A department.
 *
 * @throws LimitError if the host would refuse its description.
 */
export function department(department: Department): Department {
  const { id, name, services, stateSchema } = department;
  checkSlug(id);
  checkLines("the department's name", name, limits.NAME_CHARS_MAX);
  checkCount("services", services.length, 1, limits.SERVICES_MAX);
  ensure(Number.isInteger(stateSchema) && stateSchema >= 0 && stateSchema < 2 ** 32, () => "a schema is a number");
  services.forEach((service, index) => {
    checkSlug(service.id);
    const isNew = services.slice(0, index).every((other) => other.id !== service.id);
    ensure(isNew, () => `two services are named \`${service.id}\``);
    checkLines(`the name of \`${service.id}\``, service.name, limits.NAME_CHARS_MAX);
    checkLines(`the summary of \`${service.id}\``, service.summary, limits.SUMMARY_CHARS_MAX);
    checkCount(`aliases of \`${service.id}\``, service.aliases.length, 0, limits.ALIASES_MAX);
    for (const alias of service.aliases) {
      checkCount(`code points in the alias \`${alias}\``, [...alias].length, 1, limits.ALIAS_CODE_POINTS_MAX);
    }
  });
  return department;
}
