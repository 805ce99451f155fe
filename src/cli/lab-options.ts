import { type CommonOptions, commonOptions } from "./common-options.js";
import { flag, integer, type Option } from "./option.js";

/** Options of `neurograd lab`. */
export interface LabOptions extends CommonOptions {
  readonly port: Option<number>;
  readonly noOpen: Option<true>;
}

export const labOptions: LabOptions = { port: integer(0, 65_535), noOpen: flag, ...commonOptions };
