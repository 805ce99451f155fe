import { replaceSizes } from "../core/size.js";
import { castTensor, type Tensor } from "../core/tensor.js";
import type { Model } from "../nn/model.js";
import { predictGraph } from "../nn/predict-graph.js";
import { isMemory, type StateEntry } from "../nn/state-entry.js";
import { writeOnnx } from "../onnx/write.js";
import { canonicalSizes, describeCompile, describeModel } from "./describe-model.js";

/** The version of what stands in the metadata of a model's file. */
export const formatVersion = 1;
/** Keys of the metadata. */
export const metadataKeys = {
  format: "neurograd.format",
  model: "neurograd.model",
  compile: "neurograd.compile",
} as const;

/**
 * A model as an ONNX file: the inference graph, for any number of examples, with the weights as initializers under
 * their paths; in the metadata the layers and the options of `compile`, from which `loadModel` builds it again. The
 * same model gives the same bytes.
 *
 * Dtype   weights are float32, also those of the reference runtime, which computes in float64.
 * Throws  `cannot_save` where an option is no data, naming layer and option; `file_too_large`.
 */
export function toBytes(model: Model): Uint8Array {
  const sizes = canonicalSizes(model.graph);
  const types = model.graph.inputs.map(({ dtype, shape }) => ({ dtype, shape: replaceSizes(shape, sizes) }));
  const graph = predictGraph(model.graph, savedEntries(model), model.outputNames, types);
  const compile = describeCompile(model);
  return writeOnnx(graph, {
    weights: Object.fromEntries(weightsOf(model)),
    metadata: {
      ...model.metadata,
      [metadataKeys.format]: String(formatVersion),
      [metadataKeys.model]: JSON.stringify(describeModel(model.graph)),
      ...(compile !== undefined && { [metadataKeys.compile]: JSON.stringify(compile) }),
    },
  });
}

/** What a file holds: what stateful layers remember is not in it, so that they begin anew. */
export const savedEntries = (model: Model): readonly StateEntry[] =>
  model.values.weights.filter((entry) => !isMemory(entry));

/** The weights by path, as they are written. */
export const weightsOf = (model: Model): (readonly [path: string, value: Tensor])[] =>
  model.weights.map(({ name, value, dtype }) => [name, castTensor(value, dtype)]);
