import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { patience, useLab } from "./support/open-lab.js";

const { open } = useLab();

describe.skipIf(chromiumPath === undefined)("the race of optimizers", () => {
  test("a start is chosen by keyboard, steps are taken by keyboard, the link shows the same", async () => {
    const { page, complaints, close } = await open("#/race?on=bowl&from=-3,2&walk=sgd:0.1,adam:0.1");
    const losses = (of: Page): Promise<(string | null)[]> =>
      of.locator(".racers .loss").evaluateAll((cells) => cells.map((cell) => cell.textContent));
    await expect.poll(() => losses(page), patience).toEqual(["6.5", "", "", "", "6.5", ""]);
    await page.locator(".surface").press("ArrowRight"); // a twentieth of half the width: 0.2
    await expect.poll(() => page.inputValue(".starts input >> nth=0"), patience).toBe("-2.8");
    await page.evaluate("document.activeElement.blur()");
    for (let k = 0; k < 3; k++) await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.textContent("[data-testid=walked]"), patience).toBe("step 3");
    const there = await losses(page);
    expect(there[0]).toBe("3.15"); // 5.92 · 0.9⁶
    await expect.poll(() => page.locator(".surface .way").count(), patience).toBe(2);
    await page.getByRole("button", { name: "Share link" }).press("Enter");
    await expect.poll(() => page.evaluate("location.hash"), patience).toContain("walked=3");
    const link: string = await page.evaluate("location.hash");
    expect(complaints).toEqual([]);
    await close();
    const again = await open(link);
    await expect.poll(() => losses(again.page), patience).toEqual(there);
    await again.close();
  }, 90_000);

  test("a network races to the step to stop at; the sweep says that the best depends on the rate", async () => {
    const { page, complaints, close } = await open("#/race?room=network&race=sgd:1,adam:0.03");
    await expect.poll(() => page.textContent("[data-testid=raced]"), patience).toBe("step 0");
    await page.fill(".race-transport input[type=number]", "30");
    await page.getByRole("button", { name: "Play" }).click();
    await expect.poll(() => page.textContent("[data-testid=raced]"), patience).toBe("step 30");
    await expect.poll(() => page.locator(".race-card").count(), patience).toBe(2);
    const steps = page.locator(".race-charts svg[role=slider]").first();
    await steps.press("End");
    await expect
      .poll(() => steps.getAttribute("aria-valuetext"), patience)
      .toMatch(/^step 30, SGD 1 0\.\d+, Adam 0\.03 0\.\d+$/);
    await page.locator(".sweep select").selectOption("50");
    await page.getByRole("button", { name: "Run the sweep" }).press("Enter");
    await expect
      .poll(() => page.textContent(".verdict"), patience)
      .toContain("cannot be said without the rate");
    await expect.poll(() => page.locator(".sweep-table tbody tr").count(), patience).toBe(8);
    expect(complaints).toEqual([]);
    await close();
  }, 90_000);
});
