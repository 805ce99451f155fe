import { zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import { type Batch, batchSource, type Data } from "./batches.js";
import { checkOptionNames } from "./config.js";
import type { Model } from "./model.js";
import { checkPositiveInteger } from "./options.js";
import { predictGraph } from "./predict-graph.js";
import { checkInputShape, inputName } from "./step-inputs.js";
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
  const names = model.outputNames;
  if (names.length > 1) {
    throw new NeurogradError(
      "several_outputs",
      `predict: the model has ${names.length} outputs, ${names.join(", ")}; use predictAll, which gives each by its name`,
    );
  }
  return (await outputsOf("predict", model, x, options))[names[0]];
}

/** `net.predictAll`. Throws what `predict` throws, but for `several_outputs`. */
export function predictAll(
  model: Model,
  x: Data,
  options: PredictOptions,
): Promise<Readonly<Record<string, Tensor>>> {
  return outputsOf("predictAll", model, x, options);
}

async function outputsOf(
  where: string,
  model: Model,
  x: Data,
  options: PredictOptions,
): Promise<Readonly<Record<string, Tensor>>> {
  checkOptionNames(where, options, ["batchSize"]);
  const { batchSize = 32 } = options;
  checkPositiveInteger(where, "batchSize", batchSize);
  const source = await batchSource(x, undefined, {
    batchSize,
    inputNames: model.inputNames,
    targetNames: [],
    where,
  });
  const { executables, state } = await model.start();
  const yielder = new Yielder();
  const parts: Readonly<Record<string, Tensor>>[] = [];
  for await (const batch of source.epoch(0, 0) as AsyncIterable<Batch>) {
    for (const [k, t] of batch.x.entries()) checkInputShape(model.inputNames[k], model.graph.inputs[k], t);
    const key = `predict ${batch.x.map((t) => `${t.dtype}[${t.shape.slice(1)}]`)}`;
    const types = batch.x.map(({ dtype, shape }, k) => ({
      dtype,
      shape: [model.graph.inputs[k].shape[0], ...shape.slice(1)],
    }));
    const executable = await executables.get(key, () =>
      predictGraph(model.graph, model.values.weights, model.outputNames, types),
    );
    const feeds = Object.fromEntries(
      batch.x.map((t, k) => [model.graph.inputs[k].name ?? inputName(k, batch.x.length), t]),
    );
    parts.push(await executable.run(feeds, state));
    await yielder.pause();
  }
  return Object.fromEntries(
    model.outputNames.map((name) => [
      name,
      joinRows(
        where,
        parts.map((part) => part[name]),
      ),
    ]),
  );
}

/** The rows of all parts under one another. Throws `empty_data`. */
export function joinRows(where: string, parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (first === undefined)
    throw new NeurogradError("empty_data", `${where}: the data have no batch; give at least one example`);
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
