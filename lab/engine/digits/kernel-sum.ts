import { evaluate, ops, type Tensor, tensor } from "neurograd";
import type { SeenLayer } from "./seen.js";

/** Where a kernel lies: which one, and its upper left corner on the image or the maps before. */
export interface KernelPlace {
  readonly filter: number;
  readonly row: number;
  readonly column: number;
}

/** One number of a feature map, written out: z = Σ x · w + b, a = relu(z). */
export interface KernelSum {
  readonly size: number;
  /** Each [row, column, channel before]. */
  readonly x: Float64Array;
  readonly w: Float64Array;
  readonly products: Float64Array;
  /** The sum over rows and columns, of each channel before. */
  readonly byChannel: Float64Array;
  readonly bias: number;
  readonly z: number;
  readonly a: number;
}

/** What a convolution without padding does at one place, in float64. */
export async function kernelSum(
  before: SeenLayer,
  conv: SeenLayer,
  { filter, row, column }: KernelPlace,
): Promise<KernelSum> {
  const { kernel, bias, kernelSize: size } = conv;
  if (kernel === undefined || bias === undefined) throw new Error(`${conv.name} has no kernel`);
  const shape = [size, size, before.channels];
  const places = Array.from({ length: size * size * before.channels }, (_, k) => {
    const channel = k % before.channels;
    const [y, x] = [Math.floor(k / before.channels / size), Math.floor(k / before.channels) % size];
    return {
      from: ((row + y) * before.width + column + x) * before.channels + channel,
      weight: k * conv.channels + filter,
    };
  });
  const x = float64(places.map(({ from }) => before.values[from]), shape); // biome-ignore format: one line each
  const w = float64(places.map(({ weight }) => kernel[weight]), shape); // biome-ignore format: one line each
  const products = await evaluate(ops.multiply(x, w));
  const byChannel = await evaluate(ops.sum(products, { axis: [0, 1] }));
  const z = await evaluate(ops.add(ops.sum(byChannel), float64([bias[filter]], [1])));
  const a = await evaluate(ops.relu(z));
  return {
    size,
    x: x.toFloat64(),
    w: w.toFloat64(),
    products: products.toFloat64(),
    byChannel: byChannel.toFloat64(),
    bias: bias[filter],
    z: z.toFloat64()[0],
    a: a.toFloat64()[0],
  };
}

const float64 = (numbers: readonly number[], shape: readonly number[]): Tensor =>
  tensor(Float64Array.from(numbers), { shape, dtype: "float64" });
