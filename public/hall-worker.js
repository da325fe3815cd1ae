// Keeps the page of the hall, and what it loads, for when the line is cut. Everything else goes to the network as ever.

const name = 'sang-lap-hall';
const isHall = (url) => /^\/cases\/[0-9a-f-]{36}\/hall$/.test(url.pathname);

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (isHall(url)) event.respondWith(fresh(event.request, url));
  else if (url.pathname.startsWith('/static/')) event.respondWith(keptFirst(event.request));
});

/** From the network; without it as last seen. Whoever may not see it any more loses the copy. */
async function fresh(request, url) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(url.pathname, answer.clone());
    else await cache.delete(url.pathname);
    return answer;
  } catch (error) {
    const kept = await cache.match(url.pathname, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

/** Files under hashed names never change. */
async function keptFirst(request) {
  const cache = await caches.open(name);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}
