import { type CommonOptions, commonOptions } from "./common-options.js";
import { flag, integer, type Option } from "./option.js";
import { type RuntimeWord, runtimeOption } from "./train-options.js";

/** Options of `neurograd predict`. */
export interface PredictOptions extends CommonOptions {
  readonly mnist: Option<number>;
  readonly runtime: Option<RuntimeWord>;
  readonly threads: Option<number>;
  readonly json: Option<true>;
}

export const predictOptions: PredictOptions = {
  mnist: integer(0, 9_999),
  runtime: runtimeOption,
  threads: integer(1, 256),
  json: flag,
  ...commonOptions,
};
