import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { patience, useLab } from "./support/open-lab.js";

/** What is said of the membrane, the last of it being the number of spikes. */
const numbers = (page: Page): Promise<string[]> => page.locator(".membrane dd").allTextContents();
const spikes = async (page: Page): Promise<number> => Number((await numbers(page))[4]);

describe.skipIf(chromiumPath === undefined)("one neuron", () => {
  const { open } = useLab();
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    ({ page, complaints } = await open("#/neuron", { reducedMotion: "reduce" }));
    await page.waitForSelector("[data-experiment]");
  }, 180_000);

  test("nothing moves by itself where motion is unwanted; a kick of 6 fails, one of 7 does not", async () => {
    await expect.poll(() => page.textContent(".play-neuron"), patience).toBe("Play");
    await page.click("[data-experiment=small]");
    await expect.poll(async () => (await numbers(page))[3], patience).toBe("50.0 ms");
    await expect.poll(() => spikes(page), patience).toBe(0);
    await page.click("[data-experiment=spike]");
    await expect.poll(() => spikes(page), patience).toBe(1);
    await expect.poll(() => page.textContent(".play-neuron"), patience).toBe("Play");
  });

  test("a held key injects current until it is let go; Space pauses", async () => {
    await page.selectOption(".membrane select", "20");
    await page.focus(".hold");
    await page.keyboard.down(" ");
    await expect.poll(() => spikes(page), patience).toBeGreaterThan(1);
    await expect
      .poll(() => page.getAttribute(".membrane canvas", "aria-label"), patience)
      .toContain("10 µA/cm² flow in");
    await page.keyboard.up(" ");
    await expect
      .poll(() => page.getAttribute(".membrane canvas", "aria-label"), patience)
      .toContain(" 0 µA/cm² flow in");
    await page.focus("main");
    await page.keyboard.press(" ");
    await expect.poll(() => page.textContent(".play-neuron"), patience).toBe("Play");
  });

  test("the tabs by arrow keys, and in the address; five neurons answer to a slider", async () => {
    await page.focus("[role=tab][aria-selected=true]");
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector(".raster tr:nth-child(5)");
    await expect.poll(() => page.evaluate("location.hash"), patience).toBe("#/neuron?part=spikes");
    const rates = (): Promise<string[]> => page.locator(".raster td.number").allTextContents();
    const before = await rates();
    expect(before.slice(0, 2)).toEqual(["0", "0"]); // 1.75 nA lift the membrane to −52.5 mV, the threshold is at −50
    await page.getByLabel("Threshold", { exact: true }).fill("-55");
    await expect.poll(async () => Number((await rates())[0]), patience).toBeGreaterThan(30);
  });

  test("the curve: softplus lies over the noisy neuron; the mark moves by keys; the gallery links here", async () => {
    await page.evaluate('location.hash = "#/activations"');
    await page.click("text=Where does this shape come from?");
    await page.waitForSelector(".fits");
    const errors = (): Promise<string[]> => page.locator(".fits td.number").allTextContents();
    await expect.poll(errors, patience).toEqual(["1.0 %", "0.1 %", "2.5 %"]);
    await expect.poll(() => page.textContent(".card:first-child p"), patience).toContain("2 nA:");
    await page.focus(".place");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.textContent(".card:first-child p"), patience).toContain("2.1 nA:");
    await page.click("[data-kind=hodgkinHuxley]");
    await expect.poll(async () => Number.parseFloat((await errors())[1]), patience).toBeGreaterThan(5);
    expect(complaints).toEqual([]);
  });
});
