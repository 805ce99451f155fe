import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import { readSafetensors } from "../formats/safetensors.js";
import type { Model } from "../nn/model.js";
import { savedEntries } from "./model-bytes.js";
import { type FileSource, readSource } from "./read-source.js";

/** Weights of a file by path; their numbers are read once all shapes are right. */
export type FoundWeights = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly read: () => Tensor }
>;

/** All are there and of the right shape before one is read. */
export function setWeights(model: Model, found: FoundWeights, where: string): void {
  const checked = savedEntries(model).map(({ path, shape, dtype }) => {
    const weight = found.get(path);
    if (weight === undefined) {
      throw new NeurogradError(
        "missing_weight",
        `${where}: the file has no weight ${path}, which a layer of the model needs; save it again from the same layers`,
      );
    }
    if (weight.shape.join() !== shape.join()) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: weight ${path} is [${weight.shape.join(", ")}] in the file, but its layer needs [${shape.join(", ")}]; save it again from the same layers`,
      );
    }
    return { path, dtype, read: weight.read };
  });
  const values = checked.map(({ path, dtype, read }) => {
    const value = read();
    if (value.dtype === dtype) return [path, value] as const;
    throw new NeurogradError(
      "dtype_mismatch",
      `${where}: weight ${path} is ${value.dtype} in the file, but its layer needs ${dtype}; save it again from the same layers`,
    );
  });
  model.writeState(Object.fromEntries(values));
}

/**
 * `net.loadWeights`: sets the weights of a model from a safetensors file that `saveWeights` wrote.
 *
 * Throws  `missing_weight`, `shape_mismatch`, `dtype_mismatch`, and what reading throws.
 */
export async function loadWeights(model: Model, source: FileSource): Promise<void> {
  const { tensors } = readSafetensors(await readSource(source, "loadWeights"));
  model.checkIdle("loadWeights");
  setWeights(
    model,
    new Map(Array.from(tensors, ([name, t]) => [name, { shape: t.shape, read: () => t }])),
    "loadWeights",
  );
}
