/**
 * What data from elsewhere must look like: a state, a record, a web service's answer.
 *
 * ```ts
 * const WARD = shape.object({ hours: shape.localized, phone: shape.optional(shape.string) });
 * type Ward = Infer<typeof WARD>;
 * ```
 *
 * @module
 */

import { checkLine, LimitError } from "./check.js";
import type { Localized } from "./text.js";

/** Reads a value that came as JSON. */
export interface Shape<T> {
  /**
   * The value, if it has this shape. An object's members that the shape does not name are left out.
   *
   * @throws ShapeError that says where it differs.
   */
  read(value: unknown): T;
}

/** The type of a shape's values. */
export type Infer<S extends Shape<unknown>> = S extends Shape<infer T> ? T : never;

/** A value has not the shape it must have. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  /** What must be there, in words. */
  readonly wanted: string;
  /** Where in the value, such as `bills.0.due`; empty for the value itself. */
  readonly path: string;

  constructor(wanted: string, path = "") {
    super(`${path === "" ? "it" : `\`${path}\``} is not ${wanted}`);
    this.wanted = wanted;
    this.path = path;
  }
}

function primitive<T>(wanted: string, is: (value: unknown) => value is T): Shape<T> {
  return {
    read(value) {
      if (!is(value)) throw new ShapeError(wanted);
      return value;
    },
  };
}

/** A text. */
export const string: Shape<string> = primitive("a text", (value) => typeof value === "string");
/** A number, with or without a fraction. */
export const number: Shape<number> = primitive("a number", (value) => typeof value === "number");
/** A whole number that is exact. */
export const integer: Shape<number> = primitive("a whole number", (value): value is number =>
  Number.isSafeInteger(value),
);
/** True or false. */
export const boolean: Shape<boolean> = primitive("true or false", (value) => typeof value === "boolean");

/**
 * One line that can be shown: something that can be seen, of at most so many characters, without control characters.
 * For what comes from elsewhere and is to be a title or part of a text.
 */
export function line(unitsMax: number): Shape<string> {
  const is = (value: unknown): value is string => {
    if (typeof value !== "string") return false;
    try {
      checkLine("it", value, unitsMax);
      return true;
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      return false;
    }
  };
  return primitive(`one line of at most ${unitsMax} characters`, is);
}

/** One of these texts. */
export function oneOf<const T extends string>(...allowed: readonly T[]): Shape<T> {
  const is = (value: unknown): value is T => allowed.some((one) => one === value);
  return primitive(`one of ${allowed.join(", ")}`, is);
}

/** A list. */
export function list<T>(of: Shape<T>): Shape<T[]> {
  return {
    read(value) {
      if (!Array.isArray(value)) throw new ShapeError("a list");
      return value.map((item: unknown, index) => inside(String(index), () => of.read(item)));
    },
  };
}

/** A shape whose member may be missing, in {@link object}; null counts as missing. */
export interface Optional<T> extends Shape<T | undefined> {
  readonly isOptional: true;
}

/** A member that may be missing. */
export function optional<T>(of: Shape<T>): Optional<T> {
  return { isOptional: true, read: (value) => (value === undefined || value === null ? undefined : of.read(value)) };
}

type Members = Readonly<Record<string, Shape<unknown>>>;
/** An object's type: members that may be missing may be left out by whoever writes one, too. */
type ObjectOf<M extends Members> = {
  -readonly [K in keyof M as M[K] extends Optional<unknown> ? never : K]: Infer<M[K]>;
} & {
  -readonly [K in keyof M as M[K] extends Optional<unknown> ? K : never]?: Infer<M[K]>;
};

/** An object with these members. */
export function object<const M extends Members>(members: M): Shape<ObjectOf<M>> {
  return {
    read(value) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ShapeError("an object");
      const given: Readonly<Record<string, unknown>> = { ...value };
      const entries = Object.entries(members).map(([name, shape]) => {
        // Own members alone: nobody takes `constructor` for data.
        const member = Object.hasOwn(given, name) ? given[name] : undefined;
        return [name, inside(name, () => shape.read(member))] as const;
      });
      return Object.fromEntries(entries.filter(([, member]) => member !== undefined)) as ObjectOf<M>;
    },
  };
}

/** Any of these shapes; the first that fits. */
export function either<const S extends readonly Shape<unknown>[]>(...shapes: S): Shape<Infer<S[number]>> {
  return {
    read(value) {
      const wanted: string[] = [];
      for (const shape of shapes) {
        try {
          return shape.read(value) as Infer<S[number]>;
        } catch (error) {
          if (!(error instanceof ShapeError)) throw error;
          wanted.push(error.path === "" ? error.wanted : `${error.path}: ${error.wanted}`);
        }
      }
      throw new ShapeError(wanted.join(", or "));
    },
  };
}

/** A text in three languages. */
export const localized: Shape<Localized> = object({ te: string, en: string, hi: string });

/** The same, each of them a {@link line}. */
export function lines(unitsMax: number): Shape<Localized> {
  return object({ te: line(unitsMax), en: line(unitsMax), hi: line(unitsMax) });
}

function inside<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new ShapeError(error.wanted, error.path === "" ? name : `${name}.${error.path}`);
  }
}
