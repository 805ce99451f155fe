import type { KerasRecurrent } from "../../golden/read-golden.js";
import type { Value } from "../../src/core/graph.js";
import { type Tensor, tensor } from "../../src/core/tensor.js";
import { type CallResult, type Layer, noRandom } from "../../src/nn/layer.js";
import * as layers from "../../src/nn/layers/index.js";
import { camelCase, fromKeras, functionName, goldenTensor } from "./from-keras.js";

// One call of a layer in keras-recurrent.json.

export type RecurrentCase = KerasRecurrent["layers"][number];

const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names

interface Made {
  readonly class: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The layer of a case; an option that holds a layer is made too. */
export function layerOf({ class: name, options }: Made): Layer {
  const own = Object.entries(options).map(([option, value]) => [
    option,
    isMade(value) ? layerOf(value) : value,
  ]);
  return makers[functionName(name)](fromKeras(Object.fromEntries(own)));
}

const isMade = (value: unknown): value is Made =>
  typeof value === "object" && value !== null && "class" in value && "options" in value;

/** Keras calls every state `rnn_state`. */
export const weightName = (name: string): string =>
  name.split("/").map(camelCase).join("/").replace("rnnState", "state");

/** The golden weights by the layer's own names, states numbered. */
export function weightsOf({ weights }: RecurrentCase): Record<string, Tensor> {
  const found: Record<string, Tensor> = {};
  for (const weight of weights) {
    const name = weightName(weight.name);
    const number = Object.keys(found).filter((other) => other.startsWith(name)).length;
    found[weight.trainable ? name : `${name}${number}`] = goldenTensor(weight);
  }
  return found;
}

export const maskOf = (rows: readonly (readonly number[])[]): Tensor =>
  tensor(
    rows.map((row) => row.map((one) => one === 1)),
    { dtype: "bool" },
  );

export function called(
  golden: RecurrentCase,
  inputs: readonly Value[],
  weights: Readonly<Record<string, Value>>,
  mask: Value | undefined,
): CallResult {
  const layer = layerOf(golden);
  const masks = inputs.map((_, k) => (k === 0 ? (mask ?? null) : null));
  return layer.call({ inputs, masks, weights, training: false, random: noRandom, name: layer.kind });
}

export const titleOf = ({ class: name, options, inputs, mask }: RecurrentCase): string =>
  `${functionName(name)} ${JSON.stringify(options)} ${inputs.map(({ shape }) => `[${shape}]`).join(" ")}${mask ? " masked" : ""}`;
