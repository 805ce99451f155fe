import { multiply } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber } from "../options.js";
import { asFloat } from "./as-float.js";
import { dropoutMask } from "./dropout-mask.js";
import { type NoiseShape, noiseSizes } from "./noise-shape.js";

export interface DropoutOptions {
  /** Share of the inputs set to 0 at each training step. */
  readonly rate: number;
  /** What shares its fate: [null, 1, null] drops a feature at all positions of an example. */
  readonly noiseShape?: NoiseShape;
  readonly name?: string;
}

/**
 * While training, sets each input to 0 with probability `rate` and divides the others by `1 − rate`, so that the mean
 * stays; otherwise does nothing.
 *
 * Shape   unchanged.
 * VJP     x̄ = ȳ ⊙ the same mask.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Srivastava et al. 2014; Keras 3 `layers.Dropout`.
 *
 * @example layers.dropout({ rate: 0.5 })
 */
export const dropout: (options: DropoutOptions) => Layer = defineLayer<DropoutOptions>("dropout", {
  required: ["rate"],
  defaults: { noiseShape: null },
  check: ({ rate }, where) => checkNumber(where, "rate", rate, 0, 1),
  mask: "pass",
  call: ({ x: given, options: { rate, noiseShape = null }, training, random, name }) => {
    if (!training || rate === 0) return given;
    const x = asFloat(given);
    return multiply(x, dropoutMask(random, noiseSizes(name, x.shape, noiseShape), rate, x.dtype));
  },
});
