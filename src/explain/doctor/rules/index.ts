import { deadRelu } from "./dead-relu.js";
import { explodingGradient } from "./exploding-gradient.js";
import { identicalUnits } from "./identical-units.js";
import { imbalance } from "./imbalance.js";
import { leakingLabels } from "./leaking-labels.js";
import { nonFinite } from "./non-finite.js";
import { rateTooHigh } from "./rate-too-high.js";
import { rateTooLow } from "./rate-too-low.js";
import { saturation } from "./saturation.js";
import { unscaledInputs } from "./unscaled-inputs.js";
import { vanishingGradient } from "./vanishing-gradient.js";

/** The diseases that the doctor knows; each is a file here and its lines below. */
export interface Rules {
  readonly unscaledInputs: typeof unscaledInputs;
  readonly leakingLabels: typeof leakingLabels;
  readonly imbalance: typeof imbalance;
  readonly identicalUnits: typeof identicalUnits;
  readonly explodingGradient: typeof explodingGradient;
  readonly rateTooHigh: typeof rateTooHigh;
  readonly nonFinite: typeof nonFinite;
  readonly deadRelu: typeof deadRelu;
  readonly saturation: typeof saturation;
  readonly vanishingGradient: typeof vanishingGradient;
  readonly rateTooLow: typeof rateTooLow;
}
export type DiseaseName = keyof Rules;

/** Their rules, in the order in which findings are told. */
export const rules: Rules = {
  unscaledInputs,
  leakingLabels,
  imbalance,
  identicalUnits,
  explodingGradient,
  rateTooHigh,
  nonFinite,
  deadRelu,
  saturation,
  vanishingGradient,
  rateTooLow,
};
