/**
 * Places and files: what citizens share.
 *
 * @module
 */

/** A point on Earth, in degrees (WGS 84). */
export interface Place {
  /** -90 to 90. */
  readonly latitude: number;
  /** -180 to 180. */
  readonly longitude: number;
  /** The place's name, if the citizen picked a named place. */
  readonly name?: string;
  /** The place's address, if the citizen picked a named place. */
  readonly address?: string;
}

/** A file that a citizen sent. `host.files` reads its bytes, for 7 days. */
export interface Media {
  readonly kind: "image" | "video" | "audio" | "document";
  /** Opaque; at most 256 bytes. */
  readonly id: string;
  /** Without parameters, such as `image/jpeg`. */
  readonly mimeType: string;
  /** The text under a picture or document, if the citizen wrote one. */
  readonly caption?: string;
  /** A document's name as the citizen's phone gave it. Untrusted text; never a path. */
  readonly filename?: string;
}
