import type { Tensor } from "neurograd";
import { type DerivativeText, type Distribution, distributionOf } from "neurograd/explain";

/** The largest size among the numbers of each node, by its number: what colors show. */
export interface Sizes {
  readonly values: readonly (number | null)[];
  readonly gradients: readonly (number | null)[];
}

export interface TensorNumbers {
  readonly shape: readonly number[];
  readonly distribution: Distribution;
  /** The first of them. */
  readonly first: Float64Array;
}

export interface NodeNumbers {
  readonly id: number;
  readonly outputs: readonly { readonly value: TensorNumbers; readonly gradient: TensorNumbers | null }[];
  readonly derivative: DerivativeText | undefined;
}

/** As many as a picture of them has cells. */
const most = 2048;

export function numbersOf(tensor: Tensor): TensorNumbers {
  const numbers = tensor.toFloat64();
  return {
    shape: tensor.shape,
    distribution: distributionOf({ data: numbers }),
    first: numbers.slice(0, most),
  };
}

export function sizeOf(tensor: Tensor): number | null {
  const { count, minimum, maximum } = distributionOf({ data: tensor.toFloat64() }, { bins: 1 });
  return count === 0 ? null : Math.max(-minimum, maximum);
}
