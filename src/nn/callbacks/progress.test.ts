import { afterEach, expect, test, vi } from "vitest";
import type { CallbackContext } from "../callback.js";
import type { Model } from "../model.js";
import { progress } from "./progress.js";
import { type ProgressOptions, progressLine } from "./progress-line.js";

/** What is written while epochs of steps of 50 ms run. */
function written(epochs: number, steps: number, options: ProgressOptions, counted = true): string[] {
  const out: string[] = [];
  let time = 0;
  const line = progressLine((text) => void out.push(text), { now: () => time, ...options });
  const context: CallbackContext = {
    model: {} as Model, // not looked at
    epochs,
    steps: counted ? steps : undefined,
    stop: () => {},
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    void line.onEpochBegin?.(epoch, context);
    for (let step = 0; step < steps; step++) {
      time += 50;
      void line.onTrainBatchEnd?.(step, { loss: 1 / (step + 1) }, context);
    }
    void line.onEpochEnd?.(epoch, { loss: 0.5, accuracy: 0.75, valLoss: 1234.56 }, context);
  }
  void line.onTrainEnd?.(context);
  return out;
}

const clear = "\r\x1b[K";

test("elsewhere than in a terminal: one line an epoch, no escape sequence", () => {
  expect(written(2, 4, { isLive: false })).toEqual([
    "Epoch 1/2  0.2 s  20 steps/s  loss 0.5000  accuracy 0.7500  valLoss 1234.6\n",
    "Epoch 2/2  0.2 s  20 steps/s  loss 0.5000  accuracy 0.7500  valLoss 1234.6\n",
  ]);
});

test("in a terminal: a line drawn over at most each 100 ms, with a bar, and the epoch's line in its place", () => {
  expect(written(1, 4, { isLive: true })).toEqual([
    `${clear}Epoch 1/1 ${"━".repeat(15)}${"╌".repeat(15)}  2/4 20 steps/s 1 s left  loss 0.5000`,
    `${clear}Epoch 1/1 ${"━".repeat(30)}  4/4 20 steps/s 0 s left  loss 0.2500`,
    `${clear}Epoch 1/1  0.2 s  20 steps/s  loss 0.5000  accuracy 0.7500  valLoss 1234.6\n`,
  ]);
});

test("the line that is drawn over is never wider than the terminal: the bar shrinks, then the last parts go", () => {
  for (const columns of [20, 30, 40, 60, 80, 120]) {
    const lines = written(1, 40, { isLive: true, columns: () => columns }).slice(0, -1);
    expect(lines.length).toBe(20);
    for (const line of lines) expect(line.replace(clear, "").length).toBeLessThan(columns);
  }
  const [first] = written(1, 40, { isLive: true, columns: () => 60 });
  expect(first).toBe(`${clear}Epoch 1/1 ╌╌╌╌╌╌╌╌╌   2/40 20 steps/s 2 s left  loss 0.5000`);
  const [wide] = written(1, 40, { isLive: true, columns: () => 200 });
  expect(wide).toContain(` ━━${"╌".repeat(28)}   2/40`);
});

test("an epoch's line does without speed and time before it breaks; outside a terminal nothing is left out", () => {
  const ends = (columns: number): string | undefined =>
    written(1, 4, { isLive: true, columns: () => columns })
      .at(-1)
      ?.replace(clear, "");
  expect(ends(74)).toBe("Epoch 1/1  0.2 s  20 steps/s  loss 0.5000  accuracy 0.7500  valLoss 1234.6\n");
  expect(ends(73)).toBe("Epoch 1/1  0.2 s  loss 0.5000  accuracy 0.7500  valLoss 1234.6\n");
  expect(ends(60)).toBe("Epoch 1/1  loss 0.5000  accuracy 0.7500  valLoss 1234.6\n");
  expect(ends(20)).toBe("Epoch 1/1  loss 0.5000  accuracy 0.7500  valLoss 1234.6\n");
  expect(written(1, 4, { isLive: false, columns: () => 20 })[0]).toMatch(/0\.2 s {2}20 steps\/s/);
});

test("a number of steps that nobody knows: no bar, the steps so far", () => {
  expect(written(1, 2, { isLive: true }, false)[0]).toBe(
    `${clear}Epoch 1/1  2 steps 20 steps/s  loss 0.5000`,
  );
});

test("epochs whose lines need not stay; the last one does", () => {
  const out = written(30, 1, { isLive: true, stays: (epoch) => epoch % 10 === 9 });
  expect(
    out.filter((text) => text.endsWith("\n")).map((text) => text.replace(clear, "").slice(0, 11)),
  ).toEqual(["Epoch 10/30", "Epoch 20/30", "Epoch 30/30"]);
  const stopped = written(3, 2, { isLive: true, stays: () => false });
  expect(stopped.at(-1)).toMatch(/\n$/);
});

test("words, widths and looks of another language", () => {
  const words = {
    epoch: (n: string, of: string) => `第 ${n}/${of} 轮`,
    seconds: (s: string) => `${s} 秒`,
    stepsPerSecond: (n: string) => `${n} 步/秒`,
    timeLeft: (s: string) => `还剩 ${s} 秒`,
    steps: (n: number) => `${n} 步`,
    metricNames: { loss: "损失", accuracy: "准确率" },
  };
  expect(written(1, 4, { isLive: false, words })).toEqual([
    "第 1/1 轮  0.2 秒  20 步/秒  损失 0.5000  准确率 0.7500  valLoss 1234.6\n",
  ]);
  const paint = { bar: (text: string) => `<${text}>`, faint: (text: string) => `(${text})` };
  expect(written(1, 4, { isLive: false, paint })[0]).toMatch(
    /^Epoch 1\/1 {2}\(0\.2 s\) {2}\(20 steps\/s\) {2}loss/,
  );
});

test("small and large numbers keep digits that say something", () => {
  const out: string[] = [];
  const line = progressLine((text) => void out.push(text), { isLive: false, now: () => 0 });
  const context = { model: {} as Model, epochs: 1, steps: 1, stop: () => {} };
  void line.onEpochEnd?.(0, { a: 0.00012345, b: 0, c: 999.9999, d: -12345.67, e: 1.5e9, f: NaN }, context);
  expect(out[0]).toContain("a 1.234e-4  b 0.0000  c 999.9999  d -12345.7  e 1.500e+9  f NaN");
});

afterEach(() => void vi.restoreAllMocks());

test("fit is silent by default where nobody looks, and by verbose 0; verbose 1 writes a line an epoch", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(await progress(0)).toBeUndefined();
  expect(await progress(false)).toBeUndefined();
  expect(await progress("auto")).toBeUndefined(); // the output of a test is no terminal
  void (await progress(1))?.onEpochEnd?.(
    0,
    { loss: 2 },
    { model: {} as Model, epochs: 1, steps: 1, stop: () => {} },
  );
  expect(write.mock.calls[0][0]).toMatch(/^Epoch 1\/1 {2}\d+\.\d s {2}\S+ steps\/s {2}loss 2\.0000\n$/);
});
