import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { patience, useLab } from "./support/open-lab.js";

// The lab as a whole: what its rooms share.

const number = async (page: Page, name: "loss" | "accuracy"): Promise<number> =>
  Number(await page.getAttribute(`[data-testid=${name}]`, `data-${name}`));
const stepOf = async (page: Page): Promise<number> =>
  Number(/\d+/.exec((await page.textContent("[data-testid=step]")) ?? "")?.[0]);
const ready = (page: Page): Promise<unknown> => page.waitForSelector("[data-testid=loss]");

describe.skipIf(chromiumPath === undefined).each([
  { name: "an isolated page", isIsolated: true },
  { name: "a page without isolation", isIsolated: false },
])("$name", ({ isIsolated }) => {
  const { open } = useLab({ isIsolated });

  test("XOR is learned by the keyboard alone; a link gives the same loss to the last bit", async () => {
    const { page, complaints, close } = await open("", { keepsItself: true });
    await ready(page);
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
    await close();

    const fresh = await open(link);
    await ready(fresh.page);
    expect(await stepOf(fresh.page)).toBe(paused + 1);
    expect(await number(fresh.page, "loss")).toBe(loss);
    await fresh.close();
  }, 120_000);
});

describe.skipIf(chromiumPath === undefined)("kept", () => {
  const { open, stopServer } = useLab();

  test("after the first visit the lab opens and trains without a network", async () => {
    const { page, close } = await open("", { keepsItself: true });
    await ready(page);
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
    await stopServer();
    await page.reload();
    await ready(page);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => stepOf(page), patience).toBe(1);
    await close();
  }, 90_000);
});
