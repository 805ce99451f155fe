import { NeurogradError } from "../../core/errors.js";
import { convTranspose } from "../../core/ops/index.js";
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
import { channelsOf, type PerAxis, type Rank } from "./spatial.js";

export interface ConvTransposeOptions extends ConvolutionOptions, WeightRules<"kernel"> {
  /** The number of outputs at each place. */
  readonly filters: number;
  /** More outputs behind each spatial axis, fewer than its stride; null: as many as make the sizes those of Keras. */
  readonly outputPadding?: PerAxis | null;
  readonly kernelInitializer?: InitializerLike;
}

/** Keras's padding of a transposed convolution along one axis, and the outputs to add behind it. */
function paddingOf(
  extent: number,
  stride: number,
  padding: string | undefined,
  extra: number | null,
): { readonly pad: readonly [number, number]; readonly more: number } {
  if (padding === "valid") return { pad: [0, 0], more: extra ?? Math.max(extent, stride) - extent };
  const total = extra === null ? stride + extent - 2 : extent + (extent % 2) - 2 + extra;
  const left = Math.min(Math.ceil(total / 2), extent - 1);
  const right = extent - 1 - (total - left);
  return { pad: [extent - 1 - left, Math.max(right, 0)], more: Math.max(-right, 0) };
}

function extraOf(
  where: string,
  { outputPadding = null, strides = 1 }: ConvTransposeOptions,
  rank: Rank,
): readonly (number | null)[] {
  const list = Array.isArray(outputPadding)
    ? outputPadding
    : Array.from({ length: rank }, () => outputPadding);
  const steps = typeof strides === "number" ? list.map(() => strides) : strides;
  const isFit = (n: unknown, k: number): boolean =>
    n === null || (Number.isInteger(n) && Number(n) >= 0 && Number(n) < steps[k]);
  if (list.length === rank && list.every(isFit)) return list;
  throw new NeurogradError(
    "invalid_option",
    `${where}: outputPadding is ${JSON.stringify(outputPadding)} with strides ${JSON.stringify(strides)}; use whole numbers from 0 and less than the strides`,
  );
}

/* @__NO_SIDE_EFFECTS__ */
const convTransposeLayer = (kind: string, rank: Rank): ((options: ConvTransposeOptions) => Layer) =>
  defineLayer<ConvTransposeOptions>(kind, {
    required: ["filters", "kernelSize"],
    defaults: {
      strides: perAxisDefault(1, rank),
      padding: "valid",
      outputPadding: null,
      dilationRate: perAxisDefault(1, rank),
      activation: null,
      useBias: true,
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...ruleDefaults("kernel", "bias"),
    },
    check: (options, where) => {
      const { filters, kernelInitializer } = options;
      checkConvolution(where, options, rank, { filters }, { kernelInitializer });
      extraOf(where, options, rank);
    },
    weights: (options, [x], where) => {
      const { filters, kernelInitializer = "glorotUniform" } = options;
      const { size } = geometryOf(where, options, rank);
      const shape = [...size, filters, channelsOf(where, x, rank)];
      return {
        kernel: { shape, initializer: toInitializer(where, kernelInitializer) },
        ...biasOf(where, options, filters),
      };
    },
    call: ({ x, weights: { kernel, bias }, options, name }) => {
      const { size, strides, dilations } = geometryOf(name, options, rank);
      const extra = extraOf(name, options, rank);
      const ends = size.map((n, k) =>
        paddingOf(dilations[k] * (n - 1) + 1, strides[k], options.padding, extra[k]),
      );
      return convolved(x, name, options.activation, (image) =>
        convTranspose(image, kernelFirst(kernel), bias, {
          strides,
          dilations,
          pads: ends.map(({ pad }) => pad),
          outputPadding: ends.map(({ more }) => more),
        }),
      );
    },
  });

/**
 * Transposed convolution over one axis, such as time: each element adds its multiple of the kernel to the outputs, `strides` apart.
 *
 * Shape   x [batch, steps, channels] → [batch, …, filters]; kernel [...kernelSize, filters, channels], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Conv1DTranspose`.
 *
 * @example layers.conv1dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: "same" })
 */
export const conv1dTranspose: (options: ConvTransposeOptions) => Layer = convTransposeLayer(
  "conv1dTranspose",
  1,
);

/**
 * Transposed convolution over images: each element adds its multiple of the kernel to the outputs, `strides` apart.
 *
 * Shape   x [batch, height, width, channels] → [batch, …, filters]; kernel [...kernelSize, filters, channels], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Conv2DTranspose`.
 *
 * @example layers.conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: "same" })
 */
export const conv2dTranspose: (options: ConvTransposeOptions) => Layer = convTransposeLayer(
  "conv2dTranspose",
  2,
);

/**
 * Transposed convolution over volumes: each element adds its multiple of the kernel to the outputs, `strides` apart.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, …, filters]; kernel [...kernelSize, filters, channels], bias [filters].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Conv3DTranspose`.
 *
 * @example layers.conv3dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: "same" })
 */
export const conv3dTranspose: (options: ConvTransposeOptions) => Layer = convTransposeLayer(
  "conv3dTranspose",
  3,
);
