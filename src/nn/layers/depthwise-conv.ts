import type { Value } from "../../core/graph.js";
import { conv, reshape } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";
import {
  biasOf,
  type ConvolutionOptions,
  checkConvolution,
  convolved,
  type Geometry,
  geometryOf,
  kernelByChannel,
  kernelFirst,
  perAxisDefault,
} from "./convolution.js";
import { channelsOf, paddedWindow, type Rank } from "./spatial.js";

export interface DepthwiseConvOptions extends ConvolutionOptions, WeightRules<"depthwise"> {
  /** Outputs made of each channel. */
  readonly depthMultiplier?: number;
  readonly depthwiseInitializer?: InitializerLike;
}
export interface SeparableConvOptions extends DepthwiseConvOptions, WeightRules<"pointwise"> {
  /** The number of outputs at each place. */
  readonly filters: number;
  readonly pointwiseInitializer?: InitializerLike;
}

/** Each channel of x [batch, channels, ...spatial] convolved by its own kernels, [...size, channels, multiplier]. */
function byChannel(
  x: Value,
  kernel: Value,
  bias: Value | null,
  { size, strides, dilations }: Geometry,
  padding: string | undefined,
  where: string,
): Value {
  const [channels, multiplier] = kernel.shape.slice(-2) as readonly number[]; // weights have numbers as sizes
  const own = reshape(kernelByChannel(kernel), { shape: [channels * multiplier, 1, ...size] });
  return conv(x, own, bias, {
    ...paddedWindow(where, padding, x, size, strides, dilations),
    groups: channels,
  });
}

/* @__NO_SIDE_EFFECTS__ */
const depthwiseLayer = (kind: string, rank: Rank): ((options: DepthwiseConvOptions) => Layer) =>
  defineLayer<DepthwiseConvOptions>(kind, {
    required: ["kernelSize"],
    defaults: {
      strides: perAxisDefault(1, rank),
      padding: "valid",
      depthMultiplier: 1,
      dilationRate: perAxisDefault(1, rank),
      activation: null,
      useBias: true,
      depthwiseInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...ruleDefaults("depthwise", "bias"),
    },
    check: (options, where) => {
      const { depthMultiplier, depthwiseInitializer } = options;
      checkConvolution(where, options, rank, { depthMultiplier }, { depthwiseInitializer });
    },
    weights: (options, [x], where) => {
      const { depthMultiplier = 1, depthwiseInitializer = "glorotUniform" } = options;
      const channels = channelsOf(where, x, rank);
      const shape = [...geometryOf(where, options, rank).size, channels, depthMultiplier];
      return {
        kernel: { shape, initializer: toInitializer(where, depthwiseInitializer) },
        ...biasOf(where, options, channels * depthMultiplier),
      };
    },
    call: ({ x, weights: { kernel, bias }, options, name }) =>
      convolved(x, name, options.activation, (image) =>
        byChannel(image, kernel, bias ?? null, geometryOf(name, options, rank), options.padding, name),
      ),
  });

/* @__NO_SIDE_EFFECTS__ */
const separableLayer = (kind: string, rank: Rank): ((options: SeparableConvOptions) => Layer) =>
  defineLayer<SeparableConvOptions>(kind, {
    required: ["filters", "kernelSize"],
    defaults: {
      strides: perAxisDefault(1, rank),
      padding: "valid",
      dilationRate: perAxisDefault(1, rank),
      depthMultiplier: 1,
      activation: null,
      useBias: true,
      depthwiseInitializer: "glorotUniform",
      pointwiseInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...ruleDefaults("depthwise", "pointwise", "bias"),
    },
    check: (options, where) => {
      const { filters, depthMultiplier, depthwiseInitializer, pointwiseInitializer } = options;
      checkConvolution(
        where,
        options,
        rank,
        { filters, depthMultiplier },
        { depthwiseInitializer, pointwiseInitializer },
      );
    },
    weights: (options, [x], where) => {
      const { filters, depthMultiplier = 1 } = options;
      const { depthwiseInitializer = "glorotUniform", pointwiseInitializer = "glorotUniform" } = options;
      const { size } = geometryOf(where, options, rank);
      const channels = channelsOf(where, x, rank);
      return {
        depthwiseKernel: {
          shape: [...size, channels, depthMultiplier],
          initializer: toInitializer(where, depthwiseInitializer),
        },
        pointwiseKernel: {
          shape: [...size.map(() => 1), channels * depthMultiplier, filters],
          initializer: toInitializer(where, pointwiseInitializer),
        },
        ...biasOf(where, options, filters),
      };
    },
    call: ({ x, weights: { depthwiseKernel, pointwiseKernel, bias }, options, name }) =>
      convolved(x, name, options.activation, (image) => {
        const own = byChannel(
          image,
          depthwiseKernel,
          null,
          geometryOf(name, options, rank),
          options.padding,
          name,
        );
        return conv(own, kernelFirst(pointwiseKernel), bias);
      }),
  });

/**
 * Convolution over one axis, such as time of each channel by itself: `depthMultiplier` outputs for every channel.
 *
 * Shape   x [batch, steps, channels] → [batch, …, channels · depthMultiplier]; kernel [...kernelSize, channels, depthMultiplier].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.DepthwiseConv1D`.
 *
 * @example layers.depthwiseConv1d({ kernelSize: 3 })
 */
export const depthwiseConv1d: (options: DepthwiseConvOptions) => Layer = depthwiseLayer("depthwiseConv1d", 1);

/**
 * Convolution over images of each channel by itself: `depthMultiplier` outputs for every channel.
 *
 * Shape   x [batch, height, width, channels] → [batch, …, channels · depthMultiplier]; kernel [...kernelSize, channels, depthMultiplier].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.DepthwiseConv2D`.
 *
 * @example layers.depthwiseConv2d({ kernelSize: 3 })
 */
export const depthwiseConv2d: (options: DepthwiseConvOptions) => Layer = depthwiseLayer("depthwiseConv2d", 2);

/**
 * Convolution over one axis, such as time in two parts: each channel by itself, then all channels at each place.
 *
 * Shape   x [batch, steps, channels] → [batch, …, filters]; depthwiseKernel [...kernelSize, channels, depthMultiplier], pointwiseKernel [1…, channels · depthMultiplier, filters], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.SeparableConv1D`.
 *
 * @example layers.separableConv1d({ filters: 32, kernelSize: 3 })
 */
export const separableConv1d: (options: SeparableConvOptions) => Layer = separableLayer("separableConv1d", 1);

/**
 * Convolution over images in two parts: each channel by itself, then all channels at each place.
 *
 * Shape   x [batch, height, width, channels] → [batch, …, filters]; depthwiseKernel [...kernelSize, channels, depthMultiplier], pointwiseKernel [1…, channels · depthMultiplier, filters], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.SeparableConv2D`.
 *
 * @example layers.separableConv2d({ filters: 32, kernelSize: 3 })
 */
export const separableConv2d: (options: SeparableConvOptions) => Layer = separableLayer("separableConv2d", 2);
