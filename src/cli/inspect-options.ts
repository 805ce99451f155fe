import { type CommonOptions, commonOptions } from "./common-options.js";
import { flag, type Option } from "./option.js";

/** Options of `neurograd inspect`. */
export interface InspectOptions extends CommonOptions {
  readonly json: Option<true>;
}

export const inspectOptions: InspectOptions = { json: flag, ...commonOptions };
