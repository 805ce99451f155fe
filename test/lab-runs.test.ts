import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildLab } from "./support/build-lab.js";
import { chromiumPath } from "./support/chromium.js";
import { patience, usePages } from "./support/open-lab.js";

const open = usePages();
let folder: string;
let command: ChildProcess;
let url: string;

/** `neurograd lab runs`, as a person starts it. */
beforeAll(async () => {
  if (chromiumPath === undefined) return;
  buildLab();
  folder = mkdtempSync(join(tmpdir(), "neurograd-lab-runs-"));
  mkdirSync(join(folder, "runs", "xor"), { recursive: true });
  writeFileSync(
    join(folder, "runs", "xor", "run.json"),
    '{"format":1,"name":"xor","started":"2026-01-02T03:04:05.000Z","finished":null,"versions":{},"config":{"steps":4},"data":null,"results":null}',
  );
  writeFileSync(join(folder, "runs", "xor", "history.jsonl"), '{"epoch":1,"loss":0.5,"seconds":1}\n');
  const args = [
    join(process.cwd(), "dist/cli/main.js"),
    "lab",
    "runs",
    "--no-open",
    "--port",
    "0",
    "--lang",
    "en",
  ];
  command = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  url = await new Promise((resolve, reject) => {
    let told = "";
    command.stdout?.setEncoding("utf8").on("data", (text: string) => {
      told += text;
      const [found] = /http:\S+/.exec(told) ?? [];
      if (found !== undefined) resolve(found);
    });
    command.on("exit", () => reject(new Error(`neurograd lab ended: ${told}`)));
  });
}, 240_000);

afterAll(async () => {
  command?.kill("SIGINT");
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

const rows = (page: Page): Promise<string[][]> =>
  page
    .locator("table.runs tbody tr")
    .evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
    );

describe.skipIf(chromiumPath === undefined)("runs", () => {
  test("a run in progress is shown, and each new line of it", async () => {
    expect(url).toMatch(/#\/runs$/);
    const { page, complaints, close } = await open(url);
    await expect.poll(() => page.textContent(".runs-view .live"), patience).toBe("Live: folder runs");
    await expect
      .poll(() => rows(page), patience)
      .toEqual([["", "0.5 epoch 1", "0.5", "0.5 epoch 1", "0.5 epoch 1", "1", "not finished"]]);
    appendFileSync(
      join(folder, "runs", "xor", "history.jsonl"),
      '{"epoch":2,"loss":0.25,"seconds":1}\n{"epoch":3,"lo',
    );
    await expect
      .poll(() => rows(page), patience)
      .toEqual([["", "0.25 epoch 2", "0.25", "0.25 epoch 2", "0.5 epoch 1", "2", "not finished"]]);
    mkdirSync(join(folder, "runs", "later"));
    writeFileSync(join(folder, "runs", "later", "history.jsonl"), '{"epoch":1,"loss":2}\n');
    await expect.poll(() => page.locator("table.runs tbody tr").count(), patience).toBe(2);
    await page.locator(".run-charts svg[role=slider]").press("Home");
    await expect.poll(() => page.textContent(".run-charts .readout"), patience).toBe("epoch 1xor 0.5later 2");
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  test("files of one's own: a broken line is named and the rest is shown; table, curve and picture can be taken away", async () => {
    const { page, complaints, close } = await open(url.replace(/#.*/, "#/runs"));
    const input = page.locator(".sources input[type=file]").nth(1);
    const broken = '{"epoch":1,"loss":1}\nnot json\n{"epoch":2,"loss":null}\n{"epoch":3,"loss":0.125}\n';
    await input.setInputFiles({
      name: "mine.jsonl",
      mimeType: "application/jsonl",
      buffer: Buffer.from(broken),
    });
    await expect
      .poll(() => page.textContent(".notices"), patience)
      .toBe(
        "What is odd in the files (2)mine: line 2 is not JSON; passed overmine: line 3 is no finite number: loss",
      );
    const mine = page.locator('tr[data-run="mine"]');
    await expect.poll(() => mine.locator("td").nth(5).textContent(), patience).toBe("3");
    await mine.getByRole("button", { name: "mine: baseline" }).press("Enter");
    await expect.poll(() => page.locator(".line.baseline").count(), patience).toBe(1);
    await page.locator("input[type=range]").press("End");
    await expect.poll(() => page.locator(".line.baseline .raw").count(), patience).toBe(1);
    const taken = async (name: string): Promise<Buffer> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name }).first().press("Enter"),
      ]);
      return readFileSync(await download.path());
    };
    expect((await taken("Table as CSV")).toString()).toContain("mine,,,3,0.125,0.125,3,1,1\n");
    const saved = async (): Promise<string> => (await taken("loss: save as SVG")).toString();
    // The curve as it looks on the page, once it is drawn.
    await expect
      .poll(saved, patience)
      .toMatch(/<path d="M[^"]+L[^"]+" style="fill:none;[^"]*stroke:(?!none)/);
    const picture = await saved();
    expect(picture).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(picture).toContain(">mine</text>");
    expect(picture).not.toContain("class=");
    expect((await taken("loss: save as PNG")).subarray(1, 4).toString()).toBe("PNG");
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);
});
