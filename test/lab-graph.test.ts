import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabServer, serveLab } from "../src/cli/lab-server.js";
import { input, layers, sequential } from "../src/index.js";
import { buildLab } from "./support/build-lab.js";
import { chromiumPath, complaintsOf, launchChromium } from "./support/chromium.js";

if (chromiumPath === undefined)
  console.info("test/lab-graph.test.ts: no Chromium found, so the graph was not drawn.");

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const patience = { timeout: 30_000, interval: 50 };

describe.skipIf(chromiumPath === undefined)("the graph", () => {
  let browser: Browser;
  let server: LabServer;

  beforeAll(async () => {
    buildLab();
    browser = await launchChromium();
    server = await serveLab({ folder: "dist/lab", port: 0 });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const count = (page: Page, selector: string): Promise<number> =>
    page.$$eval(selector, (found) => found.length);
  const text = async (page: Page, name: string): Promise<string> =>
    (await page.textContent(`[data-testid=${name}]`)) ?? "";

  test("is unfolded, read and walked through by keyboard; opens what the package saves, and refuses the rest by a sentence", async () => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${server.url}?lang=en#/graph`);
    await expect.poll(() => count(page, ".graph-view .card"), patience).toBe(14);
    await expect
      .poll(() => text(page, "graph-sentence"), patience)
      .toMatch(/^\d+ operators make this step: \d+ forward, \d+ backward/);

    // From the data along the wires to the first layer; Enter unfolds it.
    await page.focus("[data-card='group:forward:#0']");
    for (let k = 0; k < 3 && !(await focused(page)).includes("forward:hidden_1"); k++)
      await page.keyboard.press(k === 0 ? "ArrowRight" : "ArrowDown");
    await expect.poll(() => focused(page), patience).toBe("group:forward:hidden_1#0");
    await page.keyboard.press("Enter");
    await expect.poll(() => count(page, ".graph-view .card"), patience).toBe(18);
    for (let k = 0; k < 6 && !(await chosenTitle(page)).startsWith("tanh"); k++)
      await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.textContent(".details"), patience).toContain("∂L/∂x = g · (1 − y · y)");
    await expect.poll(() => count(page, ".details .cells"), patience).toBe(2);

    // Light, step by step: the first place forward, the last in the update.
    await page.keyboard.press("n");
    await expect.poll(() => text(page, "light"), patience).toContain("forward · 1 / 18");
    await page.keyboard.press("n");
    await expect.poll(() => count(page, ".card.lit"), patience).toBe(1);
    await page.getByRole("slider", { name: "Place in the step" }).press("End");
    await expect.poll(() => text(page, "light"), patience).toContain("update · 18 / 18");

    // A file of our own, one that is none, one cut short.
    const net = sequential([
      input({ shape: [4] }),
      layers.dense({ units: 3, activation: "relu", name: "first" }),
      layers.dense({ units: 2, activation: "softmax", name: "last" }),
    ]);
    const bytes = Buffer.from(await net.toBytes());
    const open = (name: string, buffer: Buffer): Promise<void> =>
      page.setInputFiles(".graph-view input[type=file]", {
        name,
        mimeType: "application/octet-stream",
        buffer,
      });
    await open("mine.onnx", bytes);
    await expect.poll(() => text(page, "graph-sentence"), patience).toContain("mine.onnx: ");
    await expect
      .poll(() => text(page, "graph-sentence"), patience)
      .toContain("23 stored numbers; neurograd, operator set 20. This package can run it");
    await expect.poll(() => count(page, ".graph-view .card"), patience).toBeLessThan(9);
    await open("page.onnx", Buffer.from("<!DOCTYPE html><html>"));
    await expect.poll(() => page.textContent(".problem"), patience).toContain("this is a web page");
    await open("cut.onnx", bytes.subarray(0, 300));
    await expect.poll(() => page.textContent(".problem"), patience).toMatch(/cut short|damaged/);
    await page.getByRole("button", { name: "This network" }).click();
    await expect.poll(() => count(page, ".graph-view .card"), patience).toBe(14);

    await page.evaluate(axe);
    const faults: readonly { id: string; impact: string }[] = await page.evaluate(
      "axe.run('.graph-view', { resultTypes: ['violations'] }).then(({ violations }) => violations)",
    );
    expect(faults.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});

const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement?.getAttribute('data-card') ?? ''");
const chosenTitle = async (page: Page): Promise<string> =>
  (await page.textContent(".card.chosen .title")) ?? "";
