import { readFileSync } from "node:fs";
import {
  datasets,
  input,
  layers,
  type Model,
  NeurogradError,
  optimizers,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import {
  diagnose,
  diseases,
  distributionOf,
  doctor,
  type Finding,
  type OwnThresholds,
  takeReading,
} from "neurograd/explain";
import { beforeEach, expect, test } from "vitest";
import { examined } from "../../../test/support/doctor-case.js";
import { sickNetworks } from "../../../test/support/sick-networks.js";
import { rejection, thrown } from "../../../test/support/thrown.js";
import { shareExplained } from "./label-statistics.js";

beforeEach(() => setSeed(1));

/** h = relu(x K + b), y = h V, ½ of the squared error's gradient; two examples; the first unit is on for one of them. */
function byHand(): { readonly net: Model; readonly x: number[][]; readonly t: number[][] } {
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 2, activation: "relu", name: "hidden" }),
    layers.dense({ units: 1, useBias: false, name: "out" }),
  ]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 0.1 }), loss: "mse", runtime: "reference" });
  net.setWeights([[[1, -1], [2, 1]], [0, -5], [[2], [-3]]]); // biome-ignore format: matrices
  return { net, x: [[1, 1], [2, -1]], t: [[4], [-1]] }; // biome-ignore format: matrices
}

test("a reading is what pencil and paper say", async () => {
  const { net, x, t } = byHand();
  const reading = await takeReading(net, x, t, 7);
  // x K + b = [[3, −5], [0, −8]]; h = [[3, 0], [0, 0]]; y = [[6], [0]]; loss = (4 + 1) / 2
  expect(reading.step).toBe(7);
  expect(reading.loss).toBe(2.5);
  expect(reading.broken).toBeUndefined();
  const [hidden, out] = reading.layers;
  expect(hidden).toMatchObject({ layer: "hidden", activation: "relu", isOutput: false, units: 2, dead: 0.5 });
  expect(hidden.activations).toMatchObject({ mean: 0.75, minimum: 0, maximum: 3, zeros: 3, count: 4 });
  expect(hidden.weightNorm).toBeCloseTo(Math.sqrt(1 + 1 + 4 + 1), 12); // biases are not counted
  // ȳ = y − t = [[2], [1]]; h̄ = ȳ Vᵀ, through the one open unit: K̄ = [[1 · 2 · 2, 0], [1 · 2 · 2, 0]]
  expect(hidden.gradientNorm).toBeCloseTo(Math.hypot(4, 4), 12);
  expect(hidden.updateRatio).toBeCloseTo((0.1 * Math.hypot(4, 4)) / Math.sqrt(7), 12);
  expect(hidden.cotangents?.norm).toBeCloseTo(Math.hypot(4, -6, 2, -3), 12);
  expect(out).toMatchObject({ layer: "out", isOutput: true, activation: undefined, dead: undefined });
  expect(out.gradientNorm).toBeCloseTo(Math.hypot(3 * 2, 0), 12); // hᵀ ȳ
});

test("what is flat is known from outputs: 1 − a² of tanh, a (1 − a) of sigmoid", async () => {
  const share = async (activation: "tanh" | "sigmoid", z: readonly number[]): Promise<number | undefined> => {
    const net = sequential([
      input({ shape: [1] }),
      layers.dense({ units: 1, activation, kernelInitializer: "ones" }),
      layers.dense({ units: 1 }),
    ]);
    net.compile({ loss: "mse", runtime: "reference" });
    const x = z.map((value) => [value]);
    return (await takeReading(net, x, x, 0)).layers[0].saturated;
  };
  // 1 − tanh² z < 0.05 from |z| > 2.178; 4 σ (1 − σ) = 1 − tanh²(z/2), so from twice that.
  expect(await share("tanh", [0, 2.17, 2.19, -2.19])).toBe(0.5);
  expect(await share("sigmoid", [0, 4.35, 4.36, -4.36])).toBe(0.5);
});

test("numbers summed up", () => {
  const { histogram, ...rest } = distributionOf(tensor([0, 1, 2, 5, Number.NaN, Infinity]), { bins: 5 });
  expect(rest).toEqual({
    count: 4,
    nonFinite: 2,
    zeros: 1,
    mean: 2,
    standardDeviation: Math.sqrt(3.5), // (4 + 1 + 0 + 9) / 4
    minimum: 0,
    maximum: 5,
    norm: Math.sqrt(30),
  });
  expect(histogram).toEqual({ from: 0, to: 5, counts: [1, 1, 1, 0, 1] });
  const sizes = distributionOf(tensor([0, 1e-3, -1e-3, 1e3]), { isLogarithmic: true, bins: 16 }).histogram;
  expect(sizes.counts.flatMap((count, k) => (count > 0 ? [[sizes.from + k, count]] : []))).toEqual([
    [-3, 2],
    [3, 1],
  ]);
});

