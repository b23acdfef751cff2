// What the page says to the simulator, and hears from it.

async function call(method, path, body) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error((await answer.text()) || `HTTP ${answer.status}`);
  return answer.headers.get("content-type")?.includes("json") ? answer.json() : null;
}

export const send = (citizen, message) =>
  call("POST", `/sim/citizens/${encodeURIComponent(citizen)}/messages`, message);
export const addCitizen = (citizen) => call("POST", "/sim/citizens", citizen);
export const faults = () => call("GET", "/sim/faults");
export const setFaults = (values) => call("PUT", "/sim/faults", values);

export async function upload(file) {
  const type = file.type || "application/octet-stream";
  const answer = await fetch(`/sim/media?mime_type=${encodeURIComponent(type)}`, { method: "POST", body: file });
  if (!answer.ok) throw new Error(answer.status === 413 ? "the file is too large" : `HTTP ${answer.status}`);
  return (await answer.json()).id;
}

/** Calls `heard` with all chats at each change, `state` with whether the simulator is there. */
export function listen(heard, state) {
  // The browser connects again by itself; the first event after that holds everything.
  const events = new EventSource("/sim/events");
  events.onmessage = (event) => heard(JSON.parse(event.data));
  events.onopen = () => state(true);
  events.onerror = () => state(false);
}
