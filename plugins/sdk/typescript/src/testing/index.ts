/**
 * Conversations without a host, for a department's own tests.
 *
 * ```ts
 * import { Conversation, MemoryHost } from "@mitra/department/testing";
 *
 * const [conversation, said] = await Conversation.open(water, MemoryHost.seeded(seed), "timings", "en");
 * assert.match(await conversation.says("7"), /6 to 8/);
 * ```
 *
 * Everything that is said is held against the contract's limits.
 *
 * @module
 */

export { Conversation, TurnFault } from "./conversation.js";
export { type MemoryFile, MemoryHost, type Sent, type WaitingTimer, type WebAnswer } from "./memory.js";