test("what a column tells of the target", () => {
  const column = Float64Array.of(1, 1, 2, 4);
  // classes: means 1 and 3 around 2: 2 · 1 + 2 · 1 of 1 + 1 + 0 + 4
  expect(shareExplained(column, Float64Array.of(0, 0, 1, 1), true)).toBeCloseTo(4 / 6, 12);
  // a line: Σ (x − 2)(t − 1.5) = 1.5 + 0.5 + 0 + 3 = 5, squared over 6 · 5
  expect(shareExplained(column, Float64Array.of(0, 1, 2, 3), false)).toBeCloseTo(25 / 30, 12);
  expect(shareExplained(Float64Array.of(2, 2), Float64Array.of(0, 1), true)).toBe(0);
});

test("thresholds of one's own; a finding is told once; consequences are told with their cause", async () => {
  const { net, x, t } = byHand();
  const told: string[] = [];
  const thresholds = { deadRelu: { readings: 1, share: 0.5, unlearned: 0 } };
  const watching = doctor({ x, y: t, thresholds, onFinding: ({ disease }) => told.push(disease) });
  await watching.look(net, 0);
  await watching.look(net, 1);
  expect(told).toEqual(["deadRelu"]);
  const [{ layer, numbers, says, remedies }] = watching.findings;
  expect({ layer, numbers }).toEqual({ layer: "hidden", numbers: { dead: 0.5, units: 2 } });
  expect(says.en).toBe("50 % of the 2 units of hidden give 0 for every example.");
  expect(remedies[1]).toMatchObject({ change: "learningRate", to: 0.01 });
  expect(diagnose(watching.history)).toEqual([]); // three readings are asked for by default
  const { readings, ...rest } = watching.history;
  const large = { ...rest.data, scales: [{ layer: "hidden", column: 1, rootMeanSquare: 500 }] };
  const causes = diagnose({ ...rest, readings, data: large }, thresholds);
  expect(causes.map(({ disease, consequences }) => [disease, consequences])).toEqual([
    ["unscaledInputs", ["deadRelu"]],
  ]);
});

test("a network that is looked at late, its units driven to the flat parts by what it learned, is healthy", async () => {
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 4, activation: "tanh" }),
    layers.dense({ units: 2, activation: "tanh" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({ optimizer: optimizers.adam({ learningRate: 0.1 }), loss: "binaryCrossentropy" });
  const { x, y } = datasets.xor();
  await net.fit(x, y, { epochs: 1500, batchSize: 4, verbose: 0 });
  const late = doctor({ x, y });
  for (let step = 1500; step < 1505; step++) {
    await late.look(net, step);
    await net.trainOnBatch(x, y);
  }
  expect(late.readings.at(-1)?.layers.some(({ saturated = 0 }) => saturated > 0.5)).toBe(true);
  expect(late.findings).toEqual([]);
});

test("a loss that is not finite: fit throws as ever, the doctor has heard why", async () => {
  const sick = sickNetworks.filter(({ disease }) => disease === "nonFinite");
  const { findings, history } = await examined({ ...sick[0], steps: 20 }, 3);
  const [finding]: readonly Finding[] = findings;
  expect(finding.disease).toBe("nonFinite");
  expect(finding.says.en).toBe(history.failure);
  expect(finding.says.en).toContain("the output of layer lambda is the first that is not finite (op log)");
});

test("options", async () => {
  const [x, y] = [[[1]], [[1]]];
  expect(thrown(() => doctor({ x } as never))).toBe(
    "doctor: needs the option y, examples by which to look; give doctor({ x, y }). (missing_option)",
  );
  expect(thrown(() => doctor({ x, y, every: 0 }))).toContain("every");
  expect(thrown(() => doctor({ x, y, thresholds: { deadRelu: { shar: 1 } } as OwnThresholds }))).toContain(
    'doctor: thresholds of deadRelu: option: unknown name "shar"; did you mean "share"?',
  );
  expect(thrown(() => doctor({ x, y }).history)).toBe(
    "doctor: has not looked yet; give it to fit as a callback, or await doctor.look(net, 0). (missing_option)",
  );
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  expect(await rejection(doctor({ x, y }).look(net, 0))).toContain("(not_compiled)");
  expect(new NeurogradError("not_compiled", "x").code).toBe("not_compiled");
});

test.each(["docs/doctor.md", "docs/doctor.zh-CN.md"])("%s names each disease with its thresholds", (page) => {
  const text = readFileSync(page, "utf8");
  const lang = page.includes("zh") ? "zh" : "en";
  for (const [disease, { name, thresholds }] of Object.entries(diseases)) {
    const row = text.split("\n").find((line) => line.startsWith(`| \`${disease}\``)) ?? "";
    expect(row).toContain(name[lang]);
    for (const [threshold, value] of Object.entries(thresholds))
      expect(row).toContain(`\`${threshold}: ${value}\``);
  }
});
