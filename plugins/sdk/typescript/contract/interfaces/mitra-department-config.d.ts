declare module 'mitra:department/config@1.0.0' {
  /**
   * The setting, or none if the operator gave no such key.
   */
  export function get(key: string): string | undefined;
}
