import { Dataset, type Model, type Tensor, tensor } from "neurograd";
import { type Edit, inOrder } from "./edits.js";
import { type InstrumentName, instruments, type Readings, type Watch } from "./instruments/index.js";
import { buildNetwork } from "./network.js";
import { type LabData, labData, type Points } from "./points.js";
import type { LabSpec } from "./spec.js";
import type { Subject } from "./subject.js";

/** How well all points are told apart after a step. */
export interface Measured {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** What is known after a step. */
export interface Frame extends Measured {
  /** Passes over the data, begun ones in part. */
  readonly epoch: number;
  /** What was measured since the frame before: thousands of steps may lie between two. */
  readonly passed: readonly Measured[];
  readonly readings: Readings;
}

/** So much later than the last time, at least one step, the curve gets its next point. */
const laterBy = 1 / 64;

/**
 * One network being trained: a pure function of its spec and the number of steps, on every machine. Runs in a worker of the
 * page, and in Node for tests.
 */
export class Training implements Subject {
  readonly spec: LabSpec;
  readonly data: LabData;
  readonly net: Model;
  step = 0;
  /** The loss was no longer a number when it was last looked at. */
  isOver = false;
  /** Every instrument, and the model as a file. */
  readonly questions: Questions;
  readonly stepsPerEpoch: number;
  private edits: readonly Edit[];
  private passed: Measured[] = [];
  private nextMeasured = 1;
  private readonly batches: Dataset<readonly [unknown, unknown]>;
  private current: AsyncGenerator<readonly [unknown, unknown], void, undefined> | undefined;

  constructor(spec: LabSpec) {
    this.spec = spec;
    this.data = labData(spec);
    this.net = buildNetwork(spec, this.data.classes);
    this.edits = spec.edits ?? [];
    this.setWeights();
    const { x, y } = this.data.train;
    this.stepsPerEpoch = Math.ceil(x.shape[0] / spec.batchSize);
    this.questions = {
      ...(Object.fromEntries(
        Object.entries(instruments).map(([name, read]) => [name, (options: never) => read(this, options)]),
      ) as Omit<Questions, "save" | "edit">), // one for each name
      save: () => this.net.toBytes(),
      edit: async (edit) => {
        this.edits = inOrder([...this.edits, { ...edit, step: this.step }]);
        this.setWeights();
        return this.step;
      },
    };
    this.batches = Dataset.fromArrays(x, y).shuffle(spec.seed).batch(spec.batchSize);
  }

  /** One batch, one update. */
  async advance(): Promise<void> {
    const [x, y] = await this.nextBatch();
    await this.net.trainOnBatch(x as Batch, y as Batch); // what the batches were made of
    this.step++;
    this.setWeights();
    if (this.step < this.nextMeasured) return;
    this.passed.push(await this.measured());
    this.nextMeasured = this.step + Math.max(1, Math.floor(this.step * laterBy));
  }

  /** Those that were set by hand after just so many steps. */
  private setWeights(): void {
    for (const { step, path, at, value } of this.edits) {
      const weight = this.net.weights.find(({ name }) => name === path);
      if (step !== this.step || weight === undefined) continue;
      const numbers = Float32Array.from(weight.value.data as Float32Array);
      numbers[at] = value;
      this.net.writeState({ [path]: tensor(numbers, { shape: weight.shape }) });
    }
  }

  /** The batch of the next step, without taking it. */
  async upcoming(): Promise<Points> {
    const epoch = Math.floor(this.step / this.stepsPerEpoch);
    const { value } = await this.batches.epoch(epoch, this.step % this.stepsPerEpoch).next();
    const [x, y] = value as readonly [Tensor, Tensor]; // what the batches were made of; steps are counted
    return { x, y };
  }

  private async nextBatch(): Promise<readonly [unknown, unknown]> {
    if (this.step % this.stepsPerEpoch === 0)
      this.current = this.batches.epoch(this.step / this.stepsPerEpoch);
    const next = await this.current?.next();
    if (next?.value === undefined) throw new Error("an epoch has as many batches as were counted");
    return next.value;
  }

  /** Loss and accuracy of all points as the weights are now. */
  private async measured(): Promise<Measured> {
    const { train, test } = this.data;
    const batchSize = 500;
    const { loss, accuracy } = await this.net.evaluate(train.x, train.y, { batchSize });
    const tested =
      test === train ? { loss, accuracy } : await this.net.evaluate(test.x, test.y, { batchSize });
    this.isOver = !Number.isFinite(loss);
    return { step: this.step, loss, accuracy, testLoss: tested.loss, testAccuracy: tested.accuracy };
  }

  /** How well it does now and did since the last frame, and what the instruments read. */
  async frame(watch: Watch): Promise<Frame> {
    const readings: Record<string, unknown> = {};
    for (const name of Object.keys(watch) as InstrumentName[])
      readings[name] = await instruments[name](this, watch[name] as never); // its own options
    const passed = this.passed;
    this.passed = [];
    return {
      ...(await this.measured()),
      epoch: this.step / this.stepsPerEpoch,
      passed,
      readings: readings as Readings, // one for each name
    };
  }
}

type Questions = {
  readonly [Name in InstrumentName]: (
    options: Parameters<(typeof instruments)[Name]>[1],
  ) => Promise<NonNullable<Readings[Name]>>;
} & {
  readonly save: (options: Record<string, never>) => Promise<Uint8Array>;
  /** Sets a weight now; gives the step at which it was. The page adds it to the set-up. */
  readonly edit: (edit: Omit<Edit, "step">) => Promise<number>;
};

type Batch = Parameters<Model["trainOnBatch"]>[0];
