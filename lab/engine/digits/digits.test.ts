import { existsSync, readFileSync } from "node:fs";
import { datasets } from "neurograd";
import { beforeAll, describe, expect, test } from "vitest";
import { buildDigits } from "../../../test/support/build-lab.js";
import { type DigitsFiles, digitsData } from "./data.js";
import { type DigitsFrame, DigitsSubject } from "./digits.js";
import { kernelSum } from "./kernel-sum.js";

let files: DigitsFiles;

beforeAll(() => {
  buildDigits();
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(`build/digits/${name}`));
  files = {
    images: read("digit-images.gz"),
    labels: read("digit-labels.gz"),
    reader: read("digit-reader.onnx"),
  };
}, 180_000);

describe("the data of the build", () => {
  test("400 images of each digit to train with, 100 to test with, all of them MNIST's own, none twice", async () => {
    const { train, test: asked } = await digitsData(files);
    const all = await datasets.mnist();
    for (const [own, x, y, each] of [
      [train, all.xTrain, all.yTrain, 400],
      [asked, all.xTest, all.yTest, 100],
    ] as const) {
      const counts = Array<number>(10).fill(0);
      for (const digit of own.y.data as Uint8Array) counts[digit]++;
      expect(counts).toEqual(Array(10).fill(each));
      const text = (pixels: Uint8Array, k: number): string =>
        Buffer.from(pixels.subarray(k * 784, (k + 1) * 784)).toString("latin1");
      const known = new Map(
        Array.from(y.data as Uint8Array, (digit, k) => [text(x.data as Uint8Array, k), digit]),
      );
      const seen = new Set<string>();
      for (let k = 0; k < own.y.size; k++) {
        const image = text(own.x.data as Uint8Array, k);
        expect(known.get(image)).toBe(own.y.data[k]);
        seen.add(image);
      }
      expect(seen.size).toBe(own.y.size);
    }
    expect(files.images.length + files.labels.length + files.reader.length).toBeLessThan(900_000);
  });

  test("files that do not fit are refused", async () => {
    await expect(digitsData({ images: files.images, labels: files.images })).rejects.toThrow(
      "lab: there are 5000 images and 3920000 labels; build the lab again. (shape_mismatch)",
    );
  });
});

