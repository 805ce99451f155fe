import { type CommonOptions, commonOptions } from "./common-options.js";
import { choice, flag, integer, type Option, real, text } from "./option.js";
import { type RuntimeWord, runtimeOption } from "./train-options.js";

/** Options of `neurograd brain convert`. */
export interface BrainConvertOptions extends CommonOptions {
  readonly samples: Option<string>;
  readonly normalization: Option<"max" | "percentile" | "leastSquares">;
  readonly steps: Option<number>;
  readonly dt: Option<number>;
  readonly test: Option<number>;
  readonly runtime: Option<RuntimeWord>;
  readonly json: Option<true>;
}

export const brainConvertOptions: BrainConvertOptions = {
  samples: text("mnist|FILE"),
  normalization: choice(["max", "percentile", "leastSquares"], "NAME"),
  steps: integer(1, 100_000),
  dt: real(0),
  test: integer(0, 10_000),
  runtime: runtimeOption,
  json: flag,
  ...commonOptions,
};
