import assert from "node:assert/strict";
import { test } from "node:test";

import {
  address,
  askPayment,
  askForm,
  Bug,
  choice,
  choices,
  department,
  fields,
  finish,
  form,
  type Host,
  Refused,
  say,
  service,
  shape,
  stay,
  text,
  type Turn,
} from "@mitra/department";
import { Conversation, MemoryHost, TurnFault } from "@mitra/department/testing";

const WORDS = text("పదాలు", "Words", "शब्द");
const BASE = "https://example.gov.in/api";

const MEMBER = form("member", WORDS, {
  name: fields.name(WORDS, WORDS),
  age: fields.number(text("వయస్సు", "Age", "उम्र"), WORDS, { min: 1, max: 120 }).optional(),
});

const STATE = shape.object({ n: shape.integer });

/** Does what each text asks for. */
const wishes: Record<string, (host: Host, rest: string, turn: Turn<{ n: number }>) => string> = {
  count: (host) => String(host.department.update("count", shape.integer, (n = 0) => n + 1)),
  swap: (host) => `${host.citizen.replace("a", undefined, 1)} ${host.citizen.replace("a", 2, 3)}`,
  wrong: (host) => String(host.department.get("wrong", shape.integer)),
  keys: (host) => host.department.keys("ward/").join(),
  write: (host, n) => {
    for (let key = 0; key < Number(n); key += 1) host.citizen.set(`k${key}`, key);
    return "written";
  },
  large: (host, n) => {
    host.citizen.set("large", "x".repeat(Number(n)));
    return "stored";
  },
  get: (host, part) => {
    const answer = host.http.get(address`${BASE}/wards/${part}`);
    if (answer.kind !== "response") return answer.kind;
    return `${answer.status} ${answer.json(shape.object({ hours: shape.string }))?.hours ?? "garbage"}`;
  },
  post: (host, rest) => {
    const answer = host.http.post(`${BASE}/wards`, { rest });
    return answer.kind === "response" ? String(answer.status) : answer.words;
  },
  read: (host, id) => {
    const file = host.files.read(id);
    return file.kind === "content" ? `${file.mimeType} ${file.bytes.length}` : file.kind;
  },
  reads: (host, n) => {
    for (let read = 0; read < Number(n); read += 1) host.files.read("f1");
    return "read";
  },
  paid: (host, reference) => host.payments.find(reference)?.kind ?? "unknown",
  timer: (host, rest, turn) => {
    const [name = "", ms = "0"] = rest.split(" ");
    host.timers.set(name, turn.now + Number(ms), { rest });
    return "set";
  },
  cancel: (host, name) => String(host.timers.cancel(name)),
  log: (host) => {
    host.log.warn("a line");
    return host.config.get("office") ?? "-";
  },
  draw: (host) => host.random.reference("AP", 5),
  refuse: (host) => {
    host.citizen.set("refused", true);
    throw new Refused("No.");
  },
  bug: () => {
    throw new Bug("as asked");
  },
  trap: () => {
    throw new RangeError("as asked");
  },
};

const wished = service({
  id: "wishes",
  name: WORDS,
  summary: WORDS,
  aliases: [],
  state: STATE,
  async handle(turn, host) {
    const { event } = turn;
    const n = (turn.state?.n ?? 0) + 1;
    switch (event.kind) {
      case "text": {
        const [wish = "", ...rest] = event.text.split(" ");
        if (wish === "form") return askForm({ n }, MEMBER);
        if (wish === "pay") {
          return stay({ n }, askPayment({ reference: "AP-1", paise: 12_345, purpose: WORDS, seconds: 1_200 }));
        }
        if (wish === "ask") return stay({ n }, choices("?", [choice("yes", "Yes"), choice("no", "No")]));
        if (wish === "state") return stay({ n, more: rest.join().repeat(65_536) }, say("."));
        return stay({ n }, say(wishes[wish]?.(host, rest.join(" "), turn) ?? "?"));
      }
      case "form": {
        const member = MEMBER.answers(event.answers);
        return member ? finish(say(`${member.name} ${member.age ?? "-"}`)) : askForm({ n }, MEMBER);
      }
      case "timer": {
        const { rest } = shape.object({ rest: shape.string }).read(event.note);
        return rest.startsWith("silent") ? stay({ n }) : finish(say(`${rest}, ${turn.now - event.at} late`));
      }
      case "notice":
        if (event.body === "nothing new") return stay({ n });
        return stay({ n }, say(`${event.id}, ${turn.now - event.at} late: ${event.body}`));
      case "payment": {
        const { reference, paise, status } = event.payment;
        return finish(
          say(`${reference} ${paise} ${status.kind === "paid" ? `${status.id} ${status.at}` : status.kind}`),
        );
      }
      case "chosen":
        return finish(say(`${event.id}: ${event.title}`));
      default:
        return stay({ n }, say(`${event.kind} ${n}`));
    }
  },
});

