import { activations, evaluate, grad, ops, type Probe, type Tensor, type Value } from "neurograd";
import type { NamedLayer } from "../network.js";

/** What a layer does with one example, forward and back. One number for each of its neurons. */
export interface LayerReading extends NamedLayer {
  /** Weighted sums. */
  readonly z: Float64Array;
  /** `a = f(z)` */
  readonly a: Float64Array;
  /** f′(z); of softmax none, for each output depends on every sum. */
  readonly slope: Float64Array | undefined;
  /** ∂ℓ/∂a; none where loss and last activation are derived together, by the sums. */
  readonly byA: Float64Array | undefined;
  /** ∂ℓ/∂z */
  readonly byZ: Float64Array;
}

export async function layerReading(layer: NamedLayer, probe: Probe): Promise<LayerReading> {
  const { activations: given, cotangents } = probe;
  const { name, activation } = layer;
  const byA = cotangents[`${name}_activation`];
  return {
    ...layer,
    z: given[name].toFloat64(),
    a: given[`${name}_activation`].toFloat64(),
    slope: activation === "softmax" ? undefined : await derivative(activations[activation], given[name]),
    byA: byA?.toFloat64(),
    byZ: cotangents[name].toFloat64(),
  };
}

/** The derivative of Σ f(x), by each number of x. */
export async function derivative(f: (x: Value) => Value, x: Tensor): Promise<Float64Array> {
  const value = ops.multiply(x, 1);
  const [slopes] = grad(ops.sum(f(value)), [value]);
  return (await evaluate(slopes)).toFloat64();
}
