/// <reference path="./mitra-department-types.d.ts" />
declare module 'mitra:department/schedule@1.0.0' {
  /**
   * Sets a timer when the turn succeeds. One of the same name in this service is replaced.
   * 
   * The name has 1 to 64 bytes, the note at most 4 KiB. An instant that has passed counts as `turn.now`; it may be at
   * most 400 days ahead. A citizen may have 8 timers in a service.
   */
  export function set(name: string, at: Instant, note: Uint8Array): void;
  /**
   * Removes a timer when the turn succeeds. Says whether there was one: after `true` it never comes.
   */
  export function cancel(name: string): boolean;
  export type Instant = import('mitra:department/types@1.0.0').Instant;
}
