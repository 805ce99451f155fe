import { graphInput, type TensorType, type Value } from "../../core/graph.js";
import { add, conv, multiply, reshape } from "../../core/ops/index.js";
import { type CallContext, defineLayer, type Layer } from "../layer.js";
import { toInitializer } from "../to-initializer.js";
import { asFloat } from "./as-float.js";
import {
  type ConvolutionOptions,
  checkConvolution,
  geometryOf,
  kernelFirst,
  perAxisDefault,
} from "./convolution.js";
import { type MemoryOptions, memoryBias, memoryCell, memoryDefaults } from "./memory-cell.js";
import {
  checkRecurrent,
  firstStates,
  recurrentDefaults,
  stateWeights,
  timeFirst,
  walk,
} from "./recurrent.js";
import { dropoutMasks, gateByGate } from "./recurrent-cell.js";
import { channelsFirst, channelsLast, channelsOf, paddedWindow } from "./spatial.js";

export interface ConvLSTM2dOptions extends MemoryOptions, Omit<ConvolutionOptions, keyof MemoryOptions> {
  /** The number of memory cells at each place. */
  readonly filters: number;
}

/**
 * Long short-term memory over images: as `lstm`, with convolutions for the products. With `z = xₜ ∗ kernel + hₜ₋₁ ∗ recurrentKernel + bias`,
 * cut into i, f, c̃, o and σ the `recurrentActivation`: `cₜ = σ(f) ⊙ cₜ₋₁ + σ(i) ⊙ activation(c̃)`, `hₜ = σ(o) ⊙ activation(cₜ)`.
 * The state's convolution keeps its size: padding "same", strides 1.
 *
 * Shape   x [batch, time, height, width, channels], then h₀ and c₀ [batch, …, filters] or zeros → h [batch, …, filters], or of each
 *         position [batch, time, …, filters]; with `returnState` also h and c. kernel [...kernelSize, channels, 4 filters],
 *         recurrentKernel [...kernelSize, filters, 4 filters], bias [4 filters].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Shi et al. 2015; Keras 3 `layers.ConvLSTM2D`.
 *
 * @example layers.convLSTM2d({ filters: 16, kernelSize: 3, padding: "same" })
 */
export const convLSTM2d: (options: ConvLSTM2dOptions) => Layer = defineLayer<ConvLSTM2dOptions>(
  "convLSTM2d",
  {
    required: ["filters", "kernelSize"],
    defaults: {
      ...recurrentDefaults,
      ...memoryDefaults,
      strides: perAxisDefault(1, 1),
      padding: "valid",
      dilationRate: perAxisDefault(1, 1),
    },
    check: (options, where) => {
      checkConvolution(where, options, 2, { filters: options.filters }, {});
      checkRecurrent(where, options, {});
    },
    weights: (options, [x], where) => {
      const { filters, useBias, kernelInitializer, recurrentInitializer } = options;
      const { size } = geometryOf(where, options, 2);
      const image = imageType(x);
      const shape = [...size, channelsOf(where, image, 2), 4 * filters];
      const [, ...places] = projected(
        where,
        options,
        graphInput("x", image),
        graphInput("kernel", { ...image, shape }),
      ).shape;
      const state = [...places.slice(0, -1), filters];
      return {
        kernel: { shape, initializer: toInitializer(where, kernelInitializer ?? "glorotUniform") },
        recurrentKernel: {
          shape: [...size, filters, 4 * filters],
          initializer: toInitializer(where, recurrentInitializer ?? "orthogonal"),
        },
        ...(useBias && { bias: { shape: [4 * filters], initializer: memoryBias(where, options, filters) } }),
        ...stateWeights(where, options, x, [state, state]),
      };
    },
    call: (context) => {
      const { options, name, weights } = context;
      const { sequence, through } = products(context);
      const state = [...sequence.shape.slice(2, -1), options.filters];
      const cell = memoryCell(name, options);
      const { bias } = weights;
      return walk(context, {
        sequence: bias ? add(sequence, bias) : sequence,
        states: firstStates(context, [state, state]),
        step: (x, [h, c]) => cell(add(x, through(h)), c),
      });
    },
  },
);

/** One image of a sequence: [batch, time, ...] → [batch, ...]. */
const imageType = ({ shape: [batch, , ...image] }: TensorType): TensorType => ({
  dtype: "float32",
  shape: [batch, ...image],
});

/** x ∗ kernel as the options say, channels last. */
function projected(where: string, options: ConvLSTM2dOptions, x: Value, kernel: Value): Value {
  const { size, strides, dilations } = geometryOf(where, options, 2);
  const image = channelsFirst(x);
  const window = paddedWindow(where, options.padding, image, size, strides, dilations);
  return channelsLast(conv(image, kernelFirst(kernel), null, window));
}

/** The convolutions of all positions' inputs at once, [time, batch, …, 4 filters], and that of the state. */
function products(context: CallContext<ConvLSTM2dOptions>): {
  readonly sequence: Value;
  readonly through: (h: Value) => Value;
} {
  const { x: given, weights, options, name } = context;
  const { kernel, recurrentKernel } = weights;
  const x = timeFirst(asFloat(given)); // [time, batch, height, width, channels]
  const [time, batch, ...image] = x.shape;
  const inputMasks = dropoutMasks(context, options.dropout ?? 0, 4, [batch, ...image]);
  const images = gateByGate(kernel, inputMasks, 0, 4, (part, mask) =>
    projected(name, options, reshape(mask ? multiply(x, mask) : x, { shape: [-1, ...image] }), part),
  );
  const sequence = reshape(images, { shape: [time, batch, ...images.shape.slice(1)] });
  const state = [batch, ...sequence.shape.slice(2, -1), options.filters];
  const stateMasks = dropoutMasks(context, options.recurrentDropout ?? 0, 4, state);
  const same = { ...options, padding: "same", strides: 1, dilationRate: 1 } as const;
  return {
    sequence,
    through: (h) =>
      gateByGate(recurrentKernel, stateMasks, 0, 4, (part, mask) =>
        projected(name, same, mask ? multiply(h, mask) : h, part),
      ),
  };
}
