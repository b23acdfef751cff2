// The trust list and the lists of statuses: fetched from this site, and kept for when there is no network.

const KEPT = "lists-2";
const TRUST_LIST = "/certificates/trust-list";
// Beside the page: whose trust lists it takes.
const TRUST_KEYS = "trust-keys.json";
// The highest number of a trust list seen, by the root key that signed it.
const NUMBERS = "trust-list-numbers";
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

/** Fetches an address anew. Gives the answer, "missing", or null without a network. */
async function fetched(address) {
  try {
    const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
    return answer.ok ? answer : answer.status === 404 ? "missing" : null;
  } catch {
    return null;
  }
}

const bytesOf = async (answer) => new Uint8Array(await answer.arrayBuffer());

/** Fetches an address anew, or gives what was kept of it. Null if there is neither. */
async function get(address) {
  const store = await kept();
  const fresh = await fetched(address);
  if (fresh === "missing") {
    return null;
  }
  if (fresh) {
    await store?.put(address, fresh.clone());
    return bytesOf(fresh);
  }
  const answer = await store?.match(address);
  return answer ? bytesOf(answer) : null;
}

/** The highest numbers of trust lists that this browser has seen. */
function numbers() {
  try {
    return JSON.parse(localStorage.getItem(NUMBERS) ?? "{}");
  } catch {
    return {};
  }
}

function remember({ key, number }) {
  try {
    localStorage.setItem(NUMBERS, JSON.stringify({ ...numbers(), [key]: number }));
  } catch {
    // A browser that keeps nothing.
  }
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

  /**
   * Has the verifier trust whom the trust list names: the one that the site has, or else the one that was kept, if a
   * root key signed it. Gives what is in it; `{ rejected }` with the reason if neither is trusted; null if there is none.
   */
  async trust() {
    const roots = await fetched(TRUST_KEYS);
    const isTrusting = roots instanceof Response && this.#verifier.roots(await bytesOf(roots));
    if (!isTrusting) {
      return null;
    }
    const store = await kept();
    const fresh = await fetched(TRUST_LIST);
    let found = null;
    if (fresh instanceof Response) {
      found = this.#verifier.trust(await bytesOf(fresh.clone()), numbers());
      if (!found.rejected) {
        // Kept only now: what nobody signed does not take the place of a good one.
        await store?.put(TRUST_LIST, fresh);
        remember(found);
        return found;
      }
    }
    const answer = await store?.match(TRUST_LIST);
    if (!answer) {
      return found;
    }
    const old = this.#verifier.trust(await bytesOf(answer), numbers());
    return old.rejected ? found ?? old : old;
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
