import type { Tensor } from "../../core/tensor.js";
import type { Arrays, Data } from "../../nn/batches.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Environment, Model } from "../../nn/model.js";
import { checkPositiveInteger } from "../../nn/options.js";
import { answerOf } from "./answer-of.js";
import { type LayerCost, layerCosts } from "./layer-costs.js";
import { type SpikingRun, StepRunner } from "./run-steps.js";
import { classesOf, rightlyNamed } from "./score-classes.js";
import type { SpikingDescription } from "./spiking-description.js";
import { spikingModel } from "./spiking-model.js";

/** In steps of time. */
export interface StepsOptions {
  /** Default: 32. */
  readonly steps?: number;
  readonly batchSize?: number;
}
export interface SpikingEvaluateOptions {
  /** After how many steps the network is asked; it runs once, through the largest. Default: 1, 2, 4, 8, 16, 32. */
  readonly steps?: readonly number[];
  readonly batchSize?: number;
}

/** The answer after some steps. */
export interface AccuracyAt {
  readonly steps: number;
  readonly accuracy: number;
  /** All spikes until then, of an example, on average. */
  readonly spikes: number;
}
/** A layer's cost, and how much it fires. */
export interface LayerActivity extends LayerCost {
  /** Spikes of an example until each of the steps asked about, on average. */
  readonly spikes: readonly number[];
}
export interface SpikingReport {
  /** Accuracy of the network that was converted, on the same examples. */
  readonly analogAccuracy: number;
  readonly atSteps: readonly AccuracyAt[];
  readonly layers: readonly LayerActivity[];
}

/** A network of integrate-and-fire neurons, made of a trained one by `toSpiking`. */
export class SpikingNetwork {
  /** Weights, thresholds and what leads where, as plain data. */
  readonly description: SpikingDescription;
  /** What it consists of: neurons, synapses of a spike, and what the trained network had to compute there. */
  readonly layers: readonly LayerCost[];
  /** The network it was made of. */
  readonly analog: Model;
  /** The last activation of the trained network. */
  private readonly activation: string | null;
  private readonly environment: Environment;
  private readonly runner: StepRunner;

  constructor(description: SpikingDescription, analog: Model, environment: Environment) {
    this.description = description;
    this.layers = layerCosts(description);
    this.analog = analog;
    this.activation = activationOf(description);
    this.environment = environment;
    this.runner = new StepRunner(description, analog.graph.inputs[0], environment);
  }

  /**
   * It as a model of ordinary layers, with weights of its own, that answers after so many steps: to be saved, looked into, or trained on with surrogate gradients. A file of it is read with
   * `loadModel(file, spikingKinds)`.
   *
   * Throws  `invalid_option`.
   */
  model({ steps }: { readonly steps: number }): Model {
    checkPositiveInteger("model", "steps", steps);
    return spikingModel(this.description, { steps }, this.environment);
  }

  /** What it answers after so many steps. Throws `invalid_option`, `shape_mismatch`, `dtype_mismatch`. */
  async predict(x: Data, options: StepsOptions = {}): Promise<Tensor> {
    const { steps, batchSize } = checkedSteps("predict", options);
    const { received } = await this.runner.run("predict", x, steps, batchSize);
    return answerOf(received, this.activation);
  }

  /** What happens in so many steps. Throws `invalid_option`, `shape_mismatch`, `dtype_mismatch`. */
  run(x: Data, options: StepsOptions = {}): Promise<SpikingRun> {
    const { steps, batchSize } = checkedSteps("run", options);
    return this.runner.run("run", x, steps, batchSize);
  }

  /**
   * Accuracy after more and more steps, beside the network that was converted, and the spikes that it took.
   *
   * Shape   y: class numbers [examples], or one row of 0 and 1 for each.
   * Throws  `invalid_option`, `shape_mismatch`, `dtype_mismatch`, `unknown_name`.
   */
  async evaluate(x: Arrays, y: Arrays, options: SpikingEvaluateOptions = {}): Promise<SpikingReport> {
    checkOptionNames("evaluate", options, ["steps", "batchSize"]);
    const { steps = [1, 2, 4, 8, 16, 32], batchSize = 32 } = options;
    for (const count of steps) checkPositiveInteger("evaluate", "steps", count);
    const { activation } = this;
    const { received, spikes } = await this.runner.run("evaluate", x, Math.max(...steps), batchSize);
    const [examples, T] = received.shape;
    const truth = classesOf("evaluate", y, received.shape, activation);
    const analog = await this.analog.predict(x, { batchSize });
    const share = (right: number): number => right / examples;
    const until = (counts: Tensor, end: number): number => {
      let total = 0;
      for (let i = 0; i < examples; i++)
        for (let t = 0; t < end; t++) total += Number(counts.data[i * T + t]);
      return total / examples;
    };
    const layers = this.layers.map((layer) => ({
      ...layer,
      spikes: steps.map((end) => (layer.name in spikes ? until(spikes[layer.name], end) : 0)),
    }));
    const right = rightlyNamed(received, truth, activation);
    const atSteps = steps.map((end, k) => ({
      steps: end,
      accuracy: share(right[end - 1]),
      spikes: layers.reduce((total, layer) => total + layer.spikes[k], 0),
    }));
    const one = analog.reshape([examples, 1, analog.size / examples]);
    const level = activation === "sigmoid" ? 0.5 : 0; // predictions are behind the activation
    return { analogAccuracy: share(rightlyNamed(one, truth, activation, level)[0]), atSteps, layers };
  }
}

function activationOf({ nodes }: SpikingDescription): string | null {
  const output = nodes.find(({ kind }) => kind === "output");
  return output?.kind === "output" ? output.activation : null;
}

/** Throws `unknown_name`, `invalid_option`. */
function checkedSteps(where: string, options: StepsOptions): Required<StepsOptions> {
  checkOptionNames(where, options, ["steps", "batchSize"]);
  const { steps = 32, batchSize = 32 } = options;
  checkPositiveInteger(where, "steps", steps);
  checkPositiveInteger(where, "batchSize", batchSize);
  return { steps, batchSize };
}
