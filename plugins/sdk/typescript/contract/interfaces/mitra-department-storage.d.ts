declare module 'mitra:department/storage@1.0.0' {
  /**
   * The value, or none if there is no such key.
   */
  export function get(scope: Scope, key: string): Uint8Array | undefined;
  /**
   * Stores the value when the turn succeeds.
   */
  export function set(scope: Scope, key: string, value: Uint8Array): void;
  /**
   * Stores the value, or removes the key with none, if the key has the value `expected`, or does not exist with none.
   * Says whether it did. Counts as one read and, if it did, one write.
   * 
   * Within a turn nobody comes between your `get` and your `set` anyway: this is for saying it in one call.
   */
  export function replace(scope: Scope, key: string, expected: Uint8Array | undefined, value: Uint8Array | undefined): boolean;
  /**
   * Removes the key when the turn succeeds. Removing a missing key does nothing.
   */
  export { _delete as delete };
  function _delete(scope: Scope, key: string): void;
  /**
   * The keys that start with `prefix`, in byte order, at most `limit` (at most 100) of them.
   */
  export function keys(scope: Scope, prefix: string, limit: number): Array<string>;
  /**
   * Whose values: the whole department's, or those of the citizen of this turn.
   * # Variants
   * 
   * ## `"department"`
   * 
   * ## `"citizen"`
   */
  export type Scope = 'department' | 'citizen';
}
