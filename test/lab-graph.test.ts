import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { input, layers, sequential } from "../src/index.js";
import { chromiumPath } from "./support/chromium.js";
import { patience, useLab } from "./support/open-lab.js";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

describe.skipIf(chromiumPath === undefined)("the graph", () => {
  const { open } = useLab();

  const count = (page: Page, selector: string): Promise<number> =>
    page.$$eval(selector, (found) => found.length);
  const text = async (page: Page, name: string): Promise<string> =>
    (await page.textContent(`[data-testid=${name}]`)) ?? "";

  test("is unfolded, read and walked through by keyboard; opens what the package saves, and refuses the rest by a sentence", async () => {
    const { page, complaints, close } = await open("#/graph");
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
    const give = (name: string, buffer: Buffer): Promise<void> =>
      page.setInputFiles(".graph-view input[type=file]", {
        name,
        mimeType: "application/octet-stream",
        buffer,
      });
    await give("mine.onnx", bytes);
    await expect.poll(() => text(page, "graph-sentence"), patience).toContain("mine.onnx: ");
    await expect
      .poll(() => text(page, "graph-sentence"), patience)
      .toContain("23 stored numbers; neurograd, operator set 20. This package can run it");
    await expect.poll(() => count(page, ".graph-view .card"), patience).toBeLessThan(9);
    await give("page.onnx", Buffer.from("<!DOCTYPE html><html>"));
    await expect.poll(() => page.textContent(".problem"), patience).toContain("this is a web page");
    await give("cut.onnx", bytes.subarray(0, 300));
    await expect.poll(() => page.textContent(".problem"), patience).toMatch(/cut short|damaged/);
    await page.getByRole("button", { name: "This network" }).click();
    await expect.poll(() => count(page, ".graph-view .card"), patience).toBe(14);

    await page.evaluate(axe);
    const faults: readonly { id: string; impact: string }[] = await page.evaluate(
      "axe.run('.graph-view', { resultTypes: ['violations'] }).then(({ violations }) => violations)",
    );
    expect(faults.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});

const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement?.getAttribute('data-card') ?? ''");
const chosenTitle = async (page: Page): Promise<string> =>
  (await page.textContent(".card.chosen .title")) ?? "";
