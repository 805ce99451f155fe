import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/**
 * Writes `offline.js`, the service worker that keeps the lab's files, so that it opens without a network after the first visit.
 * What it keeps is named by the content: a new build is a new store, and the old one goes.
 */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((name) => !name.endsWith(".map"));
      const content = createHash("sha256");
      for (const name of files) {
        const output = bundle[name];
        content.update(name).update(output.type === "chunk" ? output.code : output.source);
      }
      const store = `neurograd-lab-${content.digest("hex").slice(0, 16)}`;
      this.emitFile({ type: "asset", fileName: "offline.js", source: program(store, ["./", ...files]) });
    },
  };
}

/** The page itself is asked of the network first, so that a new lab is seen at once; everything else has its content in its name. */
const program = (store: string, files: readonly string[]): string => `const store = ${JSON.stringify(store)};
const files = ${JSON.stringify(files)}.map((name) => new URL(name, self.registration.scope).href);
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(store).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("neurograd-lab-") && name !== store);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (event) => {
  const address = event.request.url.split(/[?#]/, 1)[0];
  if (event.request.method !== "GET" || !files.includes(address)) return;
  const kept = () => caches.match(address).then((found) => found ?? Response.error());
  const isPage = event.request.mode === "navigate";
  event.respondWith(
    isPage ? fetch(event.request).catch(kept) : caches.match(address).then((found) => found ?? fetch(event.request)),
  );
});
`;
