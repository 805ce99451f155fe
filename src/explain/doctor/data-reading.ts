import { isFloat } from "../../core/dtype.js";
import type { Tensor } from "../../core/tensor.js";
import type { Arrays, Batch } from "../../nn/batches.js";
import type { Model } from "../../nn/model.js";
import type { Probe } from "../../nn/probe.js";
import type { StepSpec } from "../../nn/step-spec.js";
import { isOpCall, type LayerSymbol } from "../../nn/symbol.js";
import { oneBatch } from "../../nn/train-batch.js";
import { labelEntropy, shareExplained, variance } from "./label-statistics.js";

/** How large the numbers are that a layer with weights is given. */
export interface InputScale {
  /** The layer that takes them. */
  readonly layer: string;
  /** The column with the largest numbers, of inputs that are rows of columns; else 0. */
  readonly column: number;
  /** √ mean x² of that column. */
  readonly rootMeanSquare: number;
}

/** A column of the input that tells the target by itself. */
export interface Leak {
  readonly input: string;
  readonly column: number;
  readonly columns: number;
  /** Share of variance that one explains of the other: of the column by the classes; of the target by a line in the column. */
  readonly explained: number;
}

/** The examples by which a network is looked at. */
export interface DataReading {
  readonly examples: number;
  readonly scales: readonly InputScale[];
  /** How many examples each class has; undefined where targets are no classes. */
  readonly classes: readonly number[] | undefined;
  readonly leak: Leak | undefined;
  /** The loss of the best answer that does not look at the input, where the loss is one that this is known of. */
  readonly blindLoss: number | undefined;
}

/** Columns beyond which nobody looks for leaks one by one: images. */
const mostColumns = 4096;

export function readData(net: Model, x: Arrays, y: Arrays, probe: Probe): DataReading {
  const spec = net.compiled("doctor");
  const batch = oneBatch(net, x, y, "doctor");
  const target = batch.y[0];
  const labels = labelsOf(spec, target);
  const numbers = labels ?? (target.size === batch.size ? target.toFloat64() : undefined);
  return {
    examples: batch.size,
    scales: scalesOf(net, batch, probe),
    classes: labels && countsOf(labels, classesOf(spec, labels)),
    leak: numbers && leakIn(net, batch, numbers, labels !== undefined),
    blindLoss: blindLoss(spec, target, labels),
  };
}

const lossOf = (spec: StepSpec): string => spec.losses[0]?.loss.kind ?? "";

/** The class of each example, where the target says one. */
function labelsOf(spec: StepSpec, target: Tensor): Float64Array | undefined {
  const [examples, width = 1] = target.shape;
  const kind = lossOf(spec);
  if (/^categorical/.test(kind) && target.shape.length === 2) {
    const rows = target.toFloat64();
    return Float64Array.from({ length: examples }, (_, i) => {
      const row = rows.subarray(i * width, (i + 1) * width);
      return row.indexOf(Math.max(...row));
    });
  }
  const isClass = spec.losses[0]?.loss.hasClassTargets === true || /^(binary|log)/.test(kind);
  return isClass && target.size === examples ? target.toFloat64() : undefined;
}

function classesOf(spec: StepSpec, labels: Float64Array): number {
  const width = spec.graph.outputs[spec.targets[0]].shape.at(-1);
  const least = /^(binary|log)/.test(lossOf(spec)) ? 2 : Number(width ?? 2);
  return labels.reduce((most, label) => Math.max(most, label + 1), least);
}

function countsOf(labels: Float64Array, classes: number): readonly number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}

function blindLoss(spec: StepSpec, target: Tensor, labels: Float64Array | undefined): number | undefined {
  if (spec.losses.length !== 1) return undefined;
  const kind = lossOf(spec);
  if (labels !== undefined && /^(sparseC|c)ategoricalCrossentropy$|^binaryCrossentropy$|^logLoss$/.test(kind))
    return labelEntropy(labels);
  return kind === "meanSquaredError" && target.size === target.shape[0]
    ? variance(target.toFloat64())
    : undefined;
}

/** The inputs as they come to the first layers with matrices, through whatever scales or reshapes them. */
function scalesOf(net: Model, batch: Batch, probe: Probe): readonly InputScale[] {
  const named = new Map(net.graph.layers.map((entry) => [entry.layer, entry]));
  const learned = new Set<LayerSymbol>(); // what some matrix has already had a hand in
  const scales: InputScale[] = [];
  for (const { target, inputs, outputs } of net.graph.calls) {
    const isLearned = inputs.some((symbol) => learned.has(symbol));
    const entry = isOpCall(target) ? undefined : named.get(target);
    const hasMatrix = Object.values(entry?.weights ?? {}).some(({ shape }) => shape.length >= 2);
    if (isLearned || hasMatrix) for (const symbol of outputs) learned.add(symbol);
    if (isLearned || !hasMatrix || entry === undefined || entry.layer.kind === "embedding") continue;
    const given = tensorOf(net, inputs[0], batch, probe);
    if (given !== undefined) scales.push({ layer: entry.name, ...largestColumn(given) });
  }
  return scales;
}

/** The numbers of a symbol, where they are an input or what a layer gave. */
function tensorOf(net: Model, symbol: LayerSymbol, batch: Batch, probe: Probe): Tensor | undefined {
  const at = net.graph.inputs.indexOf(symbol);
  if (at >= 0) return batch.x[at];
  const maker = net.graph.layers.find(({ layer }) => layer === symbol.call?.target);
  return maker && probe.activations[maker.name];
}

function largestColumn(given: Tensor): Omit<InputScale, "layer"> {
  const numbers = given.toFloat64();
  const columns = given.shape.length === 2 ? given.shape[1] : 1;
  const squares = new Float64Array(columns);
  for (let i = 0; i < numbers.length; i++) squares[i % columns] += numbers[i] ** 2;
  const largest = squares.reduce((most, sum) => Math.max(most, sum), 0);
  const column = squares.indexOf(largest);
  return { column, rootMeanSquare: Math.sqrt((largest * columns) / numbers.length) };
}

function leakIn(net: Model, { x, size }: Batch, target: Float64Array, areClasses: boolean): Leak | undefined {
  let best: Leak | undefined;
  for (const [k, given] of x.entries()) {
    const columns = given.size / size;
    if (columns < 2 || columns > mostColumns) continue;
    if (!isFloat(given.dtype) && given.dtype !== "int32" && given.dtype !== "uint8") continue;
    const numbers = given.toFloat64();
    for (let column = 0; column < columns; column++) {
      const values = Float64Array.from({ length: size }, (_, i) => numbers[i * columns + column]);
      const explained = shareExplained(values, target, areClasses);
      if (explained > (best?.explained ?? 0)) best = { input: net.inputNames[k], column, columns, explained };
    }
  }
  return best;
}
