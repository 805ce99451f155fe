import type { TensorType, Value } from "../../core/graph.js";
import { add, concatenate, matmul, multiply, reshape, slice } from "../../core/ops/index.js";
import type { Shape } from "../../core/size.js";
import type { CallContext, WeightSpec, WeightSpecs } from "../layer.js";
import { toInitializer } from "../to-initializer.js";
import { asFloat } from "./as-float.js";
import { dropoutMask } from "./dropout-mask.js";
import { featuresOf, type RecurrentOptions, stateWeights, timeFirst } from "./recurrent.js";

export interface CellOptions extends RecurrentOptions {
  /** Width of the state. */
  readonly units: number;
}

/** kernel, recurrentKernel and bias of a cell with so many gates, their columns side by side, and `stateful`'s states. */
export function cellWeights(
  where: string,
  options: CellOptions,
  x: TensorType,
  {
    gates,
    states,
    bias,
  }: { readonly gates: number; readonly states: number; readonly bias?: Partial<WeightSpec> },
): WeightSpecs {
  const { units, useBias, kernelInitializer, recurrentInitializer, biasInitializer } = options;
  const width = gates * units;
  return {
    kernel: {
      shape: [featuresOf(where, x), width],
      initializer: toInitializer(where, kernelInitializer ?? "glorotUniform"),
    },
    recurrentKernel: {
      shape: [units, width],
      initializer: toInitializer(where, recurrentInitializer ?? "orthogonal"),
    },
    ...(useBias && {
      bias: { shape: [width], initializer: toInitializer(where, biasInitializer ?? "zeros"), ...bias },
    }),
    ...stateWeights(
      where,
      options,
      x,
      Array.from({ length: states }, () => [units]),
    ),
  };
}

/** What a cell's matrices, side by side for its gates, make of the input and of the state. */
export interface CellProducts {
  /** x · kernel + bias for all positions in one product, [time, batch, gates · units]. */
  readonly sequence: Value;
  /** A function of the state: its products with the recurrent kernel, for the gates from `first` to before `end`. */
  readonly through: (first: number, end: number) => (h: Value) => Value;
}

/**
 * The products of a cell with so many gates. With `recurrentDropout`, each gate has masks of its own, for the input too;
 * else one mask serves all. Source Keras 3, `implementation` 1 and 2 of its cells.
 */
export function cellProducts(
  context: CallContext<RecurrentOptions>,
  gates: number,
  bias: Value | undefined,
): CellProducts {
  const { x: given, weights, options } = context;
  const { kernel, recurrentKernel } = weights;
  const { dropout = 0, recurrentDropout = 0 } = options;
  const x = timeFirst(asFloat(given)); // [time, batch, features]
  const [time, batch, features] = x.shape;
  const [units] = recurrentKernel.shape;
  const inputMasks = dropoutMasks(context, dropout, recurrentDropout > 0 ? gates : 1, [batch, features]);
  const stateMasks = dropoutMasks(context, recurrentDropout, gates, [batch, units]);
  const product = (matrix: Value, mask: Value | undefined): Value =>
    matmul(reshape(mask ? multiply(x, mask) : x, { shape: [-1, features] }), matrix); // [time · batch, …]
  const projected = gateByGate(kernel, inputMasks, 0, gates, product);
  const sequence = reshape(projected, { shape: [time, batch, kernel.shape[1]] });
  return {
    sequence: bias ? add(sequence, bias) : sequence,
    through: (first, end) => {
      const matrix = columns(recurrentKernel, first, end, gates);
      return (h) =>
        stateMasks.length === 0
          ? matmul(h, matrix)
          : gateByGate(recurrentKernel, stateMasks, first, end, (part, mask) =>
              matmul(mask ? multiply(h, mask) : h, part),
            );
    },
  };
}

/** Masks of one step's input or state, the same at every position; none outside training. */
export const dropoutMasks = (
  { x, training, random }: CallContext<RecurrentOptions>,
  rate: number,
  count: number,
  shape: Shape,
): readonly Value[] =>
  training && rate > 0
    ? Array.from({ length: count }, () => dropoutMask(random, shape, rate, asFloat(x).dtype))
    : [];

/** One product where one mask, or none, serves all gates; else one a gate, side by side. */
export function gateByGate(
  matrix: Value,
  masks: readonly Value[],
  first: number,
  end: number,
  product: (matrix: Value, mask: Value | undefined) => Value,
): Value {
  if (masks.length <= 1) return product(matrix, masks[0]);
  const parts = masks
    .slice(first, end)
    .map((mask, k) => product(columns(matrix, first + k, first + k + 1, masks.length), mask));
  return concatenate(parts, { axis: -1 });
}

/** The columns of the gates from `first` to before `end`. */
function columns(x: Value, first: number, end: number, gates: number): Value {
  const width = (x.shape.at(-1) as number) / gates; // weights have numbers for sizes
  return slice(x, { axes: [-1], starts: [first * width], ends: [end * width] });
}
