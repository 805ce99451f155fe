import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { useLab, usePages } from "./support/open-lab.js";

// What a person feels: the page answers while the network learns, and is there at once.

const { open, url } = useLab();
const openPage = usePages();

test("before any view the page loads less than 150 KB of script", () => {
  const page = readFileSync(join("dist", "lab", "index.html"), "utf8");
  const scripts = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path);
  expect(scripts.length).toBeGreaterThan(0);
  const kilobytes =
    scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join("dist", "lab", path))).length, 0) / 1000;
  expect(kilobytes).toBeLessThan(150);
});

/** Notes how long the page's tasks last, and how long a key waits for its handler. */
const watch = `{
  globalThis.tasks = [];
  globalThis.delays = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  addEventListener("keydown", ({ timeStamp }) => delays.push(performance.now() - timeStamp), { capture: true });
}`;
const seen = `(() => {
  const sorted = delays.sort((a, b) => a - b);
  const found = { longest: Math.max(0, ...tasks), delay: sorted[Math.floor(sorted.length * 0.95)] };
  tasks = [];
  delays = [];
  return found;
})()`;

test.skipIf(chromiumPath === undefined)(
  "while a network learns no task of the page lasts over 50 ms, and input waits less than 100",
  async () => {
    const { page, close } = await open("", { keepsItself: true });
    await page.waitForSelector("[data-testid=loss]");
    await page.keyboard.press(" ");
    await page.waitForTimeout(500); // the first frames build the picture
    await page.evaluate(watch);
    let best = { longest: Infinity, delay: Infinity };
    for (let round = 0; round < 4 && (best.longest > 50 || best.delay > 100); round++) {
      for (let key = 0; key < 20; key++) {
        await page.keyboard.press("Shift"); // does nothing
        await page.waitForTimeout(100);
      }
      const found: typeof best = await page.evaluate(seen); // the machine may have been busy: the best of four
      if (found.longest <= best.longest) best = found;
    }
    expect(best.longest).toBeLessThanOrEqual(50);
    expect(best.delay).toBeLessThan(100);
    await close();
  },
  60_000,
);

test.skipIf(chromiumPath === undefined)(
  "something can be touched within a second of opening, before the engine is there",
  async () => {
    let best = Infinity;
    for (let round = 0; round < 8 && best >= 1000; round++) {
      // the machine may be busy: the best of eight
      const { page, close } = await openPage("about:blank", { keepsItself: true });
      const began = performance.now();
      await page.goto(`${url()}#/activations`, { waitUntil: "commit" });
      await page.waitForSelector("main input[type=range]");
      best = Math.min(best, performance.now() - began);
      await close();
    }
    expect(best).toBeLessThan(1000);
  },
  60_000,
);
