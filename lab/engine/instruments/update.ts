import { Dataset, type Tensor, tensor } from "neurograd";
import { layerList } from "../network.js";
import { type Agreement, agreementOf } from "../one-update/agreement.js";
import { type CheckReading, checkOf, exampleGradients } from "../one-update/check.js";
import { type LayerReading, layerReading } from "../one-update/layer.js";
import { type LossReading, lossReading } from "../one-update/loss.js";
import { type ChangedWeight, twinOf, type WeightPlace } from "../one-update/twin.js";
import { optimizerConstants, type WeightNumbers, weightNumbers } from "../one-update/weights.js";
import type { Points } from "../points.js";
import type { LabSpec } from "../spec.js";
import type { Training } from "../training.js";

export interface UpdateOptions {
  /** One training point alone, or the batch that the next step takes. */
  readonly of: "sample" | "batch";
  /** Which point, or which of the batch, is looked at: its number, or one drawn with a seed. */
  readonly at: number | { readonly seed: number };
  /** Other coordinates for it. */
  readonly input?: readonly [number, number];
  /** Other numbers for some weights: here alone, the network in training keeps its own. */
  readonly changed?: readonly ChangedWeight[];
  /** The weight that is followed. */
  readonly chosen: WeightPlace;
}

/** One update in float64, every number of it. */
export interface UpdateReading {
  readonly spec: LabSpec;
  /** The number of this update, from 1. */
  readonly step: number;
  readonly of: UpdateOptions["of"];
  /** Which example is looked at, of how many that may be. */
  readonly at: number;
  readonly count: number;
  /** Examples that this update learns from. */
  readonly batch: number;
  readonly input: Float64Array;
  readonly features: Float64Array;
  /** Its class, and what each output should be. */
  readonly label: number;
  readonly targets: readonly number[];
  readonly layers: readonly LayerReading[];
  readonly loss: LossReading;
  /** What the example that is looked at loses, without penalty. */
  readonly exampleLoss: number;
  readonly weights: readonly WeightNumbers[];
  /** The optimizer's own numbers. */
  readonly constants: Readonly<Record<string, number>>;
  readonly check: CheckReading;
  /** What each example says of the chosen weight. */
  readonly examples: Float64Array;
  /** undefined where weights are changed here: the network in training has others. */
  readonly agreement: Agreement | undefined;
}

/**
 * One update, computed anew in float64 by the reference, with sums and activations apart: what the next step does with a
 * batch, or would do with one point. The network in training is not changed; what it says of the same batch stands beside.
 */
export async function update(training: Training, options: UpdateOptions): Promise<UpdateReading> {
  const { spec, data } = training;
  const { changed = [], chosen } = options;
  const twin = twinOf(training, changed);
  const { points, example, at, count } = await examplesOf(training, options);
  const single = await twin.probe(example.x, example.y);
  const batch = options.of === "sample" ? single : await twin.probe(points.x, points.y);
  const layers = layerList(spec, data.classes);
  const loss = await lossReading(training, twin, points, batch);
  const weights = await weightNumbers(training, twin, single, batch);
  const label = Number(example.y.data[0]);
  const k = layers.findIndex(({ name }) => chosen.path.startsWith(`${name}/`));
  const penalty = weights.find(({ path }) => path === chosen.path)?.penaltyGradient?.[chosen.at] ?? 0;
  return {
    spec,
    step: training.step + 1,
    of: options.of,
    at,
    count,
    batch: points.x.shape[0],
    input: example.x.toFloat64(),
    features: single.activations.features.toFloat64(),
    label,
    targets:
      data.classes === 2 ? [label] : Array.from({ length: data.classes }, (_, c) => Number(c === label)),
    layers: await Promise.all(layers.map((layer) => layerReading(layer, single))),
    loss,
    exampleLoss: loss.examples[options.of === "sample" ? 0 : at],
    weights,
    constants: optimizerConstants(spec),
    check: await checkOf(twin, points, chosen),
    examples: await exampleGradients(batch, chosen, {
      source: k === 0 ? "features" : `${layers[k - 1].name}_activation`,
      units: layers[k].units,
      penalty,
    }),
    agreement: changed.length > 0 ? undefined : await agreementOf(training, points, batch),
  };
}

interface Examples {
  /** What the update learns from. */
  readonly points: Points;
  /** What is looked at, one of them. */
  readonly example: Points;
  readonly at: number;
  readonly count: number;
}

async function examplesOf(training: Training, { of, at: wanted, input }: UpdateOptions): Promise<Examples> {
  const all = of === "sample" ? training.data.train : await training.upcoming();
  const count = all.x.shape[0];
  const at = typeof wanted === "number" ? Math.min(wanted, count - 1) : await drawn(count, wanted.seed);
  const x = input === undefined ? all.x : withRow(all.x, at, input);
  const example = { x: x.slice(at, at + 1), y: all.y.slice(at, at + 1) };
  return { points: of === "sample" ? example : { x, y: all.y }, example, at, count };
}

/** A number below `count`: the first of them after shuffling. */
async function drawn(count: number, seed: number): Promise<number> {
  const numbers = Dataset.fromArrays(Array.from({ length: count }, (_, k) => k)).shuffle(seed);
  const { value } = await numbers.epoch(0).next();
  return typeof value === "number" ? value : Number((value as Tensor).data[0]); // a number, or one of no axes
}

function withRow({ data, shape }: Tensor, row: number, values: readonly [number, number]): Tensor {
  const numbers = Float32Array.from(data as Float32Array);
  numbers.set(values, row * shape[1]);
  return tensor(numbers, { shape });
}
