import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabServer, serveLab } from "../src/cli/lab-server.js";
import { buildLab } from "./support/build-lab.js";
import { chromiumPath, complaintsOf, launchChromium } from "./support/chromium.js";

if (chromiumPath === undefined)
  console.info("test/lab.test.ts: no Chromium found, so the lab was not opened.");

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
let browser: Browser;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  buildLab();
  browser = await launchChromium();
}, 180_000);

afterAll(async () => {
  await browser?.close();
});

const patience = { timeout: 60_000, interval: 50 };

const number = async (page: Page, name: "loss" | "accuracy"): Promise<number> =>
  Number(await page.getAttribute(`[data-testid=${name}]`, `data-${name}`));
const stepOf = async (page: Page): Promise<number> =>
  Number(/\d+/.exec((await page.textContent("[data-testid=step]")) ?? "")?.[0]);

async function open(server: LabServer, path = ""): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US" });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${server.url}${path}`);
  await page.waitForSelector("[data-testid=loss]", { timeout: 60_000 });
  return { page, complaints };
}

describe.skipIf(chromiumPath === undefined).each([
  { name: "an isolated page", isIsolated: true },
  { name: "a page without isolation", isIsolated: false },
])("$name", ({ isIsolated }) => {
  let server: LabServer;

  beforeAll(async () => {
    server = await serveLab({ folder: "dist/lab", port: 0, isIsolated });
  });
  afterAll(async () => {
    await server?.close();
  });

  test("XOR is learned by the keyboard alone; a link gives the same loss to the last bit", async () => {
    const { page, complaints } = await open(server);
    expect(await page.evaluate("crossOriginIsolated")).toBe(isIsolated);
    await page.keyboard.press(" ");
    await expect.poll(() => number(page, "accuracy"), patience).toBeGreaterThan(0.98);
    await page.keyboard.press(" ");
    await page.waitForSelector("button.play:has-text('Play')");
    const paused = await stepOf(page);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => stepOf(page), patience).toBe(paused + 1);
    const loss = await number(page, "loss");
    expect(await number(page, "accuracy")).toBeGreaterThan(0.98);
    await page.getByRole("button", { name: "Share link" }).press("Enter");
    await expect.poll(() => page.evaluate("location.hash"), patience).toContain("s=");
    const link: string = await page.evaluate("location.hash");
    expect(complaints).toEqual([]);
    await page.context().close();

    const fresh = await open(server, link);
    expect(await stepOf(fresh.page)).toBe(paused + 1);
    expect(await number(fresh.page, "loss")).toBe(loss);
    await fresh.page.context().close();
  }, 120_000);
});

test.skipIf(chromiumPath === undefined)(
  "after the first visit the lab opens and trains without a network",
  async () => {
    const server = await serveLab({ folder: "dist/lab", port: 0 });
    const { page } = await open(server);
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
    await server.close();
    await page.reload();
    await page.waitForSelector("[data-testid=loss]", patience);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => stepOf(page), patience).toBe(1);
    await page.context().close();
  },
  90_000,
);

describe.skipIf(chromiumPath === undefined)("every view", () => {
  let server: LabServer;
  let ids: readonly string[];

  beforeAll(async () => {
    server = await serveLab({ folder: "dist/lab", port: 0 });
    const { page } = await open(server);
    ids = await page.$$eval("nav a", (links) =>
      links.map((link) => link.getAttribute("href")?.slice(2) ?? ""),
    );
    await page.context().close();
  }, 60_000);
  afterAll(async () => {
    await server?.close();
  });

  test.each(
    ["en", "zh"].flatMap((lang) =>
      ["light", "dark"].flatMap((theme) => [1280, 360].map((width) => ({ lang, theme, width }))),
    ),
  )(
    "has no serious fault of access and no text out of its place: $lang, $theme, $width px",
    async ({ lang, theme, width }) => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, locale: lang });
      const page = await context.newPage();
      await page.goto(`${server.url}?lang=${lang}&theme=${theme}`);
      await page.waitForSelector("[data-testid=loss]", { timeout: 60_000 });
      await page.evaluate(axe);
      for (const id of ids) {
        await page.evaluate(`location.hash = "#/${id}"`);
        await page.waitForSelector(`nav a[aria-current=page][href="#/${id}"]`, { state: "attached" });
        await page.waitForSelector("main > *");
        const faults: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[] =
          await page.evaluate(
            "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
          );
        const serious = faults.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(
          serious.map((fault) => `${id}: ${fault.id}: ${fault.nodes.map(({ html }) => html).join(" ")}`),
        ).toEqual([]);
        expect(
          await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
          `${id} is wider than the page`,
        ).toBeLessThanOrEqual(0);
      }
      await context.close();
    },
    120_000,
  );
});
