import { expect } from "vitest";
import { update } from "../../engine/instruments/update.js";
import {
  activationNames,
  checkSpec,
  defaultSpec,
  featureNames,
  initializerNames,
  type LabSpec,
  optimizerNames,
  penaltyNames,
} from "../../engine/spec.js";
import { Training } from "../../engine/training.js";
import { functions, numbersOf, weightsOf } from "./independent-update.js";
import { followedLines, isFollowed, linesOf } from "./lines.js";
import { type Line, placeOf, weightsInto } from "./parts.js";
import { placesOf } from "./places.js";

/** Numbers from 0 to 1, the same each time. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomSpec(seed: number, random: () => number): LabSpec {
  const below = (n: number): number => Math.floor(random() * n);
  const one = <T>(items: readonly T[]): T => items[below(items.length)];
  const features = featureNames.filter(() => random() < 0.4);
  return checkSpec({
    ...defaultSpec,
    data: {
      name: one(["xor", "circles", "moons", "blobs"]),
      samples: 8 + below(25),
      noise: 0.1,
      testShare: 0.2,
    },
    features: features.length === 0 ? ["x"] : features,
    layers: Array.from({ length: below(5) }, () => ({
      units: 1 + below(4),
      activation: one(activationNames),
    })),
    initializer: random() < 0.9 ? one(initializerNames) : "zeros",
    loss: random() < 0.7 ? "crossentropy" : "meanSquaredError",
    optimizer: { name: one(optimizerNames), learningRate: one([0.001, 0.03, 0.3]) },
    penalty: { name: one(penaltyNames), rate: one([0.001, 0.1]) },
    batchSize: 1 + below(12),
    seed,
  });
}

const near = (a: number, b: number, tolerance = 1e-5): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)) + 1e-9;

/** What the written-out numbers come to, between the signs of equality; NaN where letters stand. */
function results(line: Line): readonly number[] {
  let bars = 0;
  const text = line
    .map((part) => {
      if (typeof part !== "string")
        return "symbol" in part ? "#" : `${part.isRaised ? "**" : ""}(${part.value})`;
      if (part === "|") return bars++ % 2 === 0 ? "abs(" : ")";
      return part
        .replaceAll("·", "*")
        .replaceAll("−", "-")
        .replaceAll("²", "**2")
        .replaceAll("√", "sqrt")
        .replaceAll("π", "PI");
    })
    .join("");
  return text.split(" = ").map((side) => (/[#…]|^f/.test(side) ? Number.NaN : value(side)));
}

const known: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(Object.entries(functions).map(([name, [f]]) => [name, f])),
  exp: Math.exp, ln: Math.log, sin: Math.sin, sqrt: Math.sqrt, abs: Math.abs, PI: Math.PI,
}; // biome-ignore format: a table

const value = (side: string): number =>
  new Function(...Object.keys(known), `return ${side}`)(...Object.values(known)) as number; // formulas of our own

/**
 * Makes a random network of the lab, reads an update of it, and holds every number shown against arithmetic of its own, every
 * written sum against its result, the gradient against differences of the loss. Gives how many numbers were looked at.
 */
export async function checkUpdate(seed: number): Promise<number> {
  const random = randomFrom(seed);
  const training = new Training(randomSpec(seed, random));
  for (let k = Math.floor(random() * 3); k > 0; k--) await training.advance();
  const of = random() < 0.5 ? ("sample" as const) : ("batch" as const);
  const { x, y } = of === "sample" ? training.data.train : await training.upcoming();
  const at = Math.floor(random() * x.shape[0]);
  const rows = Array.from({ length: x.shape[0] }, (_, k) => ({
    point: [Number(x.data[2 * k]), Number(x.data[2 * k + 1])],
    label: Number(y.data[k]),
  }));
  const { net } = training;
  const tensors = net.trainableWeights;
  const chosenTensor = tensors[Math.floor(random() * tensors.length)];
  const size = chosenTensor.value.size;
  const chosen = { path: chosenTensor.name, at: Math.floor(random() * size) };
  const reading = await update(training, { of, at, chosen });
  const weights = weightsOf(training);
  const expected = numbersOf(
    training,
    weights,
    of === "sample" ? [rows[at]] : rows,
    of === "sample" ? 0 : at,
    chosen,
  );
  const where = `net ${seed} ${JSON.stringify(training.spec)}`;
  let count = 0;
  const check = (line: Line): void => {
    for (const part of line) {
      if (typeof part === "string" || "symbol" in part) continue;
      if (part.key === "check:plus" || part.key === "check:minus") continue; // their difference is what counts
      const truth = expected.get(part.key);
      if (truth === undefined || !near(part.value, truth, part.key === "check:numeric" ? 1e-4 : 1e-5))
        expect.fail(`${where}: ${part.key} is shown as ${part.value}, should be ${truth}`);
      count++;
    }
    const sides = results(line).filter((side) => !Number.isNaN(side));
    for (const side of sides)
      if (!near(side, sides[sides.length - 1], 1e-4) && Math.abs(side - sides[sides.length - 1]) > 1e-8)
        expect.fail(`${where}: ${JSON.stringify(line)} comes to ${sides.join(" = ")}`);
  };
  for (const place of placesOf(reading)) {
    const into = place.neuron === undefined ? [undefined] : weightsInto(reading, place.neuron);
    for (const weight of into) for (const line of linesOf(reading, place, weight)) check(line);
    for (const weight of into)
      if (weight && isFollowed(reading, weight))
        for (const line of followedLines(reading, weight)) check(line);
    for (const weight of into)
      if (weight && place.phase === "update") {
        const { path, at: i } = placeOf(reading, weight);
        expect(
          near(
            reading.weights.find((w) => w.path === path)?.gradient[i] ?? Number.NaN,
            expected.get(`gradient:${path}:${i}`) ?? 0,
          ),
        ).toBe(true);
      }
  }
  const gradient = expected.get(`gradient:${chosen.path}:${chosen.at}`) ?? Number.NaN;
  expect(
    Math.abs(reading.check.numeric - gradient),
    `${where}: ${reading.check.numeric} beside ${gradient}`,
  ).toBeLessThan(1e-5 * Math.max(1, Math.abs(gradient)));
  expect(reading.agreement?.gradients).toBeLessThan(
    2e-5 * Math.max(1, ...reading.weights.flatMap((w) => [...w.gradient].map(Math.abs))),
  );
  expect(Math.abs((reading.agreement?.loss ?? 0) - reading.loss.total)).toBeLessThan(
    1e-5 * Math.max(1, reading.loss.total),
  );
  return count;
}
