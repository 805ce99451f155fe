import { NeurogradError } from "../../core/errors.js";
import type { RuntimeName } from "../../core/executor.js";
import * as ops from "../../core/ops/index.js";
import { Tensor } from "../../core/tensor.js";
import { tensorType } from "../../core/trace.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { RandomSource } from "../../data/random-source.js";
import { checkFinite } from "../../nn/batches.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { type ProgramOptions, program } from "../../program.js";
import { competition } from "./competition.js";

export interface SparseCodingOptions {
  /** Pixels of a side of the patches. */
  readonly patchSize: number;
  /** Neurons; more than pixels make an overcomplete code. */
  readonly units: number;
  /** λ: how far a membrane must rise before its neuron is active. Default: 0.5, for patches of variance 1. */
  readonly threshold?: number;
  /** Steps of the competition. Default: 50. */
  readonly steps?: number;
  /** Length of a step, in time constants of the membrane. Default: 0.1. */
  readonly stepSize?: number;
  /** Of the first, random filters. Default: 0. */
  readonly seed?: number;
  readonly runtime?: RuntimeName | "auto";
  readonly threads?: number;
}

export interface SparseCodingFitOptions {
  /** How often the filters change. Default: 1000. */
  readonly updates?: number;
  /** Patches for each change. Default: 100. */
  readonly batchSize?: number;
  /** Default: 1. */
  readonly learningRate?: number;
  /** Of the order of patches. Default: 0. */
  readonly seed?: number;
}

/** What patches are to the neurons. */
export interface SparseCode {
  /** a, [patches, units]: mostly 0. A negative number is the activity of a second neuron with the opposite filter. */
  readonly activity: Tensor;
  /** Σ aᵢ φᵢ, in the shape of the patches. */
  readonly reconstruction: Tensor;
  /** Share of activities that are not 0. */
  readonly active: number;
  /** How much of the patches' power the reconstruction leaves out, 0 to 1. */
  readonly error: number;
}

export interface SparseCoding {
  readonly patchSize: number;
  readonly units: number;
  /** φ, [units, patchSize, patchSize]; each has length 1. */
  readonly filters: Tensor;
  /** Learns from patches; `objective` has ½ |x − Σ aᵢ φᵢ|² + λ Σ |aᵢ| of a patch before each update. */
  readonly fit: (
    patches: ArrayInput,
    options?: SparseCodingFitOptions,
  ) => Promise<{ readonly objective: Float64Array }>;
  readonly infer: (patches: ArrayInput) => Promise<SparseCode>;
}

/**
 * A population that describes image patches by few active neurons, and learns from them what each stands for. Given a patch x, neurons compete: membranes follow
 * `τ u̇ᵢ = φᵢ·x − uᵢ − Σⱼ≠ᵢ (φᵢ·φⱼ) aⱼ`, and a neuron whose membrane passes the threshold is active, `aᵢ = sign(uᵢ) max(0, |uᵢ| − λ)`: alike neurons hold down one another, and the
 * activities come to rest at the least of `½ |x − Σ aᵢ φᵢ|² + λ Σ |aᵢ|`. Then filters learn by Hebb's rule, from what is left unexplained: `φᵢ ← φᵢ + η ⟨aᵢ (x − Σ aⱼ φⱼ)⟩`, and are brought back to length 1.
 * From natural images come oriented, local, band-pass filters, as simple cells of the visual cortex have. The whole update is one compiled graph.
 *
 * Shape   patches [n, patchSize, patchSize] or [n, patchSize²].
 * Throws  `shape_mismatch`, `non_finite_data`, `invalid_option`, `unknown_name`.
 * Source  the rule: Olshausen & Field (1996), Nature 381:607, and (1997), Vision Res. 37:3311; the competition: Rozell, Johnson, Baraniuk & Olshausen (2008), Neural Comput. 20:2526, equation 3.2
 *
 * @example
 * const code = sparseCoding({ patchSize: 8, units: 64 });
 * const patches = imagePatches([whiten(deadLeaves({ size: 64 }))], { size: 8, count: 500 });
 * await code.fit(patches, { updates: 20 });
 * const { active } = await code.infer(patches);
 */
export function sparseCoding(options: SparseCodingOptions): SparseCoding {
  const where = "sparseCoding";
  checkOptionNames(where, options, optionNames);
  const { patchSize, units, threshold = 0.5, steps = 50, stepSize = 0.1, seed = 0 } = options;
  for (const [name, value] of Object.entries({ patchSize, units, steps }))
    checkPositiveInteger(where, name, value);
  checkPositive(where, "threshold", threshold);
  checkNumber(where, "stepSize", stepSize, 1e-6, 1);
  const network: Network = {
    units,
    pixels: patchSize * patchSize,
    threshold,
    compete: competition({ threshold, steps, stepSize }),
    filters: randomFilters(units, patchSize * patchSize, seed),
    runtime: { runtime: options.runtime ?? "auto", ...(options.threads && { threads: options.threads }) },
  };
  return {
    patchSize,
    units,
    get filters() {
      return new Tensor(network.filters.slice(), [units, patchSize, patchSize], "float32");
    },
    fit: (patches, given = {}) => learn(network, patches, given),
    infer: (patches) => describe(network, patches),
  };
}

