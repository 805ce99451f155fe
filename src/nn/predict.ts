import { zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { namedSize } from "../core/size.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import { type Batch, batchSource, type Data } from "./batches.js";
import { checkOptionNames } from "./config.js";
import type { Model } from "./model.js";
import { checkOneOutput, checkPositiveInteger } from "./options.js";
import { checkInputShape, inputName, predictGraph } from "./step.js";
import { Yielder } from "./yielder.js";

export interface PredictOptions {
  readonly batchSize?: number;
}

/**
 * `net.predict`. During `fit` it sees the last finished step: runs and steps take turns.
 *
 * Throws  `shape_mismatch`, `dtype_mismatch`, `empty_data`, `several_outputs`.
 */
export async function predict(model: Model, x: Data, options: PredictOptions): Promise<Tensor> {
  checkOptionNames("predict", options, ["batchSize"]);
  const { batchSize = 32 } = options;
  checkPositiveInteger("predict", "batchSize", batchSize);
  checkOneOutput("predict", model.outputNames);
  const source = batchSource(x, undefined, {
    batchSize,
    inputNames: model.inputNames,
    targetNames: [],
    where: "predict",
  });
  const { executables, state } = await model.start();
  const yielder = new Yielder();
  const parts: Tensor[] = [];
  for await (const batch of source.epoch(0, 0) as AsyncIterable<Batch>) {
    for (const [k, t] of batch.x.entries()) checkInputShape(model.inputNames[k], model.graph.inputs[k], t);
    const key = `predict ${batch.x.map((t) => `${t.dtype}[${t.shape.slice(1)}]`)}`;
    const types = batch.x.map(({ dtype, shape }) => ({
      dtype,
      shape: [namedSize("batch"), ...shape.slice(1)],
    }));
    const executable = await executables.get(key, () =>
      predictGraph(model.graph, model.weightEntries(), model.outputNames, types),
    );
    const feeds = Object.fromEntries(
      batch.x.map((t, k) => [model.graph.inputs[k].name ?? inputName(k, batch.x.length), t]),
    );
    const outputs = await executable.run(feeds, state);
    parts.push(outputs[model.outputNames[0]]);
    await yielder.pause();
  }
  return joinRows(parts);
}

function joinRows(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (first === undefined)
    throw new NeurogradError("empty_data", "predict: the data have no batch; give at least one example");
  if (parts.length === 1) return first;
  const shape = [parts.reduce((n, t) => n + t.shape[0], 0), ...first.shape.slice(1)];
  const data = zerosOf(first.dtype, sizeOf(shape)) as Float32Array; // outputs of a model are numbers
  let at = 0;
  for (const part of parts) {
    data.set(part.data as Float32Array, at);
    at += part.size;
  }
  return new Tensor(data, shape, first.dtype);
}
