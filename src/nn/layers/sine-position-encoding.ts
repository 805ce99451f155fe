import { add, arange, broadcastTo, cos, multiply, reshape, sin } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositive } from "../options.js";
import { asFloat } from "./as-float.js";
import { checkSequence } from "./sequence.js";

export interface SinePositionEncodingOptions {
  /** The longest wave is 2π times as long. */
  readonly maxWavelength?: number;
  readonly name?: string;
}

/**
 * `y[b, t, 2i] = sin(t / maxWavelength^(2i / n))`, `y[b, t, 2i + 1] = cos(t / maxWavelength^(2i / n))`: fixed numbers for each
 * position, to be added to what stands there.
 *
 * Shape   x [batch, T, n] → as x, of which only the shape counts.
 * Dtype   integers become float32.
 * VJP     zero.
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Vaswani et al. 2017, section 3.5; KerasHub `layers.SinePositionEncoding`.
 *
 * @example
 * const x = input({ shape: [16, 64] });
 * const y = layers.add().apply([x, layers.sinePositionEncoding().apply(x)]);
 */
export const sinePositionEncoding: (options?: SinePositionEncodingOptions) => Layer =
  defineLayer<SinePositionEncodingOptions>("sinePositionEncoding", {
    defaults: { maxWavelength: 10000 },
    check: ({ maxWavelength }, where) => checkPositive(where, "maxWavelength", maxWavelength),
    mask: "pass",
    call: ({ x: given, options: { maxWavelength = 10000 }, name }) => {
      const x = asFloat(given);
      const features = checkSequence(name, x);
      const each = <T>(f: (i: number) => T): T[] => Array.from({ length: features }, (_, i) => f(i));
      const frequencies = each((i) => maxWavelength ** ((-2 * Math.floor(i / 2)) / features));
      const positions = reshape(arange(x.shape[1], { dtype: x.dtype }), { shape: [x.shape[1], 1] });
      const angles = multiply(positions, frequencies); // [T, n]
      const [even, odd] = [each((i) => 1 - (i % 2)), each((i) => i % 2)];
      const waves = add(multiply(sin(angles), even), multiply(cos(angles), odd));
      return broadcastTo(waves, { shape: x.shape });
    },
  });
