declare module 'mitra:department/random@1.0.0' {
  /**
   * Bytes that nobody can tell beforehand, at most 1,024 in one call; more traps.
   * 
   * Every turn has others. A turn that the host repeats gets the same bytes in the same order, so that it does the
   * same. In `describe` they are always the same.
   */
  export function bytes(length: number): Uint8Array;
}
