import { Dataset, loadModel, type Model, type Tensor } from "neurograd";
import type { Subject } from "../subject.js";
import { type Answers, answersOf, type Tested, testedOn } from "./answers.js";
import { type DigitsData, type DigitsFiles, digitsData } from "./data.js";
import { type ErasureOptions, type ErasureReading, erasure } from "./erasure.js";
import { type Explanation, type ExplanationOptions, explanation } from "./explanation.js";
import { compileDigits, digitsNetwork, type Measured } from "./network.js";
import { type Seen, seenBy } from "./seen.js";

export interface DigitsSpec {
  /** "trained": those of the build's script. */
  readonly weights: "fresh" | "trained";
  readonly seed: number;
}

/** What a frame is to show from the inside. */
export interface DigitsWatch {
  /** The image that the network looks at, uint8 28 × 28, and a number by which the page knows it again. */
  readonly image?: Uint8Array;
  readonly id?: number;
}

export interface BatchRecord {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface DigitsFrame {
  readonly step: number;
  readonly epoch: number;
  /** Which batch of the epoch was the last, of how many. */
  readonly batch: number;
  readonly batches: number;
  /** The batches since the frame before. */
  readonly records: readonly BatchRecord[];
  /** What the test images said when they were last asked; undefined: not yet. */
  readonly tested: Tested | undefined;
  readonly seen: Seen | undefined;
  /** What the file of the trained weights says of them. */
  readonly measured: Measured;
}

const batchSize = 32;
const learningRate = 0.003;
/** Steps between two looks at the test images; often at first, when much happens. */
const looks = ({ step }: BatchRecord): boolean => step % 50 === 0 || step === 10 || step === 25;

/**
 * A small convolutional network that learns to read digits, or has learned it. What it does is a function of its spec and the number
 * of steps.
 */
export class DigitsSubject implements Subject {
  readonly data: DigitsData;
  readonly net: Model;
  readonly measured: Measured;
  step = 0;
  isOver = false;
  readonly questions: {
    /** All test images, to be shown. */
    readonly images: (options: object) => Promise<{ pixels: Uint8Array; labels: Uint8Array }>;
    readonly answers: (options: object) => Promise<Answers>;
    readonly explain: (options: ExplanationOptions) => Promise<Explanation>;
    readonly erase: (options: ErasureOptions) => Promise<ErasureReading>;
  };
  private readonly batches: Dataset<readonly [unknown, unknown]>;
  private readonly perEpoch: number;
  private current: AsyncGenerator<readonly [unknown, unknown], void, undefined> | undefined;
  private records: BatchRecord[] = [];
  private tested: Tested | undefined;

  private constructor(data: DigitsData, net: Model, measured: Measured, seed: number) {
    this.data = data;
    this.net = net;
    this.measured = measured;
    this.perEpoch = Math.ceil(data.train.y.size / batchSize);
    this.batches = Dataset.fromArrays(data.train.x, data.train.y).shuffle(seed).batch(batchSize);
    const { x, y } = data.test;
    this.questions = {
      images: async () => ({ pixels: x.data as Uint8Array, labels: y.data as Uint8Array }), // of dtype uint8
      answers: async () => ({ ...(await answersOf(net, data.test)), tested: await this.test() }),
      explain: (options) => explanation(net, data, options),
      erase: (options) => erasure(net, options),
    };
  }

  static async begin(
    { weights, seed }: DigitsSpec,
    { reader, ...files }: DigitsFiles,
  ): Promise<DigitsSubject> {
    const trained = await loadModel(reader, { compile: false });
    const measured: Measured = JSON.parse(trained.metadata.measured);
    const net = weights === "trained" ? trained : digitsNetwork({ seed, learningRate });
    if (weights === "trained") compileDigits(net, learningRate);
    return new DigitsSubject(await digitsData(files), net, measured, seed);
  }

  /** One batch, one update. */
  async advance(): Promise<void> {
    const at = this.step % this.perEpoch;
    if (at === 0) this.current = this.batches.epoch(this.step / this.perEpoch);
    const next = await this.current?.next();
    if (next?.value === undefined) throw new Error("an epoch has as many batches as were counted");
    const [x, y] = next.value as readonly [Tensor, Tensor]; // what the batches were made of
    const { loss, accuracy } = await this.net.trainOnBatch(x, y);
    this.step++;
    this.records.push({ step: this.step, loss, accuracy });
  }

  /** Asks the test images, if the network has changed since. */
  private async test(): Promise<Tested> {
    if (this.tested?.step !== this.step) this.tested = await testedOn(this.net, this.data.test, this.step);
    return this.tested;
  }

  async frame({ image, id = 0 }: DigitsWatch): Promise<DigitsFrame> {
    const { step, perEpoch, measured, records } = this;
    if (records.some(looks)) await this.test();
    this.records = [];
    return {
      step,
      epoch: Math.max(1, Math.ceil(step / perEpoch)),
      batch: step === 0 ? 0 : ((step - 1) % perEpoch) + 1,
      batches: perEpoch,
      records,
      tested: this.tested,
      seen: image === undefined ? undefined : await seenBy(this.net, image, id),
      measured,
    };
  }
}
