// Keeps the page's own files, so that it opens without a network. Lists are kept by lists.js.

const KEPT = "page-2";
const FILES = ["./", "style.css", "main.js", "lists.js", "verifier.js", "words.js", "verifier.wasm",
  "trust-keys.json"];

self.addEventListener("install", (event) => {
  const keep = caches.open(KEPT).then((kept) => kept.addAll(FILES));
  event.waitUntil(keep.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

/** The newest that the site has, or else what was kept. */
async function answer(request) {
  const kept = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) {
      await kept.put(request, fresh.clone());
      return fresh;
    }
    return await kept.match(request, { ignoreSearch: true }) ?? fresh;
  } catch (error) {
    const found = await kept.match(request, { ignoreSearch: true });
    if (found) {
      return found;
    }
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const { pathname: home } = new URL(self.registration.scope);
  if (event.request.method === "GET" && origin === self.location.origin && pathname.startsWith(home)) {
    event.respondWith(answer(event.request));
  }
});
