import { NeurogradError } from "../../core/errors.js";
import { hashPath } from "../../core/random-bits.js";
import { sizeOf, Tensor } from "../../core/tensor.js";
import type { ArrayInput } from "../../data/array-input.js";
import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { Yielder } from "../../nn/yielder.js";
import { brightnessOf, classesOf } from "./brightness.js";
import { CompetingNeurons } from "./competing-neurons.js";
import { ImagePresenter } from "./image-presenter.js";
import { classAnswers, labelsOfNeurons } from "./neuron-labels.js";

const mostWeights = 2 ** 27; // 1 GiB

export interface DiehlCookOptions {
  /** Excitatory neurons, and as many inhibitory ones. Default: 100. */
  readonly neurons?: number;
  /** Of an image. Default: [28, 28]. */
  readonly shape?: readonly number[];
  /** η₊. Default: 0.05, for some tens of thousands of images; the program of the paper has 0.01, for three times 60,000. */
  readonly learningRate?: number;
  /** Of first weights and of all spikes. Default: 0. */
  readonly seed?: number;
}

export interface DiehlCookRunOptions {
  /** Stops before the next image; what came before it counts. */
  readonly signal?: AbortSignal;
}

/** What was shown, and what came of it. */
export interface DiehlCookRun {
  readonly images: number;
  /** How often they were shown: again, and stronger, where fewer than five spikes came. */
  readonly presentations: number;
  /** Of the inputs, and of the excitatory neurons, repeats included. */
  readonly inputSpikes: number;
  readonly spikes: number;
}

export interface DiehlCookAnswers extends DiehlCookRun {
  /** Class of each image, int32 [images]; −1 where no neuron with a class fired. */
  readonly classes: Tensor;
  /** Spikes of each neuron at the last presentation, int32 [images, neurons]. */
  readonly counts: Tensor;
}

export interface DiehlCook {
  readonly neurons: number;
  /** Now, float64 [neurons, ...shape]. */
  readonly weights: Tensor;
  /** θ, how far each threshold has risen, float64 [neurons]. */
  readonly theta: Tensor;
  /** Class of each neuron, int32 [neurons]; −1: none. */
  readonly labels: Tensor;
  /** Synapses and thresholds follow the images, without labels. */
  readonly learn: (images: ArrayInput, options?: DiehlCookRunOptions) => Promise<DiehlCookRun>;
  /** Gives each neuron the class for whose images it fires most on average. Nothing else changes. */
  readonly assign: (
    images: ArrayInput,
    labels: ArrayInput,
    options?: DiehlCookRunOptions,
  ) => Promise<DiehlCookRun>;
  /** The class whose neurons fire most on average. Nothing changes: the same images have the same answers. */
  readonly predict: (images: ArrayInput, options?: DiehlCookRunOptions) => Promise<DiehlCookAnswers>;
}

/**
 * Diehl & Cook's network, which learns what digits look like from images alone. A pixel is a Poisson input, up to 63.75 Hz; each image lasts 350 ms. The excitatory neuron that fires first holds down all others through its inhibitory one and,
 * firing on, learns the image by STDP; its threshold rises with each spike, so that others have their turn; weights into a neuron are brought back to their sum before each image. Where fewer than five spikes
 * come the image is shown again, each time stronger by half of the first strength. Labels are needed only afterwards, to read the neurons.
 *
 * Between images everything but weights and thresholds comes to rest, as after a long pause. Calls wait for one another.
 *
 * Shape   images [n, ...shape], uint8 or numbers from 0 to 1; labels [n], whole numbers from 0.
 * Units   ms, mV; steps of 0.5 ms; a spike arrives one step later.
 * Throws  `shape_mismatch`, `non_finite_data`, `invalid_option`, `unknown_name`, `limit_exceeded`.
 * Source  Diehl & Cook (2015), Front. Comput. Neurosci. 9:99; constants: their program
 *
 * @example
 * const { xTrain, yTrain, xTest } = await datasets.mnist({ train: 100, test: 10 });
 * const net = diehlCook({ neurons: 10, seed: 1 });
 * await net.learn(xTrain);
 * await net.assign(xTrain, yTrain);
 * const { classes } = await net.predict(xTest);
 */