const optionNames = [
  "patchSize",
  "units",
  "threshold",
  "steps",
  "stepSize",
  "seed",
  "runtime",
  "threads",
] as const;

interface Network {
  readonly units: number;
  readonly pixels: number;
  readonly threshold: number;
  readonly compete: ReturnType<typeof competition>;
  filters: Float32Array<ArrayBuffer>;
  readonly runtime: ProgramOptions;
}

async function learn(
  network: Network,
  patches: ArrayInput,
  options: SparseCodingFitOptions,
): Promise<{ readonly objective: Float64Array }> {
  const where = "sparseCoding: fit";
  checkOptionNames(where, options, ["updates", "batchSize", "learningRate", "seed"]);
  const { updates = 1000, batchSize = 100, learningRate = 1, seed = 0 } = options;
  for (const [name, value] of Object.entries({ updates, batchSize }))
    checkPositiveInteger(where, name, value);
  checkPositive(where, "learningRate", learningRate);
  const { units, pixels, threshold, compete, runtime } = network;
  const rows = patchRows(where, patches, pixels);
  const step = await program(
    { x: tensorType([batchSize, pixels]), filters: tensorType([units, pixels]) },
    ({ x, filters }) => {
      const activity = compete(x, filters); // [batch, units]
      const unexplained = ops.subtract(x, ops.matmul(activity, filters));
      const change = ops.matmul(ops.transpose(activity), unexplained); // Hebb: post times pre, over the batch
      const grown = ops.add(filters, ops.multiply(change, learningRate / batchSize));
      const length = ops.sqrt(ops.sum(ops.square(grown), { axis: 1, keepdims: true }));
      const power = ops.multiply(ops.sum(ops.square(unexplained)), 0.5);
      const cost = ops.multiply(ops.sum(ops.abs(activity)), threshold);
      return { objective: ops.divide(ops.add(power, cost), batchSize), filters: ops.divide(grown, length) };
    },
    { ...runtime, state: { filters: new Tensor(network.filters, [units, pixels], "float32") } },
  );
  const random = new RandomSource(seed);
  const objective = new Float64Array(updates);
  try {
    for (let k = 0; k < updates; k++) {
      const batch = new Float32Array(batchSize * pixels);
      for (let i = 0; i < batchSize; i++) {
        const row = random.integer(rows.length / pixels);
        batch.set(rows.subarray(row * pixels, (row + 1) * pixels), i * pixels);
      }
      objective[k] = (await step.run({ x: batch })).objective.item();
    }
    network.filters = Float32Array.from(step.read("filters").toFloat64());
  } finally {
    await step.dispose();
  }
  return { objective };
}

async function describe(network: Network, patches: ArrayInput): Promise<SparseCode> {
  const { units, pixels, compete, runtime, filters: kept } = network;
  const rows = patchRows("sparseCoding: infer", patches, pixels);
  const n = rows.length / pixels;
  const asked = await program(
    { x: tensorType([n, pixels]), filters: tensorType([units, pixels]) },
    ({ x, filters }) => {
      const activity = compete(x, filters);
      const reconstruction = ops.matmul(activity, filters);
      const unexplained = ops.sum(ops.square(ops.subtract(x, reconstruction)));
      return { activity, reconstruction, error: ops.divide(unexplained, ops.sum(ops.square(x))) };
    },
    runtime,
  );
  try {
    const { activity, reconstruction, error } = await asked.run({ x: rows, filters: kept });
    const active = activity.toFloat64().reduce((sum, a) => sum + Number(a !== 0), 0) / activity.size;
    return { activity, reconstruction, active, error: error.item() };
  } finally {
    await asked.dispose();
  }
}

/** Random directions. */
function randomFilters(units: number, pixels: number, seed: number): Float32Array<ArrayBuffer> {
  const random = new RandomSource(seed);
  const filters = new Float32Array(units * pixels);
  for (let k = 0; k < units; k++) {
    const filter = Float64Array.from({ length: pixels }, () => random.normal());
    const length = Math.hypot(...filter);
    filters.set(
      filter.map((w) => w / length),
      k * pixels,
    );
  }
  return filters;
}

/** Patches one after another. Throws `shape_mismatch`, `non_finite_data`. */
function patchRows(where: string, patches: ArrayInput, pixels: number): Float32Array<ArrayBuffer> {
  const given = inputTensor(where, patches);
  checkFinite(where, given);
  const [, ...each] = given.shape;
  const size = Math.sqrt(pixels);
  if (given.size === 0 || !(each.join() === `${size},${size}` || each.join() === `${pixels}`)) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: patches have shape [${given.shape.join(", ")}]; give [n, ${size}, ${size}]`,
    );
  }
  return Float32Array.from(given.toFloat64());
}