const department_ = department({
  id: "wishes",
  name: WORDS,
  stateSchema: 1,
  services: [wished],
});

async function open(host = new MemoryHost()): Promise<Conversation> {
  return (await Conversation.open(department_, host, "wishes"))[0];
}

test("a state is handed from turn to turn, and one of another shape is none", async () => {
  const conversation = await open();
  assert.equal(await conversation.goesBack(), "back 2");
  assert.equal(await conversation.isAt({ latitude: 1, longitude: 2 }), "location 3");
  conversation.state = { n: "three" };
  assert.equal(await conversation.sendsPhoto("1"), "media 1");
  await assert.rejects(conversation.says("state x"), /a state has \d+ bytes, at most 65536/);
});

test("records are written by turns that succeed, and read by their shape", async () => {
  const conversation = await open(MemoryHost.seeded('[{"key":"ward/7","value":1},{"key":"ward/12","value":2}]'));
  const { host } = conversation;
  assert.equal(await conversation.says("count"), "1");
  assert.equal(await conversation.says("count"), "2");
  assert.equal(await conversation.says("swap"), "true false");
  assert.equal(host.record("citizen", "a"), 1);
  assert.equal(await conversation.says("keys"), "ward/12,ward/7");
  host.setRecord("department", "wrong", "x");
  await assert.rejects(conversation.says("wrong"), (error) => {
    assert.ok(error instanceof TurnFault);
    assert.deepEqual(error.fault, { tag: "bug", val: "the record `wrong`: it is not a whole number" });
    return true;
  });
  await assert.rejects(conversation.says("refuse"), /refused: No\./);
  assert.equal(host.record("citizen", "refused"), undefined);
});

test("a turn writes a hundred keys of 64 KiB each, and no more", async () => {
  const conversation = await open();
  assert.equal(await conversation.says("write 100"), "written");
  await assert.rejects(conversation.says("write 101"), /100 keys are written/);
  // Two bytes are its quotation marks.
  assert.equal(await conversation.says("large 65534"), "stored");
  await assert.rejects(conversation.says("large 65535"), /65537 bytes, at most 65536/);
});

test("faults are the contract's, and anything else is a trap", async () => {
  const conversation = await open();
  await assert.rejects(conversation.says("bug"), (error) => error instanceof TurnFault && error.fault.tag === "bug");
  await assert.rejects(conversation.says("trap"), RangeError);
  assert.equal(await conversation.goesBack(), "back 2", "the conversation stays where it was");
});

test("web services answer, fail, and are not believed", async () => {
  const conversation = await open();
  const { web, sent } = conversation.host;
  web.set(`GET ${BASE}/wards/7`, { status: 200, body: { hours: "6 to 8", more: 1 } });
  web.set(`GET ${BASE}/wards/a%2F..%3Fb`, { status: 404, body: "<html>" });
  web.set(`GET ${BASE}/wards/8`, { fails: "timed-out" });
  web.set(`POST ${BASE}/wards`, { status: 201 });
  assert.equal(await conversation.says("get 7"), "200 6 to 8");
  assert.equal(await conversation.says("get a/..?b"), "404 garbage");
  assert.equal(await conversation.says("get 8"), "timed-out");
  assert.equal(await conversation.says("get 9"), "unreachable");
  await assert.rejects(conversation.says("get .."), /leads elsewhere/);
  assert.equal(await conversation.says("post x"), "201");
  assert.deepEqual(sent.at(-1), { method: "POST", url: `${BASE}/wards`, json: { rest: "x" } });
});

test("files of citizens are read, or it is said why not", async () => {
  const conversation = await open();
  const { files } = conversation.host;
  files.set("f1", { mimeType: "image/jpeg", bytes: new Uint8Array(3) });
  files.set("f2", { fails: "gone" });
  files.set("f3", { mimeType: "video/mp4", bytes: new Uint8Array(5 * 1024 * 1024 + 1) });
  assert.equal(await conversation.says("read f1"), "image/jpeg 3");
  assert.equal(await conversation.says("read f2"), "gone");
  assert.equal(await conversation.says("read f3"), "too-large");
  assert.equal(await conversation.says("read f4"), "unknown");
  assert.equal(await conversation.says("reads 4"), "read");
  await assert.rejects(conversation.says("reads 5"), /5 files read in one turn/);
});

