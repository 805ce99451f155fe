import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { useLab } from "./support/open-lab.js";

// Every view of the lab, in both languages, light and dark, wide and narrow: what axe finds, and whether it fits the page.

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const [wide, narrow] = [1280, 360];

const theme = ".tools select";
const goTo = async (page: Page, id: string): Promise<void> => {
  await page.evaluate(`location.hash = "#/${id}"`);
  await page.waitForSelector(`nav a[aria-current=page][href="#/${id}"]`, { state: "attached" });
  await page.waitForSelector("main > *");
  await page.evaluate(calm);
};

/** Waits until nothing has been added for 0.2 s: what a view asks of its engine is there; after 2 s in any case. */
const calm = `new Promise((resolve) => {
  let [before, equal] = [-1, 0];
  const look = (left) => {
    const count = document.querySelectorAll("main *").length;
    equal = count === before ? equal + 1 : 0;
    before = count;
    if (equal === 4 || left === 0) resolve();
    else setTimeout(look, 50, left - 1);
  };
  look(40);
})`;

/** Another theme, with which a view is mounted anew. */
const paint = async (page: Page, name: "light" | "dark"): Promise<void> => {
  await page.selectOption(theme, name);
  await page.waitForSelector(`:root[data-theme=${name}]`);
  await page.waitForSelector("main > *");
};
const widen = (page: Page, width: number): Promise<void> => page.setViewportSize({ width, height: 800 });

async function faultsOf(page: Page, where: string): Promise<string[]> {
  const found: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[] =
    await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
    );
  const faults = found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  const excess: number = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  return excess > 0 ? [...faults, `${where}: ${excess} px wider than the page`] : faults;
}

describe.skipIf(chromiumPath === undefined)("every view", () => {
  const { open } = useLab();

  test.each(["en", "zh"])(
    "has no serious fault of access and no text out of its place, light and dark, 1280 and 360 px wide: %s",
    async (lang) => {
      const { page, close } = await open(`?lang=${lang}&theme=light`, {
        viewport: { width: wide, height: 800 },
      });
      await page.waitForSelector("[data-testid=loss]");
      await page.evaluate(axe);
      const ids = await page.$$eval("nav a", (links) =>
        links.map((link) => link.getAttribute("href")?.slice(2) ?? ""),
      );
      expect(ids.length).toBeGreaterThan(12);
      const faults: string[] = [];
      for (const id of ids) {
        const look = async (name: "light" | "dark", width: number): Promise<void> => {
          faults.push(...(await faultsOf(page, `${id}, ${name}, ${width} px`)));
        };
        await goTo(page, id);
        await look("light", wide);
        await paint(page, "dark");
        await look("dark", wide);
        await widen(page, narrow); // as it stands
        await look("dark", narrow);
        await paint(page, "light");
        await look("light", narrow);
        await widen(page, wide);
      }
      expect(faults).toEqual([]);
      await close();
    },
    240_000,
  );
});
