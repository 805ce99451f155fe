import { samePads, windowOf } from "../../core/ops/window.js";
import { fromFloat64, type Tensor } from "../../core/tensor.js";
import { epsilon as fuzz } from "../../nn/epsilon.js";
import { type PerAxis, perAxis, type Rank } from "../../nn/layers/spatial.js";
import type { LayerReading, NodeBody } from "./read-layers.js";
import { cannotConvert } from "./refusal.js";
import type { ConvNode, Pads } from "./spiking-description.js";

// One reader for each kind of layer that has a counterpart in spikes: it adds the nodes and names the last. Options that are not in a layer's config have Keras's defaults.

type LayerReader = (layer: LayerReading) => string;

const vector = (values: Float64Array): Tensor => fromFloat64(values, [values.length], "float64");
const zeros = (n: number): Tensor => vector(new Float64Array(n));

/** Handed on as it is, outside training. */
const passed: LayerReader = ({ inputs }) => inputs[0];

const dense: LayerReader = ({ name, config, inputs, shape, weight, push, activate }) => {
  const kernel = weight("kernel") as Tensor; // a dense layer has one
  const bias = weight("bias") ?? zeros(kernel.shape[1]);
  return activate(push(name, inputs, shape, { kind: "affine", weight: kernel, bias }), config.activation);
};

/** The window of a convolution or a pool, of which `size` is known. */
function windowed(
  { name, config, inputShapes: [shape] }: LayerReading,
  size: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): { readonly padding: ConvNode["padding"]; readonly pads: Pads } {
  const padding = (config.padding ?? "valid") as ConvNode["padding"]; // checked where the layer was made
  const window = windowOf(name, size, { strides, dilations, pads: null });
  const none = size.map(() => [0, 0] as const);
  const before = size.map((n, k) => [dilations[k] * (n - 1), 0] as const);
  return {
    padding,
    pads: { valid: none, causal: before, same: samePads(name, shape.slice(0, -1), window) }[padding],
  };
}

/** `kernelOf`: as [...size, channels / groups, filters]. */
const convolution =
  (
    rank: Rank,
    kernelOf: (kernel: Tensor) => { readonly kernel: Tensor; readonly groups?: number },
  ): LayerReader =>
  (layer) => {
    const { name, config, inputs, shape, weight, push, activate } = layer;
    const { kernel, groups = Number(config.groups ?? 1) } = kernelOf(weight("kernel") as Tensor); // a convolution has one
    const strides = perAxis(name, "strides", (config.strides ?? 1) as PerAxis, rank);
    const dilations = perAxis(name, "dilationRate", (config.dilationRate ?? 1) as PerAxis, rank);
    const body: NodeBody = {
      kind: "conv",
      weight: kernel,
      bias: weight("bias") ?? zeros(kernel.shape[rank + 1]),
      strides,
      dilations,
      groups,
      ...windowed(layer, kernel.shape.slice(0, rank), strides, dilations),
    };
    const { activation } = config;
    return activate(push(name, inputs, shape, body), activation);
  };

const whole = (kernel: Tensor): { readonly kernel: Tensor } => ({ kernel });

/** [...size, channels, multiplier]: each channel is a group by itself. */
const byChannel = (kernel: Tensor): { readonly kernel: Tensor; readonly groups: number } => {
  const [channels, multiplier] = kernel.shape.slice(-2);
  return {
    kernel: kernel.reshape([...kernel.shape.slice(0, -2), 1, channels * multiplier]),
    groups: channels,
  };
};

const pooling =
  (kind: "averagePool" | "maxPool", rank: Rank): LayerReader =>
  (layer) => {
    const { name, config, inputs, shape, push } = layer;
    const poolSize = perAxis(name, "poolSize", (config.poolSize ?? 2) as PerAxis, rank);
    const strides = perAxis(name, "strides", (config.strides ?? poolSize) as PerAxis, rank);
    const ones = poolSize.map(() => 1);
    const { padding, pads } = windowed(layer, poolSize, strides, ones);
    return push(name, inputs, shape, {
      kind,
      poolSize,
      strides,
      padding: padding === "same" ? "same" : "valid",
      pads,
    });
  };

/** One window over all places. */
const globalPooling =
  (kind: "averagePool" | "maxPool"): LayerReader =>
  ({ name, config, inputs, inputShapes: [given], shape, push }) => {
    const poolSize = given.slice(0, -1);
    const pads = poolSize.map(() => [0, 0] as const);
    const pooled = poolSize.map(() => 1).concat(given.at(-1) ?? 1);
    const body: NodeBody = { kind, poolSize, strides: poolSize, padding: "valid", pads };
    const pool = push(name, inputs, pooled, body);
    return config.keepdims === true ? pool : push(`${name}_flatten`, [pool], shape, { kind: "flatten" });
  };

/** A pair of numbers for each channel, or for all. */
const scaled = (
  { name, inputs, shape, push }: LayerReading,
  scale: Float64Array,
  offset: Float64Array,
): string => {
  const isOne = scale.length === 1 && offset.length === 1;
  const tensorOf = (values: Float64Array): Tensor =>
    isOne
      ? fromFloat64(values, [], "float64")
      : vector(values.length === 1 ? new Float64Array(shape.at(-1) ?? 1).fill(values[0]) : values);
  return push(name, inputs, shape, { kind: "scale", scale: tensorOf(scale), offset: tensorOf(offset) });
};

