import { layers, type Model, model } from "neurograd";
import { type Distribution, distributionOf } from "neurograd/explain";
import type { Training } from "../training.js";

export interface Sums {
  readonly layer: string;
  readonly activation: string;
  /** The weighted sums z of all its units on all training points. */
  readonly distribution: Distribution;
}

/** What the units of a hidden layer add up before their activation: the k-th, from 0; undefined where there is none. */
export async function sums(
  training: Training,
  { layer }: { readonly layer: number },
): Promise<Sums | undefined> {
  const { net, spec, data } = training;
  const at = spec.layers[layer];
  if (at === undefined) return undefined;
  const name = `hidden_${layer + 1}`;
  const twin = twinOf(net, name, at.units);
  const values = new Map(net.weights.map((weight) => [weight.name, weight.value]));
  for (const part of ["kernel", "bias"]) {
    const value = values.get(`${name}/${part}`);
    if (value !== undefined) twin.writeState({ [`${name}_sum/${part}`]: value });
  }
  const z = await twin.predict(data.train.x, { batchSize: 500 });
  return { layer: name, activation: at.activation, distribution: distributionOf(z, { bins: 40 }) };
}

const twins = new WeakMap<Model, Map<string, Model>>();

/** The network up to the layer, which has no activation there. */
function twinOf(net: Model, name: string, units: number): Model {
  const known = twins.get(net) ?? new Map<string, Model>();
  twins.set(net, known);
  const found = known.get(name);
  if (found !== undefined) return found;
  const before = net.getLayer(name).output.call?.inputs[0];
  if (before === undefined) throw new Error(`${name} has an input`);
  const z = layers.dense({ units, name: `${name}_sum` }).apply(before);
  const made = model({ inputs: net.inputs, outputs: z });
  known.set(name, made);
  return made;
}
