import { multiply } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber } from "../options.js";
import { asFloat } from "./as-float.js";
import { dropoutMask } from "./dropout-mask.js";
import { channelsOf, type Rank } from "./spatial.js";

export interface SpatialDropoutOptions {
  /** Share of the features set to 0 at each training step. */
  readonly rate: number;
  readonly name?: string;
}

/* @__NO_SIDE_EFFECTS__ */
const spatialLayer = (kind: string, rank: Rank): ((options: SpatialDropoutOptions) => Layer) =>
  defineLayer<SpatialDropoutOptions>(kind, {
    required: ["rate"],
    defaults: {},
    check: ({ rate }, where) => checkNumber(where, "rate", rate, 0, 1),
    mask: "pass",
    call: ({ x: given, options: { rate }, training, random, name }) => {
      channelsOf(name, given.type, rank);
      if (!training || rate === 0) return given;
      const x = asFloat(given);
      const sizes = x.shape.map((size, k) => (k === 0 || k === rank + 1 ? size : 1));
      return multiply(x, dropoutMask(random, sizes, rate, x.dtype));
    },
  });

/**
 * While training, sets whole features of an example to 0 at all steps with probability `rate` and divides the others by
 * `1 − rate`; otherwise does nothing. Neighbors say much the same, so that single ones dropped would hide little.
 *
 * Shape   x [batch, steps, channels], unchanged.
 * VJP     x̄ = ȳ ⊙ the same mask.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Tompson et al. 2015, section 3.2; Keras 3 `layers.SpatialDropout1D`.
 *
 * @example layers.spatialDropout1d({ rate: 0.5 })
 */
export const spatialDropout1d: (options: SpatialDropoutOptions) => Layer = spatialLayer(
  "spatialDropout1d",
  1,
);

/**
 * While training, sets whole features of an example to 0 at all places with probability `rate` and divides the others by
 * `1 − rate`; otherwise does nothing. Neighbors say much the same, so that single ones dropped would hide little.
 *
 * Shape   x [batch, height, width, channels], unchanged.
 * VJP     x̄ = ȳ ⊙ the same mask.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Tompson et al. 2015, section 3.2; Keras 3 `layers.SpatialDropout2D`.
 *
 * @example layers.spatialDropout2d({ rate: 0.5 })
 */
export const spatialDropout2d: (options: SpatialDropoutOptions) => Layer = spatialLayer(
  "spatialDropout2d",
  2,
);

/**
 * While training, sets whole features of an example to 0 at all places with probability `rate` and divides the others by
 * `1 − rate`; otherwise does nothing. Neighbors say much the same, so that single ones dropped would hide little.
 *
 * Shape   x [batch, depth, height, width, channels], unchanged.
 * VJP     x̄ = ȳ ⊙ the same mask.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Tompson et al. 2015, section 3.2; Keras 3 `layers.SpatialDropout3D`.
 *
 * @example layers.spatialDropout3d({ rate: 0.5 })
 */
export const spatialDropout3d: (options: SpatialDropoutOptions) => Layer = spatialLayer(
  "spatialDropout3d",
  3,
);
