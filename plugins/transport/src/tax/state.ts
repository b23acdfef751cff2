// Where a conversation about a tax is.

/** One of its steps. */
export type Step =
  | { readonly step: "number" | "over" }
  | { readonly step: "chassis"; readonly number: string }
  /** What is due is shown, or the back end was away. */
  | { readonly step: "shown" | "away"; readonly number: string; readonly chassis: string };
