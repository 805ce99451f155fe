import type { Tensor } from "../../core/tensor.js";
import type { Arrays } from "../../nn/batches.js";
import type { NamedLayer } from "../../nn/layer-graph.js";
import type { Model } from "../../nn/model.js";
import type { Probe } from "../../nn/probe.js";
import { activationOf, isRectifier, slopeOfOutput } from "./activation-slope.js";
import { type Distribution, distributionOf } from "./distribution.js";

/** One layer at one moment. */
export interface LayerReading {
  readonly layer: string;
  readonly kind: string;
  /** The activation that makes its output, by name. */
  readonly activation: string | undefined;
  /** Whether it gives what the model gives. */
  readonly isOutput: boolean;
  readonly units: number;
  /** Its output on the fixed examples. */
  readonly activations: Distribution;
  /** The derivative of the loss by its output; undefined where none reaches it. */
  readonly cotangents: Distribution | undefined;
  /** The gradient of its weights, as log₁₀ |g|; undefined where it has none that are trained. */
  readonly gradients: Distribution | undefined;
  /** ‖w‖ of its trained matrices; biases and scales are not counted. */
  readonly weightNorm: number;
  readonly gradientNorm: number;
  /** ‖Δw‖ / ‖w‖ of the next step; undefined without matrices. About 10⁻³ is usual. */
  readonly updateRatio: number | undefined;
  /** Share of units that give 0 on every example, and so learn nothing; undefined where it is no rectifier. */
  readonly dead: number | undefined;
  /** Share of outputs where the activation has less than a twentieth of its largest slope; undefined where it has no flat part. */
  readonly saturated: number | undefined;
  /** Whether all its units have the same weights. */
  readonly isIdentical: boolean;
  /** The first of its weights that is not finite. */
  readonly brokenWeight: string | undefined;
}

/** A network at one moment, on examples that stay the same. */
export interface Reading {
  /** Steps of training before it. */
  readonly step: number;
  readonly loss: number;
  readonly layers: readonly LayerReading[];
  /** The first layer of all, in the order of the network, whose output is not finite everywhere. */
  readonly broken: BrokenOutput | undefined;
}

export interface BrokenOutput {
  readonly layer: string;
  /** How many of its numbers are not finite. */
  readonly places: number;
  readonly size: number;
}

/** Slopes below this share of the largest count as flat. */
const flat = 0.05;

/** Looks at the network once, on examples `x`, `y`. Changes nothing. */
export async function takeReading(net: Model, x: Arrays, y: Arrays, step: number): Promise<Reading> {
  return readingOf(net, await net.probe(x, y), step);
}

/** What a probe says, layer by layer. */
export function readingOf(net: Model, probe: Probe, step: number): Reading {
  const values = new Map(net.weights.map(({ name, value }) => [name, value]));
  const outputs = new Set(net.graph.outputs.map(({ call }) => call?.target));
  const layers = net.graph.layers
    .filter(({ layer, weights }) => activationOf(layer) !== undefined || matricesOf(weights).length > 0)
    .map((named) => layerReading(named, probe, values, outputs.has(named.layer)));
  return { step, loss: probe.loss, layers, broken: brokenOutput(probe) };
}

function brokenOutput({ activations }: Probe): BrokenOutput | undefined {
  for (const [layer, { data, size }] of Object.entries(activations)) {
    let places = 0;
    for (let i = 0; i < size; i++) if (!Number.isFinite(Number(data[i]))) places++;
    if (places > 0) return { layer, places, size };
  }
  return undefined;
}

const matricesOf = (weights: NamedLayer["weights"]): string[] =>
  Object.keys(weights).filter((key) => weights[key].shape.length >= 2);

function layerReading(
  { name, layer, weights }: NamedLayer,
  { activations, cotangents, gradients, updates }: Probe,
  values: ReadonlyMap<string, Tensor>,
  isOutput: boolean,
): LayerReading {
  const output = activations[name];
  const activation = activationOf(layer);
  const paths = matricesOf(weights).map((key) => `${name}/${key}`);
  const trained = paths.filter((path) => path in gradients);
  const norm = (of: (path: string) => Tensor | undefined): number =>
    Math.hypot(...trained.flatMap((path) => of(path) ?? []).map((t) => distributionOf(t).norm));
  const weightNorm = norm((path) => values.get(path));
  const units = output.shape.at(-1) ?? 1;
  return {
    layer: name,
    kind: layer.kind,
    activation,
    isOutput,
    units,
    activations: distributionOf(output),
    cotangents: cotangents[name] && distributionOf(cotangents[name], { isLogarithmic: true }),
    gradients:
      trained.length === 0
        ? undefined
        : distributionOf(joined(trained.map((path) => gradients[path])), { isLogarithmic: true }),
    weightNorm,
    gradientNorm: norm((path) => gradients[path]),
    updateRatio: weightNorm > 0 ? norm((path) => updates[path]) / weightNorm : undefined,
    dead: isRectifier(activation) ? deadShare(output, units) : undefined,
    saturated: saturatedShare(output, activation),
    isIdentical: paths.length === 1 && isIdentical(values.get(paths[0])),
    brokenWeight: Object.keys(weights)
      .map((key) => `${name}/${key}`)
      .find((path) => hasNonFinite(values.get(path))),
  };
}

function joined(tensors: readonly Tensor[]): Pick<Tensor, "data"> {
  if (tensors.length === 1) return tensors[0];
  return { data: Float32Array.from(tensors.flatMap(({ data }) => [...(data as Float32Array)])) };
}

function deadShare({ data }: Tensor, units: number): number {
  const isAlive = new Uint8Array(units);
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) isAlive[i % units] = 1;
  return 1 - isAlive.reduce((sum, alive) => sum + alive, 0) / units;
}

function saturatedShare({ data, size }: Tensor, activation: string | undefined): number | undefined {
  const known = slopeOfOutput(activation);
  if (known === undefined) return undefined;
  let count = 0;
  for (const a of data as Float32Array) if (known.slope(a) < flat * known.most) count++;
  return count / size;
}

/** Whether all columns of a matrix of several units are one and the same. */
function isIdentical(weight: Tensor | undefined): boolean {
  if (weight === undefined) return false;
  const units = weight.shape.at(-1) ?? 1;
  const { data } = weight;
  for (let i = 0; i < data.length; i++) if (data[i] !== data[i - (i % units)]) return false;
  return units > 1;
}

function hasNonFinite(weight: Tensor | undefined): boolean {
  return weight !== undefined && distributionOf(weight, { bins: 1 }).nonFinite > 0;
}
