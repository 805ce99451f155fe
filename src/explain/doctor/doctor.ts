import { NeurogradError } from "../../core/errors.js";
import type { Arrays } from "../../nn/batches.js";
import type { Callback, CallbackContext } from "../../nn/callback.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Model } from "../../nn/model.js";
import { checkPositiveInteger } from "../../nn/options.js";
import type { CaseHistory } from "./case-history.js";
import { type DataReading, readData } from "./data-reading.js";
import { checkThresholds, diagnose, type Finding, type OwnThresholds } from "./diagnose.js";
import { type Reading, readingOf } from "./reading.js";

export interface DoctorOptions {
  /** Examples by which the network is looked at, the same each time: some hundreds of those it learns from. */
  readonly x: Arrays;
  readonly y: Arrays;
  /** Looks every so many steps, and more often in the beginning: at steps 0, 1, 2, 4, 8, …. Default 20. */
  readonly every?: number;
  readonly thresholds?: OwnThresholds;
  /** Called when a disease is found that was not there at the last look. */
  readonly onFinding?: (finding: Finding) => void;
}

/** Somebody who looks inside while a network learns. A callback of `fit`; or call `look` yourself. */
export interface Doctor extends Callback {
  /** Takes one reading; `step` counts the steps of training before it. */
  look(net: Model, step: number): Promise<Reading>;
  /** Is told that the loss was not finite: `fit` does so by itself. */
  hear(failure: Error): void;
  /** What is wrong, causes first; empty where nothing is. */
  readonly findings: readonly Finding[];
  readonly readings: readonly Reading[];
  /** All that is known so far. Throws `missing_option` before the first look. */
  readonly history: CaseHistory;
}

const kept = 400;

/**
 * Looks at a network while it trains and says what is wrong with it: dead ReLU, saturation, vanishing and exploding
 * gradients, numbers that are not finite, a learning rate too high or too low, unscaled inputs, leaking labels,
 * imbalanced classes, identical units. Each finding has the numbers it rests on, a plain explanation in English and
 * Chinese, and something to try.
 *
 * Throws  `missing_option`, `invalid_option`, `unknown_name`.
 * Source  Zhang et al. 2021, AutoTrainer, ICSE: the kinds of trouble and several thresholds. They are beginnings, not laws.
 *
 * @example
 * const watching = doctor({ x, y });
 * await net.fit(x, y, { epochs: 5, verbose: 0, callbacks: [watching] });
 * for (const { name, says } of watching.findings) console.log(`${name.en}: ${says.en}`);
 */
export function doctor(options: DoctorOptions): Doctor {
  checkOptionNames("doctor", options, ["x", "y", "every", "thresholds", "onFinding"]);
  for (const name of ["x", "y"] as const)
    if (options[name] === undefined)
      throw new NeurogradError(
        "missing_option",
        `doctor: needs the option ${name}, examples by which to look; give doctor({ x, y })`,
      );
  checkPositiveInteger("doctor", "every", options.every ?? 20);
  checkThresholds("doctor", options.thresholds ?? {});
  return new Examination(options);
}

class Examination implements Doctor {
  private readonly options: DoctorOptions;
  private readonly every: number;
  private data: DataReading | undefined;
  private failure: string | undefined;
  private learningRate = 0;
  private seen: Reading[] = [];
  private found: readonly Finding[] = [];
  private steps = 0;
  private looked = -1;

  constructor(options: DoctorOptions) {
    this.options = options;
    this.every = options.every ?? 20;
  }

  get readings(): readonly Reading[] {
    return this.seen;
  }

  get findings(): readonly Finding[] {
    return this.found;
  }

  get history(): CaseHistory {
    const { seen: readings, data, learningRate, failure } = this;
    if (data === undefined) {
      throw new NeurogradError(
        "missing_option",
        "doctor: has not looked yet; give it to fit as a callback, or await doctor.look(net, 0)",
      );
    }
    return { readings, data, learningRate, failure };
  }

  async look(net: Model, step: number): Promise<Reading> {
    const { x, y } = this.options;
    const probe = await net.probe(x, y);
    this.data ??= readData(net, x, y, probe);
    const reading = readingOf(net, probe, step);
    this.learningRate = net.optimizer.learningRate;
    this.looked = step;
    const earlier = this.seen.length < kept ? this.seen : this.seen.filter((_, k) => k % 2 === 0);
    this.seen = [...earlier, reading];
    this.judge();
    return reading;
  }

  hear(failure: Error): void {
    this.failure = failure.message;
    if (this.data !== undefined) this.judge();
  }

  private judge(): void {
    const before = new Set(this.found.map(({ disease }) => disease));
    this.found = diagnose(this.history, this.options.thresholds);
    for (const finding of this.found) if (!before.has(finding.disease)) this.options.onFinding?.(finding);
  }

  async onTrainBegin({ model }: CallbackContext): Promise<void> {
    if (this.looked !== this.steps) await this.look(model, this.steps);
  }

  async onTrainBatchEnd(_batch: number, _logs: unknown, { model }: CallbackContext): Promise<void> {
    this.steps++;
    const isEarly = this.steps < this.every && Number.isInteger(Math.log2(this.steps));
    if (isEarly || this.steps % this.every === 0) await this.look(model, this.steps);
  }

  async onTrainEnd({ model }: CallbackContext): Promise<void> {
    if (this.looked !== this.steps) await this.look(model, this.steps);
  }

  onNonFiniteLoss(error: NeurogradError): void {
    this.hear(error);
  }
}
