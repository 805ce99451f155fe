import { writeSafetensors } from "../formats/safetensors.js";
import type { Model } from "../nn/model.js";
import { files } from "./files-here.js";
import { toBytes, weightsOf } from "./model-bytes.js";

/** `net.save`. Throws what `toBytes` throws, and `write_failed`. */
export async function saveModel(model: Model, path: string): Promise<void> {
  const bytes = toBytes(model);
  await (await files()).write(path, bytes);
}

/** `net.saveWeights`: the weights alone, by path, as a safetensors file. Throws `write_failed`. */
export async function saveWeights(model: Model, path: string): Promise<void> {
  const bytes = writeSafetensors(weightsOf(model), [["format", "neurograd"]]);
  await (await files()).write(path, bytes);
}
