// `node scripts/lab-pictures.mjs`: pictures of every view of the lab, in both languages, to docs/lab/.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { buildLab } from "./build-lab.mjs";
import { ensureChromium } from "./chromium.mjs";
import { say } from "./messages.mjs";
import { root, setUp, stop } from "./setup.mjs";

await setUp();
await buildLab();
if (!(await ensureChromium())) stop(say.noChromium());
const { serveLab } = await import("../dist/cli/lab-server.js"); // built just now
const server = await serveLab({ folder: join(root, "dist", "lab"), port: 0 });
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH, args });
mkdirSync(join(root, "docs", "lab"), { recursive: true });
/** Where views begin that are empty otherwise. */
const beginnings = { race: "?on=pits&walked=150" };

for (const [lang, theme] of [
  ["en", "light"],
  ["zh", "dark"],
]) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.url}?lang=${lang}&theme=${theme}`);
  await page.waitForSelector("[data-testid=loss]");
  const ids = await page.$$eval("nav a", (links) => links.map((link) => link.getAttribute("href").slice(2)));
  await page.fill("input[type=number][max='200000']", "150"); // the same pictures each time
  await page.keyboard.press("Enter");
  await page.click(".play");
  await page.waitForSelector("[data-testid=step]:has-text(' 150')");
  for (const id of [...ids.filter((other) => other !== "inside"), "inside"]) {
    // It is last: it takes a sick network.
    await page.evaluate(`location.hash = "#/${id}${beginnings[id] ?? ""}"`);
    await page.evaluate("scrollTo(0, 0)");
    await page.waitForTimeout(1500);
    if (id === "step") await page.getByRole("button", { name: "③" }).click();
    if (id === "inside") {
      await page.click(".inside-view button"); // the first network to examine
      await page.click(".play");
      await page.waitForSelector("[data-testid=step]:has-text(' 150')");
      await page.waitForTimeout(1000);
    }
    if (id === "digits") {
      await page.click("[data-cell='97']");
      await page.waitForSelector("[data-testid=attribution-sum][data-value]");
    }
    if (id === "runs") {
      await page.click(".runs-view .sources button.primary"); // the examples
      await page.click(
        ".runs-view .found .controls button:has-text('噪声'), .runs-view .found .controls button:has-text('noise')",
      );
      await page.waitForTimeout(300);
    }
    if (id === "graph") {
      await page.waitForSelector(".graph-view .card");
      await page.click(".graph-view .bar button"); // the first invitation: a layer and its derivative, unfolded
      await page.waitForSelector(".graph-view .cells");
    }
    if (id === "data") {
      await page.locator(".choose .row button").first().click(); // the irises
      await page.locator(".play").click();
      await page.waitForTimeout(3000);
      await page.evaluate("document.querySelector('.preview').scrollIntoView()");
    }
    if (id === "neuron") {
      await page.click("[data-experiment=train]");
      await page.waitForTimeout(3000); // 60 ms, fifty times slower
    }
    if (id === "brain") {
      await page.waitForSelector(".brain-view .work tbody tr");
      await page.waitForTimeout(6000); // ten steps a second
    }
    await page.screenshot({ path: join(root, "docs", "lab", `${id}.${lang}.png`) });
    console.log(`docs/lab/${id}.${lang}.png`);
  }
  await page.close();
}
await browser.close();
await server.close();
