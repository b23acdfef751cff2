/**
 * Texts in three languages: the department's own, and those of its records.
 *
 * ```ts
 * const HOURS = text("వార్డు {ward}: {hours}", "Ward {ward}: {hours}", "वार्ड {ward}: {hours}");
 * HOURS.in("en", { ward: 7, hours: "6 to 8" }); // "Ward 7: 6 to 8"
 * ```
 *
 * @module
 */

/** The languages a citizen can choose: Telugu, English, Hindi. */
export type Language = "te" | "en" | "hi";

/** All of them. */
export const LANGUAGES: readonly Language[] = ["te", "en", "hi"];

/** The same text in all three languages, as records have it. `words[language]` is the one to say. */
export interface Localized {
  readonly te: string;
  readonly en: string;
  readonly hi: string;
}

/** The names between braces in a text. */
type Names<Written extends string> = Written extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** What stands in the places of a text's names: nothing for a text without names. */
type Parts<Name extends string> = [Name] extends [never] ? [] : [parts: Readonly<Record<Name, string | number>>];

/** A text of the department's own. `Name` are the names between braces, to be filled in. */
export class Text<Name extends string = never> implements Localized {
  readonly te: string;
  readonly en: string;
  readonly hi: string;

  /** Use {@link text}. */
  constructor(te: string, en: string, hi: string) {
    const wanted = names(en);
    for (const translated of [te, hi]) {
      if (names(translated) !== wanted) throw new TypeError(`not the same names as in "${en}": "${translated}"`);
    }
    this.te = te;
    this.en = en;
    this.hi = hi;
  }

  /** The text in a language, with its names filled in. */
  in(language: Language, ...[parts]: Parts<Name>): string {
    const filled: Readonly<Record<string, string | number>> = parts ?? {};
    return this[language].replace(PLACE, (place, name: string) => String(filled[name] ?? place));
  }
}

const PLACE = /\{([a-z][A-Za-z0-9]*)\}/g;

function names(text: string): string {
  return [...new Set(text.match(PLACE))].sort().join();
}

/**
 * A text in Telugu, English and Hindi. What stands between braces is filled in when it is said; the order may differ
 * between languages, the names may not.
 *
 * @throws TypeError if one language has other names than the others.
 */
export function text<const Written extends string>(te: string, en: Written, hi: string): Text<Names<Written>> {
  return new Text(te, en, hi);
}
