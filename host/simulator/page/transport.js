// What the page says to the simulator, and hears from it.

const GONE = "the simulator does not answer";

async function request(path, options) {
  const answer = await fetch(path, options).catch(() => { throw new Error(GONE); });
  if (answer.status === 413) throw new Error("the file is too large");
  if (!answer.ok) throw new Error((await answer.text()) || `HTTP ${answer.status}`);
  return answer.headers.get("content-type")?.includes("json") ? answer.json() : null;
}

const call = (method, path, body) =>
  request(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export const send = (citizen, message) =>
  call("POST", `/sim/citizens/${encodeURIComponent(citizen)}/messages`, message);
export const addCitizen = (citizen) => call("POST", "/sim/citizens", citizen);
export const setFaults = (values) => call("PUT", "/sim/faults", values);

export async function upload(file) {
  const type = file.type || "application/octet-stream";
  const path = `/sim/media?mime_type=${encodeURIComponent(type)}`;
  return (await request(path, { method: "POST", body: file })).id;
}

/** Calls `heard` with everything and then with what changed, `state` with whether the simulator is there. */
export function listen(heard, state) {
  // The browser connects again by itself; the first event after that holds everything.
  const events = new EventSource("/sim/events");
  events.onmessage = (event) => heard(JSON.parse(event.data));
  events.onopen = () => state(true);
  events.onerror = () => {
    state(false);
    // A server that answers with an error ends the browser's patience: ask again ourselves.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(heard, state), 2000);
  };
}
