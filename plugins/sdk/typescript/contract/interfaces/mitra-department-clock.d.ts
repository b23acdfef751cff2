/// <reference path="./mitra-department-types.d.ts" />
declare module 'mitra:department/clock@1.0.0' {
  /**
   * The instant of this turn. It stands still within a turn, so that a repeated turn does the same.
   */
  export function now(): Instant;
  export type Instant = import('mitra:department/types@1.0.0').Instant;
}
