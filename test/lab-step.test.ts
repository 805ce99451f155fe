import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { patience, useLab } from "./support/open-lab.js";

interface Seen {
  readonly place: string;
  readonly phase: string;
  /** The formulas with the full values of their numbers: `z = (0.8) · (0.5) + (0.1) = (0.5)`. */
  readonly lines: readonly string[];
}

const seen = (page: Page): Promise<Seen> =>
  page.evaluate(`({
    place: document.querySelector("[data-testid=place]").textContent,
    phase: document.querySelector("[data-phase][aria-pressed=true]").dataset.phase,
    lines: [...document.querySelectorAll("[data-testid=formulas] .line")].map((line) => {
      const said = line.cloneNode(true);
      for (const number of said.querySelectorAll("data")) number.replaceWith("(" + number.value + ")");
      for (const letter of said.querySelectorAll("i")) letter.replaceWith("#");
      for (const power of said.querySelectorAll("sup")) power.replaceWith("**" + power.textContent);
      return said.textContent;
    }),
  })`);

const known = {
  tanh: Math.tanh,
  sigmoid: (z: number): number => 1 / (1 + Math.exp(-z)),
  sqrt: Math.sqrt,
  ln: Math.log,
};

/** What each side of the signs of equality comes to, but for those with letters. */
function sidesOf(formula: string): readonly number[] {
  const plain = formula
    .replaceAll("·", "*")
    .replaceAll("−", "-")
    .replaceAll("²", "**2")
    .replaceAll("√", "sqrt");
  return plain
    .split(" = ")
    .filter((side) => !/[#…]/.test(side))
    .map((side) => new Function(...Object.keys(known), `return ${side}`)(...Object.values(known)) as number); // our own text
}

describe.skipIf(chromiumPath === undefined)("one update, in a page", () => {
  const { open } = useLab();

  test("all small steps by keyboard: what is written on each comes out; the check agrees; a weight is changed and followed", async () => {
    const { page, complaints, close } = await open("#/step", { viewport: { width: 1280, height: 1000 } });
    await page.waitForSelector(".step-view .node");
    // forward, loss, backward and update, one small step after the other, by the arrow key on their buttons
    await page.focus("[data-phase=forward]");
    const phases: string[] = [];
    const counts: number[] = [];
    for (let step = 1; step <= 23; step++) {
      if (step > 1) await page.keyboard.press("ArrowRight");
      const { place, phase, lines } = await seen(page);
      expect(place).toBe(`${step} / 23`);
      phases.push(phase);
      counts.push(lines.length);
      for (const line of lines) {
        const sides = sidesOf(line);
        for (const side of sides) expect(Math.abs(side - sides[sides.length - 1]), line).toBeLessThan(1e-9);
      }
    }
    const times = (name: string, count: number): string[] => Array.from({ length: count }, () => name);
    expect(phases).toEqual([...times("forward", 8), "loss", ...times("backward", 7), ...times("update", 7)]);
    // x, y, t; z and a of 7 neurons; the loss; the output and its 3 weights, 2 neurons of 3 lines with 5 weights, 4 with 3; Adam's 6
    expect(counts).toEqual([3, ...Array(7).fill(2), 1, 4, 8, 8, 6, 6, 6, 6, ...Array(7).fill(6)]);
    await expect.poll(() => page.getAttribute("[data-testid=check]", "data-agrees"), patience).toBe("true");
    await expect
      .poll(() => page.textContent(".step-view .told"), patience)
      .toContain("Update: adam changes the weight");

    // the batch that the next step takes: its gradient is the mean of the bars
    await page.focus("input[value=sample]");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator(".bars rect").count(), patience).toBe(10);

    // another weight is followed from the table; a number changed, and what moves is marked
    await page.focus("[data-phase=forward]");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowRight");
    const output = '.node[data-node="output"] data';
    await page.locator("[data-phase=loss]").press("Enter");
    const before = await page.getAttribute(output, "value");
    await page.fill("[data-focus='weight bias']", "1.5");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".node.moved").count(), patience).toBe(5); // 1.1, both of layer 2, the output, L
    await expect.poll(() => page.getAttribute(output, "value"), patience).not.toBe(before);
    await page.focus("[data-focus='follow 0']");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.textContent(".followed strong"), patience).toBe("y → neuron 1.1");
    await page.getByRole("button", { name: "Undo changes" }).press("Enter");
    await expect.poll(() => page.locator(".node.moved").count(), patience).toBe(0);
    await expect.poll(() => page.getAttribute(output, "value"), patience).toBe(before);

    // the step is taken: the next update is the second
    await page.getByRole("button", { name: "Take this step" }).press("Enter");
    await expect.poll(() => page.textContent("[data-testid=step]"), patience).toContain("1");
    expect(complaints).toEqual([]);
    await close();
  }, 180_000);
});
