import {
  input,
  layers,
  type Model,
  model,
  ops,
  optimizers,
  regularizers,
  setSeed,
  type Value,
} from "neurograd";
import { leakyLayer, rateDecoder, surrogates } from "neurograd/brain";
import { beta, type SpikingSpec, tellers, timeSteps, vThreshold } from "./spec.js";

const neurons = 2 * tellers;

export interface Networks {
  /** Spikes in, spikes within; the mean membranes of the last neurons are the logits. */
  readonly spiking: Model;
  /** Numbers in, ReLU within. */
  readonly ordinary: Model;
  /** The spiking network's inside: hidden spikes, hidden membranes, the surrogate at them, membranes of the last neurons. */
  readonly inside: Model;
}

/** Two networks with the same number of weights, each with first weights of the same seed. */
export function buildNetworks(spec: SpikingSpec, classes: number): Networks {
  const { hidden, spikeCost } = spec;
  const surrogate = surrogates[spec.surrogate]();
  const leaks = { beta, vThreshold, surrogate };

  setSeed(spec.seed);
  const spikes = input({ shape: [timeSteps, neurons], dtype: "bool", name: "spikes" });
  const current = layers.dense({ units: hidden, name: "hidden" }).apply(spikes);
  const cost = spikeCost > 0 ? { activityRegularizer: regularizers.l1({ l1: spikeCost }) } : {};
  const fired = leakyLayer({ ...leaks, ...cost, name: "hidden_spikes" }).apply(current);
  const last = layers.dense({ units: classes, name: "output" }).apply(fired);
  const membranes = leakyLayer({ ...leaks, output: "v", name: "output_membranes" }).apply(last);
  const spiking = model({
    inputs: spikes,
    outputs: answerOf(rateDecoder({ take: "mean" }).apply(membranes)),
  });

  const v = leakyLayer({ ...leaks, output: "v", name: "hidden_membranes" }).apply(current);
  const slope = surrogate.derivative(ops.subtract(v, vThreshold));
  const everywhere = ops.add(ops.multiply(v, 0), slope); // a surrogate may be one number for all
  const inside = model({ inputs: spikes, outputs: [fired, v, everywhere, membranes] });

  setSeed(spec.seed);
  const numbers = input({ shape: [neurons], name: "numbers" });
  const h = layers.dense({ units: hidden, activation: "relu", name: "hidden" }).apply(numbers);
  const ordinary = model({
    inputs: numbers,
    outputs: answerOf(layers.dense({ units: classes, name: "output" }).apply(h)),
  });

  for (const net of [spiking, ordinary])
    net.compile({
      optimizer: optimizers.adam({ learningRate: spec.learningRate }),
      loss: "sparseCategoricalCrossentropy",
      metrics: ["accuracy"],
      runtime: "wasm",
      threads: 1, // the same bits on every machine
    });
  return { spiking, ordinary, inside };
}

const answerOf = (logits: Value): Value =>
  layers.activation({ activation: "softmax", name: "answer" }).apply(logits);
