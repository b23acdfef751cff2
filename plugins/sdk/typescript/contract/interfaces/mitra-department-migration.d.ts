declare module 'mitra:department/migration@1.0.0' {
  /**
   * Turns the bytes that a release with `from-schema` left into bytes of your own schema, at most 64 KiB.
   * 
   * Called right before `handle`, once in such a conversation, in the same memory and out of the same budget as the turn.
   * An error, a trap or too many bytes cost the state alone: the citizen is told that the service was improved, and you
   * get `opened` instead of what the citizen did. The error's words are for your own log.
   */
  export function migrate(fromSchema: number, state: Uint8Array): Uint8Array;
}
