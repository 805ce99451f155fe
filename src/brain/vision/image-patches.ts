import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";

export interface ImagePatchesOptions {
  /** Pixels of a side. */
  readonly size: number;
  readonly count: number;
  /** Pixels at the border of an image that no patch touches, since whitening spoils them. Default: 4. */
  readonly border?: number;
  readonly seed?: number;
}

/**
 * Small square parts of images, at random places.
 *
 * Shape   images [height, width], of any sizes; patches [count, size, size], float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch` for an image too small.
 *
 * @example
 * const patches = imagePatches([whiten(deadLeaves({ size: 64 }))], { size: 8, count: 100 });
 */
export function imagePatches(images: readonly ArrayInput[], options: ImagePatchesOptions): Tensor {
  checkOptionNames("imagePatches", options, ["size", "count", "border", "seed"]);
  const { size, count, border = 4, seed = 0 } = options;
  checkPositiveInteger("imagePatches", "size", size);
  checkPositiveInteger("imagePatches", "count", count);
  checkWholeNumber("imagePatches", "border", border);
  checkPositiveInteger("imagePatches", "number of images", images.length);
  const sources = images.map((image) => {
    const { shape, data } = inputTensor("imagePatches", image);
    const [height, width] = shape;
    if (shape.length === 2 && Math.min(height, width) >= size + 2 * border) return { height, width, data };
    throw new NeurogradError(
      "shape_mismatch",
      `imagePatches: an image has shape [${shape.join(", ")}]; patches of ${size} need a gray one of at least ${size + 2 * border} by ${size + 2 * border}`,
    );
  });
  const random = new RandomSource(seed);
  const patches = new Float32Array(count * size * size);
  for (let k = 0; k < count; k++) {
    const { height, width, data } = sources[random.integer(sources.length)];
    const top = border + random.integer(height - size - 2 * border + 1);
    const left = border + random.integer(width - size - 2 * border + 1);
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        patches[(k * size + y) * size + x] = Number(data[(top + y) * width + left + x]);
  }
  return new Tensor(patches, [count, size, size], "float32");
}
