import * as activations from "../nn/activations/by-name.js";
import type { LossName, OptimizerName } from "../nn/compile.js";
import * as losses from "../nn/losses/by-name.js";
import * as optimizers from "../nn/optimizers/by-name.js";
import { type CommonOptions, commonOptions } from "./common-options.js";
import { choice, flag, integer, names, type Option, real, text, widths } from "./option.js";
import type { Values } from "./parse-options.js";

export type ActivationWord = keyof typeof activations;
export type TaskWord = "classification" | "regression";

/** Options of `neurograd train`. */
export interface TrainOptions extends CommonOptions {
  readonly target: Option<string>;
  readonly task: Option<TaskWord>;
  readonly ignore: Option<readonly string[]>;
  readonly layers: Option<readonly number[]>;
  readonly activation: Option<ActivationWord>;
  readonly dropout: Option<number>;
  readonly epochs: Option<number>;
  readonly batchSize: Option<number>;
  readonly learningRate: Option<number>;
  readonly optimizer: Option<OptimizerName>;
  readonly loss: Option<LossName>;
  readonly validationSplit: Option<number>;
  readonly runtime: Option<RuntimeWord>;
  readonly threads: Option<number>;
  readonly seed: Option<number>;
  readonly output: Option<string>;
  readonly resume: Option<true>;
  readonly train: Option<number>;
  readonly test: Option<number>;
  readonly json: Option<true>;
  readonly quiet: Option<true>;
}

export type TrainValues = Values<TrainOptions>;
export type RuntimeWord = "auto" | "native" | "wasm" | "reference";

export const runtimeOption: Option<RuntimeWord> = choice(["auto", "native", "wasm", "reference"], "NAME");

const wordsOf = <T extends object>(table: T): (keyof T & string)[] =>
  Object.keys(table) as (keyof T & string)[];

export const trainOptions: TrainOptions = {
  target: text("COLUMN"),
  task: choice(["classification", "regression"], "NAME"),
  ignore: names("A,B,…"),
  layers: widths,
  activation: choice(wordsOf(activations), "NAME"),
  dropout: real(0, 1, true),
  epochs: integer(1),
  batchSize: integer(1),
  learningRate: real(0),
  optimizer: choice(wordsOf(optimizers), "NAME"),
  loss: choice(wordsOf(losses), "NAME"),
  validationSplit: real(0, 1, true),
  runtime: runtimeOption,
  threads: integer(1, 256),
  seed: integer(0, 2 ** 32 - 1),
  output: text("FOLDER"),
  resume: flag,
  train: integer(1, 60_000),
  test: integer(1, 10_000),
  json: flag,
  quiet: flag,
  ...commonOptions,
};
