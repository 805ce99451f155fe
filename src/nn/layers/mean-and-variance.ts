import { sizeOf, Tensor } from "../../core/tensor.js";

/**
 * Mean and population variance over all axes but `axes` (in order), in float64, the variance from differences to the mean.
 *
 * Shape   the sizes of `axes`.
 */
export function meanAndVariance(
  x: Tensor,
  axes: readonly number[],
): { readonly mean: Tensor; readonly variance: Tensor } {
  const shape = axes.map((k) => x.shape[k]);
  const groups = sizeOf(shape);
  const groupOf = groupIndex(x.shape, axes);
  const data = x.toFloat64();
  const each = data.length / groups;
  const mean = new Float64Array(groups);
  for (let i = 0; i < data.length; i++) mean[groupOf(i)] += data[i] / each;
  const variance = new Float64Array(groups);
  for (let i = 0; i < data.length; i++) variance[groupOf(i)] += (data[i] - mean[groupOf(i)]) ** 2 / each;
  return { mean: new Tensor(mean, shape, "float64"), variance: new Tensor(variance, shape, "float64") };
}

/** From the place of an element to the place of its statistics. */
function groupIndex(shape: readonly number[], axes: readonly number[]): (i: number) => number {
  const sizes = axes.map((k) => shape[k]);
  const strides = axes.map((k) => sizeOf(shape.slice(k + 1)));
  if (axes.length === 1 && axes[0] === shape.length - 1) return (i) => i % sizes[0];
  return (i) => {
    let group = 0;
    for (let k = 0; k < axes.length; k++) group = group * sizes[k] + (Math.floor(i / strides[k]) % sizes[k]);
    return group;
  };
}
