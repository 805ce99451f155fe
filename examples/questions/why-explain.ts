import {
  datasets,
  grad,
  ops,
  program,
  setSeed,
  type Tensor,
  type TensorType,
  tensorType,
  type Value,
} from "neurograd";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "../command-line.js";
import { drawImage, heatMap } from "../draw.js";
import { digitsNetwork } from "./digits-network.js";

// Why is a network hard to explain? Ask it which pixels matter: that is a gradient. Then change every pixel by a little in the
// direction that the gradient names, and the answer changes while the picture hardly does.

export interface Options {
  readonly samples?: number;
  readonly epochs?: number;
  /** How many test digits are changed. */
  readonly asked?: number;
  /** How much a pixel is changed, of 1. */
  readonly change?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

export async function run(
  options: Options = {},
): Promise<{ weights: number; before: number; after: number; byChance: number }> {
  const { samples = 60_000, epochs = 3, asked = 1000, change = 0.1 } = options;
  const { seed = 0, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  const net = digitsNetwork([128, 128]);
  await net.fit(xTrain.slice(0, samples), yTrain.slice(0, samples), { batchSize: 128, epochs, verbose: 0 });

  // The trained network once more, written out, so that the gradient by its *input* can be asked for.
  const parameters = net.getWeights();
  const named = Object.fromEntries(parameters.map((value, k) => [`p${k}`, value]));
  const types = Object.fromEntries(parameters.map((value, k) => [`p${k}`, tensorType(value.shape)]));
  const look = await program<Record<string, TensorType>>(
    { x: tensorType(["n", 784]), y: tensorType(["n"], "int32"), noise: tensorType(["n", 784]), ...types },
    (values) => {
      const { x, y, noise } = values;
      const answer = (pixels: Value): Value => {
        const h1 = ops.relu(ops.add(ops.matmul(pixels, values.p0), values.p1));
        const h2 = ops.relu(ops.add(ops.matmul(h1, values.p2), values.p3));
        return ops.logSoftmax(ops.add(ops.matmul(h2, values.p4), values.p5));
      };
      const loss = ops.negative(ops.sum(ops.multiply(answer(x), ops.oneHot(y, { depth: 10 }))));
      const [slope] = grad(loss, [x]);
      const moved = (direction: Value): Value =>
        ops.clip(ops.add(x, ops.multiply(ops.sign(direction), change)), { minimum: 0, maximum: 1 });
      return {
        slope,
        changed: moved(slope),
        before: answer(x),
        after: answer(moved(slope)),
        byChance: answer(moved(noise)),
      };
    },
  );
  const x = Float32Array.from(xTest.slice(0, asked).toFloat64(), (pixel) => pixel / 255);
  const y = Int32Array.from(yTest.slice(0, asked).toFloat64());
  const random = uniformSigns(x.length, seed);
  const out = await look.run({ x: shaped(x, asked), y, noise: shaped(random, asked), ...named });

  const right = (scores: Tensor): number =>
    mostProbable(scores).filter((guess, i) => guess === y[i]).length / asked;
  const result = {
    weights: parameters.reduce((sum, { size }) => sum + size, 0),
    before: right(out.before),
    after: right(out.after),
    byChance: right(out.byChance),
  };

  const [were, are] = [mostProbable(out.before), mostProbable(out.after)];
  const shown = Math.max(
    0,
    were.findIndex((guess, i) => guess === y[i] && are[i] !== y[i]),
  );
  print(
    drawImage(
      Float32Array.from(x.subarray(784 * shown, 784 * (shown + 1)), (v) => 255 * v),
      28,
    ),
  );
  print(
    say(
      `the network says ${were[shown]}. Which pixels matter for that (the fuller, the more):\n`,
      `网络说是 ${were[shown]}。哪些像素在起作用（越满越重要）：\n`,
    ),
  );
  const slope = out.slope
    .slice(shown, shown + 1)
    .toFloat64()
    .map(Math.abs);
  print(
    heatMap(
      Array.from({ length: 14 }, (_, r) =>
        Array.from({ length: 28 }, (_, c) => slope[56 * r + c] + slope[56 * r + 28 + c]),
      ),
      { cell: 1 },
    ),
  );
  print(
    say(
      `\nthe same picture, each pixel changed by ${change}: the network says ${are[shown]}.\n`,
      `\n同一幅图，每个像素改动 ${change}：网络说是 ${are[shown]}。\n`,
    ),
  );
  print(
    drawImage(
      out.changed
        .slice(shown, shown + 1)
        .toFloat64()
        .map((v) => 255 * v),
      28,
    ),
  );

  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  print(
    say(
      [
        `\n${result.weights} weights made these answers; of ${asked} digits right`,
        `   as they are                                      ${percent(result.before)}`,
        `   each pixel changed by ${change}, up or down by chance  ${percent(result.byChance)}`,
        `   each pixel changed by ${change}, as the gradient says  ${percent(result.after)}`,
      ].join("\n"),
      [
        `\n这些答案出自 ${result.weights} 个权重；${asked} 个数字中答对`,
        `   原样                           ${percent(result.before)}`,
        `   每个像素随机加或减 ${change}         ${percent(result.byChance)}`,
        `   每个像素按梯度加或减 ${change}       ${percent(result.after)}`,
      ].join("\n"),
    ),
  );
  return result;
}

const shaped = (data: Float32Array, rows: number): number[][] =>
  Array.from({ length: rows }, (_, r) => [...data.subarray(784 * r, 784 * (r + 1))]);

function mostProbable(scores: Tensor): number[] {
  const values = scores.toFloat64();
  return Array.from({ length: values.length / 10 }, (_, row) => {
    const each = values.subarray(10 * row, 10 * (row + 1));
    return each.indexOf(Math.max(...each));
  });
}

function uniformSigns(length: number, seed: number): Float32Array {
  let state = seed + 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // a linear congruence; the upper bit decides
    return state >= 2 ** 31 ? 1 : -1;
  });
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, epochs: 3, asked: 1000, change: 0.1, seed: 0 });