test("a payment is asked for, looked for, and its end is heard", async () => {
  const conversation = await open();
  assert.equal(await conversation.says("pay"), "(pay 12345 paise: Words)");
  conversation.host.payments.set("AP-1", { tag: "open" });
  assert.equal(await conversation.says("paid AP-1"), "open");
  assert.equal(await conversation.says("paid AP-2"), "unknown");
  const status = { tag: "paid", val: { id: "pay_1", at: 1_795_496_400_000n } } as const;
  const update = { reference: "AP-1", amount: 12_345n, status };
  assert.equal(await conversation.event({ tag: "payment", val: update }), "AP-1 12345 pay_1 1795496400000");
});

test("a notice comes by itself, and silence opens nothing", async () => {
  const conversation = await open();
  assert.equal(await conversation.isNoticed("order-1", "సిద్ధం"), "order-1, 0 late: సిద్ధం");
  conversation.leaves();
  assert.equal(await conversation.isNoticed("order-2", "nothing new"), "");
  assert.equal(conversation.isOpen, false);
  assert.equal(await conversation.isNoticed(`A-z_0.${"9".repeat(58)}`, "b"), `A-z_0.${"9".repeat(58)}, 0 late: b`);
  assert.equal(conversation.isOpen, true);
  for (const [id, body] of [
    ["", "b"],
    ["a b", "b"],
    ["9".repeat(65), "b"],
    ["a", ""],
    ["a", "b".repeat(4_097)],
  ] as const) {
    await assert.rejects(async () => conversation.isNoticed(id, body));
  }
});

test("a form's answers are typed, and only what the host would take is sent", async () => {
  const conversation = await open();
  const name = { kind: "text", value: "Asha" } as const;
  assert.equal(await conversation.says("form"), "Words\nWords");
  await assert.rejects(async () => conversation.says("hello"), /the front desk hears `text`/);
  await assert.rejects(async () => conversation.sendsForm({}), /`name` must be answered/);
  await assert.rejects(
    async () => conversation.sendsForm({ name, age: { kind: "number", value: 121 } }),
    /never gives/,
  );
  await assert.rejects(async () => conversation.sendsForm({ name, other: name }), /no field `other`/);
  assert.equal(await conversation.sendsForm({ name }), "Asha -");
  assert.equal(conversation.isOpen, false);
  assert.equal(MEMBER.answers({ form: "other", answers: [] }), undefined);
  assert.equal(
    MEMBER.answers({ form: "member", answers: [{ field: "name", value: { kind: "number", value: 1 } }] }),
    undefined,
  );
});

test("a choice is taken if it was offered last", async () => {
  const conversation = await open();
  await conversation.says("ask");
  assert.deepEqual(conversation.offered, ["yes", "no"]);
  await assert.rejects(async () => conversation.takes("maybe"), /not among yes, no/);
  assert.equal(await conversation.takes("yes"), "yes: Yes");
});

test("timers come in order when time passes, and are replaced and cancelled by name", async () => {
  const conversation = await open();
  for (const wish of ["timer second 7", "timer first 5", "timer silent 6", "timer far 90"])
    await conversation.says(wish);
  assert.equal(await conversation.waits(4), "");
  assert.equal(await conversation.waits(10), "first 5, 0 late\n---\nsecond 7, 0 late");
  assert.equal(await conversation.says("cancel far"), "true");
  assert.equal(await conversation.says("cancel far"), "false");
  await assert.rejects(conversation.says(`timer x ${400 * 86_400_000 + 1}`), /within 400 days/);
  for (let n = 0; n < 8; n += 1) await conversation.says(`timer t${n} 5`);
  await assert.rejects(conversation.says("timer t8 5"), /9 timers/);
});

test("settings, the log and chance", async () => {
  const conversation = await open();
  conversation.host.config.set("office", "1902");
  assert.equal(await conversation.says("log"), "1902");
  assert.deepEqual(conversation.host.logged, [{ level: "warn", line: "a line" }]);
  const drawn = new Set<string>();
  for (let n = 0; n < 200; n += 1) drawn.add(await conversation.says("draw"));
  assert.ok([...drawn].every((reference) => /^AP-[1-9][0-9]{4}$/.test(reference)));
  assert.ok(drawn.size > 190, `${drawn.size} of 200 differ`);
});
