// Paying a tax, and entering it at the office. A reference is `<number>-<last day>-<attempt>`.

import {
  askPayment,
  calendar,
  finish,
  type Host,
  type Infer,
  type Language,
  type Outcome,
  type PaymentUpdate,
  type Reply,
  say,
  shape,
  show,
  stay,
  type Turn,
} from "@mitra/department";

import { type Asked, Backend, shown, type Tax } from "../backend.js";
import { ask, helpline } from "../common.js";
import * as common from "../texts/common.js";
import * as texts from "../texts/tax.js";
import { OTHER } from "../texts/vehicle.js";
import type { Step } from "./state.js";

/** How long a citizen has to pay. */
const SECONDS = 30 * 60;
/** Attempts at one tax: more are found nowhere else than in mischief. */
const ATTEMPTS_MAX = 15;
/** After so long, what the office did not hear of is told to it again. */
const AGAIN_MS = 10 * calendar.MINUTE_MS;
const TIMER = "enter-tax";
/** Where it is kept until then, by the payment's reference; in the records of whoever paid. */
const OWED = "paid/";
/** Where it is kept whose request a payment is. */
const ASKED = "asked/";

const PAID = shape.object({ receipt: shape.string, paise: shape.integer });
type Paid = Infer<typeof PAID>;
type Now = Turn<Step>;

/** Asks for the money: once at a time, and anew after an attempt that failed. */
export function request(state: Step, turn: Now, host: Host, tax: Tax): Outcome<Step> {
  const { language } = turn;
  for (let n = 1; n <= ATTEMPTS_MAX; n += 1) {
    const reference = `${tax.number}-${tax.until.replaceAll("-", "")}-${n}`;
    const status = host.payments.find(reference);
    if (status?.kind === "failed" || status?.kind === "expired") continue;
    // Paid, and its word is on the way; or another citizen is paying.
    if (status && (status.kind === "paid" || !host.citizen.has(ASKED + reference))) {
      return stay(state, say(texts.BEING_PAID.in(language)));
    }
    host.citizen.set(ASKED + reference, true);
    const named = { number: tax.number, until: shown(tax.until) };
    const [te, en, hi] = [texts.PURPOSE.in("te", named), texts.PURPOSE.in("en", named), texts.PURPOSE.in("hi", named)];
    return stay(state, askPayment({ reference, paise: tax.paise, purpose: { te, en, hi }, seconds: SECONDS }));
  }
  return stay(state, say(texts.TOO_OFTEN.in(language, { helpline: helpline(host) })));
}

/** The host says what became of a payment. */
export function ended(turn: Now, host: Host, update: PaymentUpdate): Outcome<Step> {
  const { reference, paise, status } = update;
  const { number, until } = parts(reference);
  host.citizen.delete(ASKED + reference);
  const isPaid = status.kind === "paid";
  const said = isPaid
    ? enter(turn, host, reference, { receipt: status.id, paise })
    : texts.NOT_PAID.in(turn.language, { number, until: shown(until) });
  const { state, language } = turn;
  // Elsewhere in the service, the conversation goes on from there.
  if (state?.step !== "shown" || state.number !== number) return beside(turn, said);
  return stay<Step>(isPaid ? { step: "over" } : state, say(said), whatNext(language, !isPaid));
}

/** What can be done where a tax is shown. */
export function whatNext(language: Language, isDue: boolean): Reply {
  const others = [
    ["other", OTHER.in(language)],
    ["done", common.DONE.in(language)],
  ] as const;
  const pay = isDue ? ([["pay", texts.PAY.in(language)]] as const) : [];
  return ask(common.WHAT_NEXT.in(language), ...pay, ...others);
}

/** The timer came: what the office did not hear of is told to it again. */
export function enterAgain(turn: Now, host: Host): Outcome<Step> {
  const said: string[] = [];
  for (const key of host.citizen.keys(OWED)) {
    const paid = host.citizen.get(key, PAID);
    if (!paid) continue;
    const words = enter(turn, host, key.slice(OWED.length), paid);
    // That it is still away, they know.
    if (!host.citizen.has(key)) said.push(words);
  }
  return beside(turn, ...said);
}

/** Enters what was paid, or keeps it until the office's computer answers. */
function enter(turn: Now, host: Host, reference: string, paid: Paid): string {
  const { language } = turn;
  const { number, until } = parts(reference);
  const amount = show.rupees(paid.paise);
  const asked: Asked<{ reference: string }> = new Backend(host).enterTax(number, { ...paid, until });
  const told = { number, amount, until: shown(until), receipt: paid.receipt };
  if (asked.kind === "away") {
    host.citizen.set(OWED + reference, paid);
    host.timers.set(TIMER, turn.now + AGAIN_MS);
    return texts.KEPT.in(language, told);
  }
  host.citizen.delete(OWED + reference);
  if (asked.kind === "answered") {
    return texts.PAID.in(language, { ...told, reference: asked.value.reference });
  }
  host.log.error(`${reference} is paid, and nothing was due: to be paid back`);
  host.department.set(`refund/${reference}`, { ...paid, citizen: turn.citizen });
  return texts.PAID_TWICE.in(language, told);
}

/** The vehicle, and the last day of what is paid: `20270331` as `2027-03-31`. */
function parts(reference: string): { readonly number: string; readonly until: string } {
  const [number = "", day = ""] = reference.split("-");
  return { number, until: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` };
}

/** Says something without moving the conversation on. */
function beside(turn: Now, ...said: readonly string[]): Outcome<Step> {
  const replies = said.map((words) => say(words));
  return turn.state ? stay(turn.state, ...replies) : finish(...replies);
}