const numbers = (value: unknown): Float64Array => Float64Array.from([value].flat(Infinity) as number[]); // checked where the layer was made

const rescaling: LayerReader = (layer) =>
  scaled(layer, numbers(layer.config.scale), numbers(layer.config.offset ?? 0));

/** `(x − mean) / deviation · gamma + beta` as one product and one sum. */
function standardized(
  layer: LayerReading,
  mean: Float64Array,
  deviation: Float64Array,
  { gamma, beta }: { readonly gamma?: Tensor | undefined; readonly beta?: Tensor | undefined } = {},
): string {
  const [gain, shift] = [gamma?.toFloat64(), beta?.toFloat64()];
  const scale = deviation.map((d, k) => (gain?.[k] ?? 1) / d);
  return scaled(
    layer,
    scale,
    mean.map((m, k) => (shift?.[k] ?? 0) - m * scale[k]),
  );
}

const batchNormalization: LayerReader = (layer) => {
  const { name, config, weight, shape } = layer;
  const { axis = -1, epsilon = 0.001 } = config;
  if (axis !== -1 && axis !== shape.length)
    throw cannotConvert(
      `${name} normalizes along axis ${axis}, and what can be folded into weights stands last; use axis: -1`,
    );
  const [mean, variance] = ["movingMean", "movingVariance"].map((key) => (weight(key) as Tensor).toFloat64()); // it has both
  const deviation = variance.map((v) => Math.sqrt(v + Number(epsilon)));
  return standardized(layer, mean, deviation, { gamma: weight("gamma"), beta: weight("beta") });
};

const normalization: LayerReader = (layer) => {
  const { name, config, weight, shape } = layer;
  const { axis = -1, invert = false } = config;
  const isLast = axis === null || axis === -1 || axis === shape.length;
  if (!isLast || invert === true)
    throw cannotConvert(
      `${name} normalizes ${invert === true ? "backwards" : `along axis ${axis}`}; only axis: -1 or null is a scale of channels: prepare the data before`,
    );
  const mean = weight("mean")?.toFloat64() ?? numbers(config.mean);
  const variance = weight("variance")?.toFloat64() ?? numbers(config.variance);
  return standardized(
    layer,
    mean,
    variance.map((v) => Math.max(Math.sqrt(v), fuzz)),
  );
};

const add: LayerReader = ({ name, inputs, inputShapes, shape, push }) => {
  if (inputs.length < 2 || inputShapes.some((given) => given.join() !== shape.join()))
    throw cannotConvert(
      `${name} adds ${inputShapes.map((given) => `[${given.join(", ")}]`).join(" and ")}; only two or more of one shape can be added`,
    );
  return push(name, inputs, shape, { kind: "add" });
};

const reLU: LayerReader = ({ name, config, inputs: [from], rectify }) => {
  const { maxValue = null, negativeSlope = 0, threshold = 0 } = config;
  if (negativeSlope === 0 && threshold === 0) return rectify(from, { name, cap: maxValue !== null });
  throw cannotConvert(
    `${name} has ${negativeSlope === 0 ? `threshold ${threshold}` : `negativeSlope ${negativeSlope}`}, and no neuron fires less than not at all; use a plain reLU()`,
  );
};

const activation: LayerReader = ({ name, config, inputs: [from], activate }) =>
  activate(from, config.activation, name);

const softmax: LayerReader = ({ config, inputs: [from], activate }) =>
  activate(
    from,
    config.axis === undefined || config.axis === -1 ? "softmax" : `softmax along axis ${config.axis}`,
  );

const flatten: LayerReader = ({ name, inputs, shape, push }) =>
  push(name, inputs, shape, { kind: "flatten" });
const reshape: LayerReader = ({ name, inputs, shape, push }) =>
  push(name, inputs, shape, { kind: "reshape" });

/** Ops between layers have the names of these too: add and relu. */
export const layerReaders: Readonly<Record<string, LayerReader | undefined>> = {
  dense,
  conv1d: convolution(1, whole),
  conv2d: convolution(2, whole),
  depthwiseConv1d: convolution(1, byChannel),
  depthwiseConv2d: convolution(2, byChannel),
  reLU,
  relu: reLU,
  activation,
  softmax,
  batchNormalization,
  normalization,
  rescaling,
  add,
  flatten,
  reshape,
  averagePooling1d: pooling("averagePool", 1),
  averagePooling2d: pooling("averagePool", 2),
  maxPooling1d: pooling("maxPool", 1),
  maxPooling2d: pooling("maxPool", 2),
  globalAveragePooling1d: globalPooling("averagePool"),
  globalAveragePooling2d: globalPooling("averagePool"),
  globalMaxPooling1d: globalPooling("maxPool"),
  globalMaxPooling2d: globalPooling("maxPool"),
  dropout: passed,
  spatialDropout1d: passed,
  spatialDropout2d: passed,
  alphaDropout: passed,
  gaussianDropout: passed,
  gaussianNoise: passed,
  activityRegularization: passed,
  identity: passed,
};
