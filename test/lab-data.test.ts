import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { chromiumPath } from "./support/chromium.js";
import { patience, useLab } from "./support/open-lab.js";

// Tables of a visitor's own, and points painted by hand, in the page.

const { open } = useLab();

const give = (page: Page, name: string, bytes: Iterable<number>): Promise<void> =>
  page.setInputFiles("input[type=file]", {
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(Uint8Array.from(bytes)),
  });

/** 年龄, 是 and 否 in both encodings. */
const spelled = {
  "UTF-8": { age: [...Buffer.from("\uFEFF年龄")], yes: [...Buffer.from("是")], no: [...Buffer.from("否")] },
  GB18030: { age: [0xc4, 0xea, 0xc1, 0xe4], yes: [0xca, 0xc7], no: [0xb7, 0xf1] },
};

function rows(encoding: keyof typeof spelled, count: number, broken?: string): number[] {
  const { age, yes, no } = spelled[encoding];
  const bytes = [...age, ...Buffer.from(",x,y\n")];
  for (let k = 0; k < count; k++) {
    if (k === 5000 && broken !== undefined) bytes.push(...Buffer.from(broken));
    else bytes.push(...Buffer.from(`${k % 90},${((k * 37) % 101) / 10},`), ...(k % 90 > 45 ? yes : no), 10);
  }
  return bytes;
}

test.skipIf(chromiumPath === undefined).each(["UTF-8", "GB18030"] as const)(
  "10,000 rows in %s are read, and the network learns them",
  async (encoding) => {
    const { page, complaints, close } = await open("#/data");
    await give(page, "年龄.csv", rows(encoding, 10_000));
    await page.waitForSelector(".step-panel h3:has-text('Learning')", patience);
    await expect.poll(() => page.textContent(".opened"), patience).toContain("10,000 rows × 3 columns");
    await expect
      .poll(() => page.textContent(".controls option:checked"), patience)
      .toBe(`guessed: ${encoding}`);
    await expect.poll(() => page.textContent(".preview th .name"), patience).toBe("年龄");
    await page.keyboard.press(" ");
    await expect
      .poll(async () => Number.parseFloat((await page.textContent(".score strong")) ?? ""), patience)
      .toBeGreaterThan(95);
    await page.keyboard.press(" ");
    await page.waitForSelector(".play:has-text('Play')");
    await expect.poll(() => page.textContent(".matrix"), patience).toContain("是");
    await page.getByLabel("年龄", { exact: true }).fill("80");
    await page.waitForSelector(".answer .told:has-text('是')");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Model (.onnx)" }).click();
    expect((await download).suggestedFilename()).toBe("model.onnx");
    await page.locator(".step-panel button.primary", { hasText: "Open" }).click();
    await expect.poll(() => page.evaluate("location.hash"), patience).toBe("#/boundary");
    await page.waitForSelector(".boundary .points .class-1", patience);
    expect(complaints).toEqual([]);
    await close();
  },
  120_000,
);

test.skipIf(chromiumPath === undefined)(
  "a broken table is refused with its line and what to do; a mended one is learned",
  async () => {
    const { page, close } = await open("?lang=zh#/data");
    const refused = page.locator("[role=alert]");
    await give(page, "a.csv", rows("UTF-8", 10_000, "1,2\n"));
    await expect.poll(() => refused.textContent(), patience).toContain("第 5002 行的单元格数与第一行不同");
    await give(page, "b.csv", rows("GB18030", 10_000, "twelve,2,a\n"));
    await expect.poll(() => refused.textContent(), patience).toContain("第 5002 行：“年龄”列里出现“twelve”");
    await page.getByRole("button", { name: "当作缺失值" }).click();
    await page.waitForSelector(".step-panel h3:has-text('学习')", patience);
    await expect.poll(() => refused.count(), patience).toBe(0);
    await close();
  },
  120_000,
);

const spoken = (page: Page, name: "loss" | "step"): Promise<string | null> =>
  page.textContent(`[data-testid=${name}]`);
const lossOf = async (page: Page): Promise<number> =>
  Number(await page.getAttribute("[data-testid=loss]", "data-loss"));

test.skipIf(chromiumPath === undefined)(
  "points are painted and a weight is set by the keyboard alone; a link carries both, to the last bit",
  async () => {
    const { page, complaints, close } = await open("#/boundary");
    await page.waitForSelector("[data-testid=loss]", patience);
    await page.getByRole("button", { name: "Paint points" }).press("Enter");
    await page.getByRole("button", { name: "Clear" }).press("Enter"); // the picture has the focus now
    for (const [key, arrow] of [
      ["1", "ArrowRight"],
      ["2", "ArrowUp"],
      ["3", "ArrowLeft"],
      ["1", "ArrowDown"],
      ["2", "ArrowLeft"],
    ]) {
      await page.keyboard.press(key);
      for (let k = 0; k < 4; k++) await page.keyboard.press(arrow);
    }
    await page.keyboard.press("1");
    await page.keyboard.press("Delete");
    await expect.poll(() => page.textContent(".painter [role=status]"), patience).toContain("5 points");
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "One step" }).press("Enter");
    await expect.poll(() => spoken(page, "step"), patience).toBe("step 1");
    await page.locator(".weight-panel summary").press("Enter");
    await page.getByLabel("new value").fill("0.75");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.textContent(".weight-panel dd strong"), patience).toBe("0.75");
    const before = await lossOf(page);
    await page.getByRole("button", { name: "One epoch" }).press("Enter");
    await expect.poll(() => lossOf(page), patience).not.toBe(before);
    const [loss, step] = [await lossOf(page), await spoken(page, "step")];
    await page.getByRole("button", { name: "Share link" }).press("Enter");
    await expect.poll(() => page.evaluate("location.hash"), patience).toContain("s=");
    const link: string = await page.evaluate("location.hash");
    expect(complaints).toEqual([]);
    await close();

    const fresh = await open(link);
    await fresh.page.waitForSelector("[data-testid=loss]", patience);
    expect([await lossOf(fresh.page), await spoken(fresh.page, "step")]).toEqual([loss, step]);
    await fresh.page.locator(".weight-panel summary").click();
    await expect
      .poll(() => fresh.page.textContent(".edits"), patience)
      .toContain("step 1: input x → neuron 1.1 = 0.75");
    await fresh.close();
  },
  120_000,
);
