import { sizeOf } from "../core/tensor.js";

/** First values of a weight: a pure function of its shape and of a key made from seed and path. */
export interface Initializer {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  values(shape: readonly number[], key: number): Float64Array;
}

/** fanIn and fanOut of a kernel: inputs and outputs that one element of each sees. Source Keras `compute_fans`. */
export function computeFans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const receptive = sizeOf(shape.slice(0, -2));
  const [inputs, outputs] = shape.slice(-2);
  return { fanIn: inputs * receptive, fanOut: outputs * receptive };
}
