import type { DigitSource } from "../brain/compare/index.js";
import { type CommonOptions, commonOptions } from "./common-options.js";
import { choice, flag, integer, names, type Option, text } from "./option.js";
import { type RuntimeWord, runtimeOption } from "./train-options.js";

/** Options of `neurograd brain compare`. */
export interface BrainCompareOptions extends CommonOptions {
  readonly rows: Option<readonly string[]>;
  readonly digits: Option<DigitSource>;
  readonly seed: Option<number>;
  readonly runtime: Option<RuntimeWord>;
  readonly out: Option<string>;
  readonly json: Option<true>;
}

export const brainCompareOptions: BrainCompareOptions = {
  rows: names("A,B,…"),
  digits: choice(["mnist", "drawn"], "NAME"),
  seed: integer(0, 2 ** 32 - 1),
  runtime: runtimeOption,
  out: text("FOLDER"),
  json: flag,
  ...commonOptions,
};
