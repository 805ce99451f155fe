import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { transpose } from "../../core/ops/index.js";
import { type ActivationLike, toActivation } from "../activation.js";
import type { WeightSpecs } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import type { WeightRules } from "../weight-rules.js";
import { asFloat } from "./as-float.js";
import { channelsFirst, channelsLast, checkPadding, type PerAxis, perAxis, type Rank } from "./spatial.js";

/** What the layers that convolve share: options, checks, bias and activation. */
export interface ConvolutionOptions extends WeightRules<"bias"> {
  /** Size of the kernel: one number, or one for each spatial axis. */
  readonly kernelSize: PerAxis;
  readonly strides?: PerAxis;
  readonly padding?: "valid" | "same";
  readonly dilationRate?: PerAxis;
  readonly activation?: ActivationLike | null;
  readonly useBias?: boolean;
  readonly biasInitializer?: InitializerLike;
  readonly name?: string;
  readonly trainable?: boolean;
}

/** Keras's defaults: a number along one axis, else a list. */
export const perAxisDefault = (value: number, rank: Rank): PerAxis =>
  rank === 1 ? value : Array.from({ length: rank }, () => value);

export interface Geometry {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

export const geometryOf = (
  where: string,
  { kernelSize, strides = 1, dilationRate = 1 }: ConvolutionOptions,
  rank: Rank,
): Geometry => ({
  size: perAxis(where, "kernelSize", kernelSize, rank),
  strides: perAxis(where, "strides", strides, rank),
  dilations: perAxis(where, "dilationRate", dilationRate, rank),
});

/** Throws `invalid_option`, `unknown_name`. */
export function checkConvolution(
  where: string,
  options: Omit<ConvolutionOptions, "padding"> & { readonly padding?: string },
  rank: Rank,
  counts: Readonly<Record<string, number | undefined>>,
  initializers: Readonly<Record<string, InitializerLike | undefined>>,
  paddings: readonly string[] = ["valid", "same"],
): void {
  for (const [name, count] of Object.entries(counts)) checkPositiveInteger(where, name, count);
  const { padding, ...others } = options;
  const { strides, dilations } = geometryOf(where, others, rank);
  if (Math.max(...strides) > 1 && Math.max(...dilations) > 1) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: strides [${strides}] with dilationRate [${dilations}]; only one of them can be more than 1`,
    );
  }
  checkPadding(where, padding, paddings);
  toActivation(`${where}: activation`, options.activation);
  for (const [name, like] of Object.entries({ ...initializers, biasInitializer: options.biasInitializer }))
    if (like !== undefined) toInitializer(`${where}: ${name}`, like);
}

export const biasOf = (
  where: string,
  { useBias, biasInitializer = "zeros" }: ConvolutionOptions,
  filters: number,
): WeightSpecs =>
  useBias ? { bias: { shape: [filters], initializer: toInitializer(where, biasInitializer) } } : {};

/** [...size, a, b] → [b, a, ...size], the ops' order. */
export const kernelFirst = (kernel: Value): Value => {
  const rank = kernel.shape.length - 2;
  return transposeKernel(kernel, [rank + 1, rank]);
};
/** [...size, a, b] → [a, b, ...size]. */
export const kernelByChannel = (kernel: Value): Value => {
  const rank = kernel.shape.length - 2;
  return transposeKernel(kernel, [rank, rank + 1]);
};

const transposeKernel = (kernel: Value, first: readonly number[]): Value =>
  transpose(kernel, { axes: [...first, ...Array.from({ length: kernel.shape.length - 2 }, (_, k) => k)] });

/** `activation(convolve(x))` for x with its channels last. */
export const convolved = (
  x: Value,
  name: string,
  activation: ActivationLike | null | undefined,
  convolve: (x: Value) => Value,
): Value => toActivation(name, activation)(channelsLast(convolve(channelsFirst(asFloat(x)))));
