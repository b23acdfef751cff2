declare module 'mitra:department/http@1.0.0' {
  /**
   * Sends one request and waits for the whole response.
   * 
   * Each carries `idempotency-key: TURN-N`, with the turn's id and the request's number in the turn, from 1. A turn that
   * is repeated sends the same keys: let your back end do nothing twice for one key.
   */
  export function send(request: Request): Response;
  /**
   * What a request asks for.
   * # Variants
   * 
   * ## `"get"`
   * 
   * ## `"head"`
   * 
   * ## `"post"`
   * 
   * ## `"put"`
   * 
   * ## `"patch"`
   * 
   * ## `"delete"`
   */
  export type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';
  /**
   * One line of a request's or response's head.
   */
  export interface Header {
    /**
     * Letters, digits and hyphens. In responses, in lower case.
     */
    name: string,
    value: string,
  }
  /**
   * What you send.
   */
  export interface Request {
    method: Method,
    /**
     * The whole address, at most 4,096 bytes.
     */
    url: string,
    /**
     * At most 32. The host adds its own `idempotency-key`, `user-agent`, and what the operator configured for the
     * service, keys and tokens among it: you never see those. `host`, `content-length` and all that concerns the
     * connection are the host's, too; a request that names one of these is `invalid`.
     */
    headers: Array<Header>,
    /**
     * At most 256 KiB.
     */
    body?: Uint8Array,
  }
  /**
   * What the service answered.
   */
  export interface Response {
    /**
     * 200 and the like. A redirect is not followed: it is for you to look at and to send a new request.
     */
    status: number,
    /**
     * Those that are text; together at most 32 KiB.
     */
    headers: Array<Header>,
    /**
     * At most 1 MiB.
     */
    body: Uint8Array,
  }
  /**
   * Why there is no response. The words are for your log, not for citizens.
   */
  export type Failure = FailureDenied | FailureInvalid | FailureUnreachable | FailureTimedOut | FailureTooLarge;
  /**
   * You did not ask for it, the operator did not grant it, or its name leads to an address that departments may
   * not reach: this machine and private networks, unless the operator lets you.
   */
  export interface FailureDenied {
    tag: 'denied',
    val: string,
  }
  /**
   * It cannot be sent as it is.
   */
  export interface FailureInvalid {
    tag: 'invalid',
    val: string,
  }
  /**
   * The service cannot be reached, or broke off. It may have got the request.
   */
  export interface FailureUnreachable {
    tag: 'unreachable',
    val: string,
  }
  /**
   * No whole response came within 4 s. The service may have got the request.
   */
  export interface FailureTimedOut {
    tag: 'timed-out',
  }
  /**
   * The response breaks a limit. The service got the request.
   */
  export interface FailureTooLarge {
    tag: 'too-large',
  }
}
