import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { OpenPage } from "./open-lab.js";

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const [wide, narrow] = [1280, 360];

export type Theme = "light" | "dark";

/** Opens the lab in a language and theme and goes to every view, wide and narrow: what axe finds, and whether it fits the page. */
export async function faultsOfViews(
  open: OpenPage,
  {
    lang,
    theme,
    paint = async () => {},
  }: {
    readonly lang: string;
    readonly theme: Theme;
    /** What is done with each view before it is looked at. */
    readonly paint?: (page: Page) => Promise<void>;
  },
): Promise<readonly string[]> {
  const { page, close } = await open(`?lang=${lang}&theme=${theme}`, {
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
    await goTo(page, id);
    await paint(page);
    await page.evaluate(calm);
    for (const width of [wide, narrow]) {
      await page.setViewportSize({ width, height: 800 }); // as it stands
      faults.push(...(await faultsOf(page, `${id}, ${width} px`)));
    }
    await page.setViewportSize({ width: wide, height: 800 });
  }
  await close();
  return faults;
}

async function goTo(page: Page, id: string): Promise<void> {
  await page.evaluate(`location.hash = "#/${id}"`);
  await page.waitForSelector(`nav a[aria-current=page][href="#/${id}"]`, { state: "attached" });
  await page.waitForSelector("main > *");
}

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

async function faultsOf(page: Page, where: string): Promise<readonly string[]> {
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
