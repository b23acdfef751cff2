/// <reference path="../contract/stateful-department.d.ts" />
/**
 * The contract's functions that a component imports, as types alone: tests have others than components.
 *
 * @module
 */

/** All of them, by their interfaces. */
export interface Imports {
  readonly certificates: typeof import("mitra:department/certificates@1.0.0");
  readonly clock: typeof import("mitra:department/clock@1.0.0");
  readonly config: typeof import("mitra:department/config@1.0.0");
  readonly http: typeof import("mitra:department/http@1.0.0");
  readonly log: typeof import("mitra:department/log@1.0.0");
  readonly media: typeof import("mitra:department/media@1.0.0");
  readonly payments: typeof import("mitra:department/payments@1.0.0");
  readonly random: typeof import("mitra:department/random@1.0.0");
  readonly schedule: typeof import("mitra:department/schedule@1.0.0");
  readonly storage: typeof import("mitra:department/storage@1.0.0");
}
