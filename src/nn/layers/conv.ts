import { NeurogradError } from "../../core/errors.js";
import { conv } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";
import {
  biasOf,
  type ConvolutionOptions,
  checkConvolution,
  convolved,
  geometryOf,
  kernelFirst,
  perAxisDefault,
} from "./convolution.js";
import { channelsOf, paddedWindow, type Rank } from "./spatial.js";

export interface ConvOptions extends ConvolutionOptions, WeightRules<"kernel"> {
  /** The number of outputs at each place. */
  readonly filters: number;
  readonly kernelInitializer?: InitializerLike;
  /** Outputs and inputs fall into so many groups, each seeing only its own. */
  readonly groups?: number;
}
export interface Conv1dOptions extends Omit<ConvOptions, "padding"> {
  /** `causal`: an output sees only what came before it. */
  readonly padding?: "valid" | "same" | "causal";
}

/* @__NO_SIDE_EFFECTS__ */
const convLayer = <O extends ConvOptions | Conv1dOptions>(
  kind: string,
  rank: Rank,
): ((options: O) => Layer) =>
  defineLayer<ConvOptions>(kind, {
    required: ["filters", "kernelSize"],
    defaults: {
      strides: perAxisDefault(1, rank),
      padding: "valid",
      dilationRate: perAxisDefault(1, rank),
      groups: 1,
      activation: null,
      useBias: true,
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...ruleDefaults("kernel", "bias"),
    },
    check: (options, where) => {
      const { filters, groups, kernelInitializer } = options;
      const paddings = ["valid", "same", ...(rank === 1 ? ["causal"] : [])];
      checkConvolution(where, options, rank, { filters, groups }, { kernelInitializer }, paddings);
    },
    weights: (options, [x], where) => {
      const { filters, groups = 1, kernelInitializer = "glorotUniform" } = options;
      const { size } = geometryOf(where, options, rank);
      const shape = [...size, channelsOf(where, x, rank) / groups, filters];
      checkGroups(where, shape, groups);
      return {
        kernel: { shape, initializer: toInitializer(where, kernelInitializer) },
        ...biasOf(where, options, filters),
      };
    },
    call: ({ x, weights: { kernel, bias }, options, name }) => {
      const { size, strides, dilations } = geometryOf(name, options, rank);
      return convolved(x, name, options.activation, (image) => {
        const window = paddedWindow(name, options.padding, image, size, strides, dilations);
        return conv(image, kernelFirst(kernel), bias, { ...window, groups: options.groups ?? 1 });
      });
    },
  }) as (options: O) => Layer; // "causal" is checked above: for one axis only

function checkGroups(where: string, shape: readonly number[], groups: number): void {
  const [channels, filters] = shape.slice(-2);
  if (Number.isInteger(channels) && filters % groups === 0) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: groups is ${groups} for ${channels * groups} channels and ${filters} filters; it must divide both`,
  );
}

/**
 * Convolution over one axis, such as time: `y = activation(x ∗ kernel + bias)`, each filter seeing a window of all channels.
 *
 * Shape   x [batch, steps, channels] → [batch, places, filters]; kernel [...kernelSize, channels / groups, filters], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Conv1D`.
 *
 * @example layers.conv1d({ filters: 32, kernelSize: 3, padding: "causal" })
 */
export const conv1d: (options: Conv1dOptions) => Layer = convLayer<Conv1dOptions>("conv1d", 1);

/**
 * Convolution over images: `y = activation(x ∗ kernel + bias)`, each filter seeing a window of all channels.
 *
 * Shape   x [batch, height, width, channels] → [batch, …, filters]; kernel [...kernelSize, channels / groups, filters], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Conv2D`.
 *
 * @example layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" })
 */
export const conv2d: (options: ConvOptions) => Layer = convLayer<ConvOptions>("conv2d", 2);

/**
 * Convolution over volumes: `y = activation(x ∗ kernel + bias)`, each filter seeing a window of all channels.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, …, filters]; kernel [...kernelSize, channels / groups, filters], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Conv3D`.
 *
 * @example layers.conv3d({ filters: 32, kernelSize: 3 })
 */
export const conv3d: (options: ConvOptions) => Layer = convLayer<ConvOptions>("conv3d", 3);
