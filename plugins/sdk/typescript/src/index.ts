/**
 * What a department in TypeScript is written with.
 *
 * ```ts
 * import { department, finish, say, service, shape, text } from "@mitra/department";
 *
 * const HELLO = text("నమస్తే", "Hello", "नमस्ते");
 *
 * export const greeter = department({
 *   id: "greeter",
 *   name: HELLO,
 *   stateSchema: 1,
 *   services: [
 *     service({
 *       id: "hello",
 *       name: HELLO,
 *       summary: HELLO,
 *       aliases: ["good morning"],
 *       state: shape.object({}),
 *       handle: (turn) => finish(say(HELLO.in(turn.language))),
 *     }),
 *   ],
 * });
 * ```
 *
 * `@mitra/department/component` makes a component of it, and `@mitra/department/testing` has a host for tests.
 *
 * @module
 */

export { LimitError, units } from "./check.js";
export * as calendar from "./calendar.js";
export type { CalendarDate } from "./calendar.js";
export type {
  Certificate,
  CertificateRequest,
  Certificates,
  CertificateStatus,
  Certified,
  FactValue,
  Holder,
} from "./certificates.js";
export type { Config } from "./config.js";
export { department, type Department, service, type Service } from "./department.js";
export * as digits from "./digits.js";
export { Bug, Refused, RetryLater } from "./fault.js";
export * as fields from "./field.js";
export type { FileContent, Files } from "./files.js";
export { form, type Form, type FormAnswers, type IdentityNumber, type Value } from "./form.js";
export type { Host } from "./host.js";
export { address, type Answer, type Http, type Method, type Request, Response } from "./http.js";
export type { Log } from "./log.js";
export { askForm, finish, type Outcome, stay } from "./outcome.js";
export type { Payments, PaymentRequest, PaymentStatus, PaymentUpdate } from "./payments.js";
export type { Media, Place } from "./place.js";
export type { Random } from "./random.js";
export type { Records } from "./records.js";
export {
  askLocation,
  askPayment,
  certificate,
  type Choice,
  choice,
  choices,
  document,
  file,
  image,
  link,
  place,
  type File,
  type MimeType,
  type Reply,
  say,
} from "./reply.js";
export * as shape from "./shape.js";
export type { Infer, Shape } from "./shape.js";
export * as show from "./show.js";
export { LANGUAGES, type Language, type Localized, Text, text } from "./text.js";
export type { Timers } from "./timers.js";
export type { Event, Turn } from "./turn.js";
