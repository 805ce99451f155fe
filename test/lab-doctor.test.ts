import { describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { patience, useLab } from "./support/open-lab.js";

const { open } = useLab();

describe.skipIf(chromiumPath === undefined)("the lab's views into a network", () => {
  test("activations can be looked at before any engine is there, by keyboard", async () => {
    const { page, close } = await open("#/activations", {
      prepare: (page) => page.route("**/*.wasm", () => {}), // never answered
    });
    await page.getByRole("button", { name: "sigmoid", exact: true }).press("Enter");
    const slider = page.getByRole("slider", { name: "Weighted sum z" });
    await slider.press("Home");
    // σ(−5) = 0.0066929, σ(1 − σ) = 0.0066481
    await expect
      .poll(() => page.textContent(".activations-view .now"), patience)
      .toBe("z = -5   f(z) = 0.00669   f′(z) = 0.00665");
    await slider.press("ArrowRight");
    await expect.poll(() => page.textContent(".activations-view .now"), patience).toContain("z = -4.97");
    await page.getByRole("button", { name: "relu", exact: true }).press("Enter");
    await expect.poll(() => page.locator(".activations-view .plot rect.zero").count(), patience).toBe(1);
    await expect
      .poll(() => page.textContent(".activations-view section > p.number:not(.now)"), patience)
      .toContain("= 0");
    await close();
  }, 90_000);

  test("a sick network raises its card; the experiment heals it and can be undone", async () => {
    const { page, complaints, close } = await open("#/inside");
    await page.waitForSelector("[data-testid=loss]");
    const cards = (): Promise<(string | null)[]> =>
      page
        .locator(".inside-view .card")
        .evaluateAll((found) => found.map((card) => card.getAttribute("data-disease")));
    await page.getByRole("button", { name: "All weights begin at 0" }).press("Enter");
    await expect.poll(cards, patience).toEqual(["identicalUnits"]);
    await page.getByRole("button", { name: "Begin with glorotUniform weights" }).press("Enter");
    await expect.poll(cards, patience).toEqual([]);
    await expect
      .poll(() => page.textContent(".inside-view .well"), patience)
      .toContain("Nothing wrong is to be seen.");
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await expect.poll(cards, patience).toEqual(["identicalUnits"]);

    const heading = page.getByRole("button", { name: "Gradients over time" });
    await heading.press("Enter");
    await expect.poll(() => page.getAttribute("th:nth-child(3)", "aria-sort"), patience).toBe("descending");
    const lengths = await page
      .locator(".inside-view tbody td:nth-child(3) .number")
      .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent?.replace("length ", ""))));
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    expect(lengths).toHaveLength(3);
    expect(complaints).toEqual([]);
    await close();
  }, 120_000);
});