export function diehlCook(options: DiehlCookOptions = {}): DiehlCook {
  const where = "diehlCook";
  checkOptionNames(where, options, ["neurons", "shape", "learningRate", "seed"]);
  const { neurons = 100, shape = [28, 28], learningRate = 0.05, seed = 0 } = options;
  checkPositiveInteger(where, "neurons", neurons);
  if (!Array.isArray(shape) || shape.length === 0)
    throw new NeurogradError(
      "invalid_option",
      `${where}: shape is ${String(shape)}; give the sizes of an image`,
    );
  for (const size of shape) checkPositiveInteger(where, "shape", size);
  checkPositive(where, "learningRate", learningRate);
  checkWholeNumber(where, "seed", seed);
  const inputs = sizeOf(shape);
  if (neurons * inputs > mostWeights) {
    throw new NeurogradError(
      "limit_exceeded",
      `${where}: ${neurons} neurons with ${inputs} inputs have more than ${mostWeights} weights; use fewer`,
    );
  }
  const network = new CompetingNeurons(neurons, inputs, learningRate);
  const random = new RandomSource(seed, hashPath(where));
  for (let at = 0; at < network.weights.length; at++) network.weights[at] = 0.3 * (random.uniform24() + 0.01);
  network.normalize();
  const presenter = new ImagePresenter(network, seed);
  let labels = new Int32Array(neurons).fill(-1);
  let learned = 0; // images so far: each has spikes of its own
  let before: Promise<unknown> = Promise.resolve();

  /** Shows images one by one, once what was asked for before is done. */
  function show(
    name: "learn" | "assign" | "predict",
    images: ArrayInput,
    { signal, ...others }: DiehlCookRunOptions,
    seen?: (row: number) => void,
  ): Promise<DiehlCookRun> {
    checkOptionNames(`${where}: ${name}`, others, []);
    const brightness = brightnessOf(`${where}: ${name}: images`, images, shape);
    const isLearning = name === "learn";
    const work = async (): Promise<DiehlCookRun> => {
      const clock = new Yielder();
      const run = { images: 0, presentations: 0, inputSpikes: 0, spikes: 0 };
      for (; run.images < brightness.count && signal?.aborted !== true; run.images++) {
        const shown = presenter.show(brightness.row(run.images), name, isLearning ? learned++ : run.images);
        run.presentations += shown.presentations;
        run.inputSpikes += shown.inputSpikes;
        run.spikes += shown.spikes;
        seen?.(run.images);
        await clock.pause();
      }
      return run;
    };
    const done = before.then(work);
    before = done.catch(() => {});
    return done;
  }

  return {
    neurons,
    get weights() {
      const { weights } = network;
      const rows = Float64Array.from(weights, (_, at) => {
        const [neuron, input] = [Math.floor(at / inputs), at % inputs];
        return weights[input * neurons + neuron];
      });
      return new Tensor(rows, [neurons, ...shape], "float64");
    },
    get theta() {
      return new Tensor(network.theta.slice(), [neurons], "float64");
    },
    get labels() {
      return new Tensor(labels.slice(), [neurons], "int32");
    },
    learn: async (images, given = {}) => show("learn", images, given),
    assign: async (images, classes, given = {}) => {
      const numbers = classesOf(`${where}: assign`, images, classes);
      const total = new Float64Array((numbers.reduce((a, b) => Math.max(a, b)) + 1) * neurons);
      const run = await show("assign", images, given, (row) => {
        for (let j = 0; j < neurons; j++) total[numbers[row] * neurons + j] += network.counts[j];
      });
      if (run.images > 0) labels = labelsOfNeurons(total, numbers.subarray(0, run.images), neurons);
      return run;
    },
    predict: async (images, given = {}) => {
      const rows: Int32Array[] = [];
      const run = await show("predict", images, given, () => rows.push(network.counts.slice()));
      const counts = new Int32Array(rows.length * neurons);
      for (const [row, each] of rows.entries()) counts.set(each, row * neurons);
      return {
        ...run,
        classes: new Tensor(classAnswers(counts, labels), [rows.length], "int32"),
        counts: new Tensor(counts, [rows.length, neurons], "int32"),
      };
    },
  };
}
