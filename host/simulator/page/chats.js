// What the page knows: every citizen's chat, and how many messages of it were not seen.

const chats = new Map();
let isEmpty = true;

/** All chats, by key. */
export const all = () => [...chats.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
export const get = (key) => chats.get(key);

/** Takes what the simulator says: everything, or what changed. */
export function take(update) {
  const known = new Map(chats);
  if (update.whole) chats.clear();
  for (const heard of update.chats) chats.set(heard.key, merge(known.get(heard.key), heard, update.whole));
  // What was there before the page counts as seen.
  if (isEmpty) chats.forEach((chat) => { chat.unread = 0; });
  isEmpty = false;
}

function merge(known, heard, whole) {
  const entries = new Map((known?.entries ?? []).map((entry) => [entry.wamid, entry]));
  const fresh = heard.entries.filter((entry) => !entry.from_citizen && !entries.has(entry.wamid));
  heard.entries.forEach((entry) => entries.set(entry.wamid, entry));
  return {
    ...heard,
    entries: whole ? heard.entries : [...entries.values()].slice(-heard.entry_count),
    unread: (known?.unread ?? 0) + fresh.length,
  };
}

/** Marks a chat as seen. */
export function see(key) {
  const chat = chats.get(key);
  if (chat) chat.unread = 0;
}
