declare module 'mitra:department/types@1.0.0' {
  /**
   * An instant, in milliseconds since 1970-01-01T00:00:00Z.
   */
  export type Instant = bigint;
  /**
   * The languages a citizen can choose.
   * # Variants
   * 
   * ## `"te"`
   * 
   * ## `"en"`
   * 
   * ## `"hi"`
   */
  export type Language = 'te' | 'en' | 'hi';
  /**
   * The same text in all three languages. None of them may be empty or blank.
   */
  export interface Localized {
    te: string,
    en: string,
    hi: string,
  }
  /**
   * One thing a citizen can do with your department.
   */
  export interface Service {
    /**
     * Unique within the department; lower-case letters, digits and hyphens, at most 40.
     */
    id: string,
    /**
     * One line of at most 24 characters in each language.
     */
    name: Localized,
    /**
     * One line under the name, at most 72 characters in each language.
     */
    summary: Localized,
    /**
     * Other words that citizens type for this service, in any script, romanised spellings included.
     * At most 50, each 1 to 60 code points. They feed the front desk's search.
     */
    aliases: Array<string>,
  }
  /**
   * What your department offers. The front desk shows exactly this to citizens.
   */
  export interface Department {
    /**
     * Lower-case letters, digits and hyphens, at most 40. Must equal the id the operator configured.
     */
    id: string,
    /**
     * One line of at most 24 characters in each language (one row of a WhatsApp list).
     */
    name: Localized,
    /**
     * 1 to 50 services, in the order citizens see them. Ids must differ.
     */
    services: Array<Service>,
    /**
     * The schema number of the `state` bytes that this component writes. Raise it when they change.
     */
    stateSchema: number,
  }
  /**
   * A point on Earth, in degrees (WGS 84).
   */
  export interface Location {
    /**
     * -90.0 to 90.0.
     */
    latitude: number,
    /**
     * -180.0 to 180.0.
     */
    longitude: number,
    /**
     * The place's name, if the citizen picked a named place.
     */
    name?: string,
    /**
     * The place's address, if the citizen picked a named place.
     */
    address?: string,
  }
  /**
   * What kind of file a citizen sent.
   * # Variants
   * 
   * ## `"image"`
   * 
   * ## `"video"`
   * 
   * ## `"audio"`
   * 
   * ## `"document"`
   */
  export type MediaKind = 'image' | 'video' | 'audio' | 'document';
  /**
   * A file that a citizen sent. Its bytes are read through the interface `media`, for 7 days.
   */
  export interface Media {
    kind: MediaKind,
    /**
     * Opaque; at most 256 bytes. Store this to read the file later. It names nothing in another department, or in
     * another citizen's turn.
     */
    id: string,
    /**
     * Without parameters, such as `image/jpeg`.
     */
    mimeType: string,
    /**
     * The text under a picture or document, if the citizen wrote one.
     */
    caption?: string,
    /**
     * A document's name as the citizen's phone gave it. Untrusted text; never use it as a path.
     */
    filename?: string,
  }
}