describe("the trained network", () => {
  let subject: DigitsSubject;
  let frame: DigitsFrame;
  let seven: Uint8Array;

  beforeAll(async () => {
    subject = await DigitsSubject.begin({ weights: "trained", seed: 1 }, files);
    const at = subject.data.test.y.toFloat64().indexOf(7);
    seven = (subject.data.test.x.data as Uint8Array).slice(at * 784, (at + 1) * 784);
    frame = await subject.frame({ image: seven, id: 5 });
  }, 60_000);

  test("reads more than 98 of 100 of MNIST's 10,000 test images, as its file says", async () => {
    const { xTest, yTest } = await datasets.mnist();
    const { accuracy, loss } = await subject.net.evaluate(xTest, yTest, { batchSize: 500 });
    expect(accuracy).toBeGreaterThan(0.98);
    const { measured } = subject;
    expect(measured).toMatchObject({ trained: 32_000, epochs: 1, tested: 10_000 });
    expect(measured.accuracy).toBeCloseTo(accuracy, 6);
    expect(measured.loss).toBeCloseTo(loss, 4);
  });

  test("a frame: what the layers make of a 7, and what the thousand say", async () => {
    const { seen } = frame;
    expect(frame.tested).toBeUndefined();
    expect(seen?.id).toBe(5);
    expect(seen?.layers.map(({ name, height, width, channels }) => [name, height, width, channels])).toEqual([
      ["image", 28, 28, 1],
      ["conv_1", 24, 24, 8],
      ["pool_1", 12, 12, 8],
      ["conv_2", 8, 8, 16],
      ["pool_2", 4, 4, 16],
    ]);
    expect(seen?.probabilities.indexOf(Math.max(...seen.probabilities))).toBe(7);
    const { digits, mistakes, sureness, tested } = await subject.questions.answers({});
    const labels = subject.data.test.y.toFloat64();
    const confusion = Array<number>(100).fill(0);
    for (const [k, digit] of digits.entries()) confusion[labels[k] * 10 + digit]++;
    expect(tested.confusion).toEqual(confusion);
    expect(mistakes.length).toBe(Math.round(1000 * (1 - tested.accuracy)));
    expect(mistakes.map((k) => sureness[k])).toEqual(mistakes.map((k) => sureness[k]).sort((a, b) => b - a));
  });

  test("the sum under a kernel, written out, is the number of the feature map", async () => {
    const layers = frame.seen?.layers ?? [];
    for (const [before, conv] of [
      [layers[0], layers[1]],
      [layers[2], layers[3]],
    ]) {
      for (const place of [
        { filter: 0, row: 0, column: 0 },
        { filter: 5, row: 7, column: 3 },
        { filter: 7, row: 2, column: 6 },
      ]) {
        const { filter, row, column } = place;
        const { x, w, products, byChannel, bias, z, a } = await kernelSum(before, conv, place);
        let sum = bias;
        for (let dy = 0; dy < 5; dy++)
          for (let dx = 0; dx < 5; dx++)
            for (let c = 0; c < before.channels; c++) {
              const k = (dy * 5 + dx) * before.channels + c;
              expect(x[k]).toBe(
                before.values[((row + dy) * before.width + column + dx) * before.channels + c],
              );
              expect(products[k]).toBe(x[k] * w[k]);
              sum += products[k];
            }
        expect(z).toBeCloseTo(sum, 12);
        expect(byChannel.reduce((all, one) => all + one, bias)).toBeCloseTo(sum, 12);
        const made = conv.values[(row * conv.width + column) * conv.channels + filter];
        expect(a).toBeCloseTo(made, 5);
      }
    }
  });

  test("integrated gradients are complete, for every baseline: Σ = F(x) − F(x′)", async () => {
    for (const baseline of ["empty", "full", "mean"] as const) {
      const options = {
        image: seven,
        method: "integratedGradients",
        target: 7,
        baseline,
        steps: 64,
      } as const;
      const { attributions, sum, difference, score, baselineScore } =
        await subject.questions.explain(options);
      expect(sum).toBeCloseTo(
        attributions.reduce((a, b) => a + b),
        9,
      );
      expect(difference).toBe(score - baselineScore);
      expect(Math.abs(sum - difference) / Math.abs(difference)).toBeLessThan(0.02);
    }
    const plain = { image: seven, method: "saliency", target: 7, baseline: "empty", steps: 64 } as const;
    const { attributions } = await subject.questions.explain(plain);
    expect(Math.min(...attributions)).toBeGreaterThanOrEqual(0);
  });

  test("erasing what integrated gradients name costs more than erasing as many pixels at random", async () => {
    const options = {
      image: seven,
      method: "integratedGradients",
      target: 7,
      baseline: "empty",
      steps: 64,
    } as const;
    const { attributions, baseline } = await subject.questions.explain(options);
    const { shares, byRank, byChance, rankedImages } = await subject.questions.erase({ image: seven, attributions, baseline, target: 7 }); // biome-ignore format: one expression
    const quarter = shares.indexOf(0.25);
    expect(byRank[0]).toBeCloseTo(byChance[0], 6);
    expect(byChance[quarter] - byRank[quarter]).toBeGreaterThan(0.3);
    const ink = (pixels: Uint8Array): number => pixels.filter((v) => v > 0).length;
    expect(ink(rankedImages[quarter])).toBe(ink(seven) - Math.round(0.25 * ink(seven)));
    expect(ink(rankedImages[shares.length - 1])).toBe(0);
  });
});

test("fresh weights learn; the same spec and steps give the same numbers to the last bit", async () => {
  const spec = { weights: "fresh", seed: 7 } as const;
  const run = async (): Promise<DigitsFrame[]> => {
    const subject = await DigitsSubject.begin(spec, files);
    const { tested } = await subject.questions.answers({});
    const frames = [await subject.frame({})];
    expect(frames[0].tested).toEqual(tested);
    for (let k = 0; k < 50; k++) await subject.advance();
    return [...frames, await subject.frame({})];
  };
  const [first, then] = await run();
  expect(first).toMatchObject({ step: 0, epoch: 1, batch: 0, batches: 125, records: [] });
  expect(then).toMatchObject({ step: 50, epoch: 1, batch: 50 });
  expect(then.records).toHaveLength(50);
  expect(then.tested?.loss).toBeLessThan((first.tested?.loss ?? 0) / 2);
  expect(then.tested?.accuracy).toBeGreaterThan(0.7);
  expect((await run())[1]).toEqual(then);
}, 60_000);

test("the files are where the page's program looks for them", () => {
  for (const [, path] of readFileSync("lab/engine/digits/open.ts", "utf8").matchAll(
    /"\.\.\/\.\.\/\.\.\/(build\/digits\/.*)\?url/g,
  ))
    expect(existsSync(path), path).toBe(true);
});
