import { combineKeys, hashPath } from "../../core/random-bits.js";
import type { Tensor } from "../../core/tensor.js";
import { environment } from "../../environment.js";
import type { CompileOptions } from "../../nn/compile.js";
import type { Layer } from "../../nn/layer.js";
import * as layers from "../../nn/layers/index.js";
import type { Model } from "../../nn/model.js";
import { setSeed } from "../../nn/seed.js";
import { buildSequential } from "../../nn/sequential.js";
import { input } from "../../nn/symbol.js";
import { constantCurrent, leakyLayer, stepAccuracy, stepCrossentropy } from "../layers/index.js";
import { type DigitSource, type Digits, loadDigits } from "./digits.js";
import { digitSide } from "./draw-digit.js";

export type CompareRuntime = NonNullable<CompileOptions["runtime"]>;

/** Steps of time of the spiking network. */
export const spikingSteps = 20;
export const hiddenUnits = 64;

/**
 * What rows share: the digits and networks that have learned them, each made when first asked for. The seed of a thing comes of its name, so that a row finds the same
 * whether others ran before it or not.
 */
export class Workshop {
  readonly seed: number;
  readonly runtime: CompareRuntime;
  readonly source: DigitSource;
  private readonly made = new Map<string, Promise<unknown>>();

  constructor(seed: number, runtime: CompareRuntime, source: DigitSource) {
    this.seed = seed;
    this.runtime = runtime;
    this.source = source;
  }

  /** A seed of one's own. */
  seedOf(name: string): number {
    return combineKeys(this.seed, hashPath(name));
  }

  digits(): Promise<Digits> {
    return this.once("digits", () => loadDigits(this.source, this.seed));
  }

  /** A network without training: images in, what `items` make of them out. */
  network(name: string, items: readonly Layer[], options: CompileOptions): Model {
    setSeed(this.seedOf(name));
    const net = buildSequential(
      [input({ shape: [digitSide, digitSide] }), layers.flatten(), ...items],
      environment,
    );
    net.compile({ runtime: this.runtime, threads: 1, stepsPerExecution: 1, ...options });
    return net;
  }

  /** 196-64-10, untrained. */
  freshClassifier(name: string, options: Partial<CompileOptions> = {}): Model {
    return this.network(
      name,
      [
        layers.dense({ units: hiddenUnits, activation: "relu" }),
        layers.dense({ units: 10, activation: "softmax" }),
      ],
      { optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], ...options },
    );
  }

  /** 196-64-10, trained by backpropagation. */
  classifier(): Promise<Model> {
    return this.once("classifier", async () => {
      const net = this.freshClassifier("classifier");
      await learn(net, await this.digits());
      return net;
    });
  }

  /** 196-64-10 of leaky neurons in 20 steps, trained by surrogate gradients; what comes out are the last neurons' membranes. */
  spikingClassifier(): Promise<Model> {
    return this.once("spiking", async () => {
      const net = this.network(
        "spiking",
        [
          layers.dense({ units: hiddenUnits }),
          constantCurrent({ steps: spikingSteps }),
          leakyLayer({ beta: 0.9 }),
          layers.dense({ units: 10 }),
          leakyLayer({ beta: 0.9, output: "v" }),
        ],
        { optimizer: "adam", loss: stepCrossentropy(), metrics: [stepAccuracy({ name: "accuracy" })] },
      );
      await learn(net, await this.digits());
      return net;
    });
  }

  private once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.made.get(name) as Promise<T> | undefined; // only this method fills the map
    if (known !== undefined) return known;
    const making = make();
    this.made.set(name, making);
    return making;
  }
}

/** Ten epochs, as all that are compared get them. */
export async function learn(
  net: Model,
  { xTrain, yTrain }: Pick<Digits, "xTrain" | "yTrain">,
  epochs = 10,
): Promise<void> {
  await net.fit(xTrain, yTrain, { epochs, batchSize: 32, verbose: 0 });
}

/** Share of test images that it says rightly. */
export async function accuracyOf(net: Model, x: Tensor, y: Tensor): Promise<number> {
  return (await net.evaluate(x, y, { batchSize: 100 })).accuracy;
}
