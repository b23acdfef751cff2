/// <reference path="./mitra-department-conversation.d.ts" />
/// <reference path="./mitra-department-types.d.ts" />
declare module 'mitra:department/handler@1.0.0' {
  /**
   * Says what the department offers. Called twice when a release is loaded, each time in fresh memory and with 1 s of
   * CPU time, before any citizen sees it. Must give the same answer every time: two different answers, a trap or
   * a broken limit reject the release. Imports answer as in an empty department.
   */
  export function describe(): Department;
  /**
   * Runs one turn: 50 ms of CPU time, 5 s in all, 64 MiB of memory.
   * A trap or a broken limit costs this turn alone: nothing it stored is kept, and the citizen gets one calm sentence.
   */
  export function handle(turn: Turn): Outcome;
  export type Department = import('mitra:department/types@1.0.0').Department;
  export type Turn = import('mitra:department/conversation@1.0.0').Turn;
  export type Outcome = import('mitra:department/conversation@1.0.0').Outcome;
  export type Fault = import('mitra:department/conversation@1.0.0').Fault;
}
