// The trust list and the lists of statuses: fetched from this site, and kept for when there is no network.

const KEPT = "lists-1";
const TRUST_LIST = "/certificates/trust-list.json";
// Of each authority, at most: a list has half a million certificates.
const LISTS_MAX = 64;
// How long a page that stays open takes a list for new.
const FRESH_MS = 10 * 60 * 1000;

/** The kept copy of an address, if this browser keeps any. */
async function kept() {
  try {
    return await caches.open(KEPT);
  } catch {
    return null;
  }
}

/** Fetches an address anew, or gives what was kept of it. Null if there is neither. */
async function get(address) {
  const store = await kept();
  try {
    const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
    if (answer.ok) {
      await store?.put(address, answer.clone());
      return new Uint8Array(await answer.arrayBuffer());
    }
    if (answer.status === 404) {
      return null;
    }
  } catch {
    // No network: what was kept has to do.
  }
  const answer = await store?.match(address);
  return answer ? new Uint8Array(await answer.arrayBuffer()) : null;
}

/** When the trust list was fetched, or null. */
export async function fetchedAt() {
  const answer = await (await kept())?.match(TRUST_LIST);
  const date = Date.parse(answer?.headers.get("date") ?? "");
  return Number.isNaN(date) ? null : new Date(date);
}

export class Lists {
  #verifier;
  #asked = new Map();

  constructor(verifier) {
    this.#verifier = verifier;
  }

  /** Has the verifier trust whom the list names. Gives each authority's id and address, or null. */
  async trust() {
    const bytes = await get(TRUST_LIST);
    return bytes && this.#verifier.trust(bytes);
  }

  /** Has the verifier know one list of an authority. Gives whether there is one. */
  ask(authority, number) {
    const address = `/certificates/${authority}/status/${number}`;
    const earlier = this.#asked.get(address);
    if (earlier && Date.now() - earlier.at < FRESH_MS) {
      return earlier.found;
    }
    const found = get(address).then((bytes) => {
      const isOne = bytes !== null && this.#verifier.addList(bytes);
      if (!isOne) {
        this.#asked.delete(address);
      }
      return isOne;
    });
    this.#asked.set(address, { at: Date.now(), found });
    return found;
  }

  /** Has every list of these authorities kept, so that nobody learns which one is needed, and none is missing offline. */
  async askAll(authorities) {
    for (const [authority] of authorities) {
      for (let number = 0; number < LISTS_MAX && await this.ask(authority, number); number += 1);
    }
  }
}
