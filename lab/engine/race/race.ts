import { NeurogradError, type Tensor } from "neurograd";
import { type Maps, maps } from "../instruments/maps.js";
import { type PointsReading, points } from "../instruments/points.js";
import type { LabSpec } from "../spec.js";
import type { Subject } from "../subject.js";
import { Training } from "../training.js";
import type { Racer } from "./racers.js";

export interface RaceSpec {
  /** The same network, first weights, points and batches for all; its own optimizer does not run. */
  readonly base: LabSpec;
  readonly racers: readonly Racer[];
}

export interface RaceRecord {
  readonly step: number;
  /** Training loss of each racer; NaN once it is lost. */
  readonly losses: readonly number[];
  /** Seconds that each spent in its updates, on this machine. */
  readonly seconds: readonly number[];
}

export interface RacerFrame {
  readonly loss: number;
  readonly testLoss: number;
  readonly accuracy: number;
  readonly testAccuracy: number;
  readonly seconds: number;
  /** Why it no longer runs: its loss was no number. */
  readonly lost: string | undefined;
  /** The output over the picture's square; undefined for one who is lost. */
  readonly maps: Maps | undefined;
  readonly points: PointsReading | undefined;
}

export interface RaceFrame {
  readonly step: number;
  readonly epoch: number;
  readonly racers: readonly RacerFrame[];
  readonly history: readonly RaceRecord[];
}

/** What an optimizer with a rate comes to from the same beginning: its loss after so many steps; NaN where it was lost. */
export interface TrialOptions {
  readonly racer: Racer;
  readonly steps: number;
}

const longestHistory = 200;

/**
 * The same network trained by several optimizers in lock-step: one batch, an update of each. What it records is a function of
 * the spec and the number of steps, but for the seconds.
 */
export class Race implements Subject {
  step = 0;
  readonly questions: { readonly trial: (options: TrialOptions) => Promise<number> };
  private readonly runners: readonly Runner[];
  private history: RaceRecord[] = [];
  /** Steps between two records. */
  private every = 1;

  private constructor(spec: RaceSpec) {
    this.runners = spec.racers.map((racer) => new Runner(spec.base, racer));
    this.questions = { trial: trialsOf(spec.base) };
  }

  static async begin(spec: RaceSpec): Promise<Race> {
    const race = new Race(spec);
    for (const runner of race.runners) await runner.warmUp();
    await race.record();
    return race;
  }

  get isOver(): boolean {
    return this.runners.every(({ lost }) => lost !== undefined);
  }

  async advance(): Promise<void> {
    for (const runner of this.runners) await runner.advance();
    this.step++;
    if (this.step % this.every === 0) await this.record();
  }

  async frame({ size = 40 }: { readonly size?: number }): Promise<RaceFrame> {
    const racers: RacerFrame[] = [];
    for (const runner of this.runners) racers.push(await runner.frame(size));
    const { stepsPerEpoch } = this.runners[0].training;
    return { step: this.step, epoch: this.step / stepsPerEpoch, racers, history: this.history };
  }

  private async record(): Promise<void> {
    const losses: number[] = [];
    for (const runner of this.runners) losses.push(await runner.loss());
    this.history.push({ step: this.step, losses, seconds: this.runners.map(({ seconds }) => seconds) });
    if (this.history.length <= longestHistory) return;
    this.every *= 2;
    this.history = this.history.filter(({ step }) => step % this.every === 0);
  }
}

/** One network, with its time. */
class Runner {
  readonly training: Training;
  seconds = 0;
  lost: string | undefined;
  private readonly first: Readonly<Record<string, Tensor>>;

  constructor(base: LabSpec, optimizer: Racer) {
    this.training = new Training({ ...base, optimizer });
    this.first = Object.fromEntries(this.training.net.state.map(({ path, value }) => [path, value]));
  }

  /** Two steps that do not count: what is compiled and laid out then is no time of an update. */
  async warmUp(): Promise<void> {
    for (let k = 0; k < 2; k++) await this.advance();
    this.rewind();
  }

  /** To the beginning, with another rate if one is given. */
  rewind(learningRate?: number): void {
    const { net } = this.training;
    net.writeState(this.first);
    if (learningRate !== undefined) net.optimizer.learningRate = learningRate;
    this.training.step = 0;
    this.seconds = 0;
    this.lost = undefined;
  }

  async advance(): Promise<void> {
    if (this.lost !== undefined) return;
    const began = performance.now();
    try {
      await this.training.advance();
    } catch (error) {
      if (!(error instanceof NeurogradError)) throw error;
      this.lost = error.message;
    }
    this.seconds += (performance.now() - began) / 1000;
  }

  /** Of all training points. */
  async loss(): Promise<number> {
    if (this.lost !== undefined) return Number.NaN;
    const { net, data } = this.training;
    const { loss } = await net.evaluate(data.train.x, data.train.y, { batchSize: 500 });
    return loss;
  }

  async frame(size: number): Promise<RacerFrame> {
    const { lost, seconds, training } = this;
    if (lost !== undefined) return { ...nothing, lost, seconds };
    const { loss, testLoss, accuracy, testAccuracy } = await training.frame({});
    const output = (await maps(training, { size })).layers.slice(-1);
    return {
      loss,
      testLoss,
      accuracy,
      testAccuracy,
      seconds,
      lost,
      maps: { size, layers: output },
      points: await points(training, {}),
    };
  }
}

const nothing = {
  loss: Number.NaN,
  testLoss: Number.NaN,
  accuracy: Number.NaN,
  testAccuracy: Number.NaN,
  maps: undefined,
  points: undefined,
};

/** Trials of a base: each optimizer's network is compiled once and begins anew with each rate. */
function trialsOf(base: LabSpec): (options: TrialOptions) => Promise<number> {
  const known = new Map<string, Runner>();
  return async ({ racer, steps }) => {
    const runner = known.get(racer.name) ?? new Runner(base, racer);
    known.set(racer.name, runner);
    runner.rewind(racer.learningRate);
    for (let k = 0; k < steps && runner.lost === undefined; k++) await runner.advance();
    return runner.loss();
  };
}
