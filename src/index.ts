import type { Value } from "./core/graph.js";
import { environment } from "./environment.js";
import type { Layer } from "./nn/layer.js";
import { Model } from "./nn/model.js";
import { buildSequential } from "./nn/sequential.js";
import { asSymbols, input, type LayerSymbol } from "./nn/symbol.js";
import type { LoadModelOptions } from "./storage/load-model.js";
import type { FileSource } from "./storage/read-source.js";

/**
 * A model whose layers follow one another. The first item is its input; models may stand among the layers.
 *
 * Throws  `missing_input`, `shape_mismatch` and what the layers throw, with the layer's name.
 *
 * @example
 * const net = sequential([
 *   input({ shape: [28, 28], dtype: "uint8" }),
 *   layers.rescaling({ scale: 1 / 255 }),
 *   layers.flatten(),
 *   layers.dense({ units: 10, activation: "softmax" }),
 * ]);
 */
export const sequential = (
  items: readonly (LayerSymbol | Layer | Model)[],
  { name }: { readonly name?: string } = {},
): Model => buildSequential(items, environment, name);

export interface ModelOptions {
  readonly inputs: Value | readonly Value[];
  readonly outputs: Value | readonly Value[];
  /** Put before the names of its layers where it is part of another model: `encoder/dense`. */
  readonly name?: string;
}

/**
 * A model between symbols: what `input` made and what layers applied to it gave.
 *
 * Throws  `not_a_symbol`, `disconnected`, `duplicate_name`.
 *
 * @example
 * const x = input({ shape: [4] });
 * const net = model({ inputs: x, outputs: layers.dense({ units: 3 }).apply(x) });
 */
export const model = ({ inputs, outputs, name }: ModelOptions): Model =>
  new Model(asSymbols("model: inputs", inputs), asSymbols("model: outputs", outputs), environment, name);

export { NeurogradError } from "./core/errors.js";
export type { TensorType, Value } from "./core/graph.js";
export { customGradient, stopGradient } from "./core/ops/gradient.js";
export * as ops from "./core/ops/index.js";
export { remat } from "./core/ops/remat.js";
export { printGraph } from "./core/print.js";
export { randomNormal, randomUniform } from "./core/random.js";
export { simplify } from "./core/simplify.js";
export { Tensor, tensor } from "./core/tensor.js";
export { tensorType, trace } from "./core/trace.js";
export { grad, vjp } from "./core/vjp.js";
export * from "./data/index.js";
export * as activations from "./nn/activations.js";
/**
 * The model in a file that `net.save` wrote, with its weights, compiled as it was: it predicts the same bits, and can be
 * trained on. What is loaded is a path, a URL, the bytes or a Blob, or a promise of one; in a browser the name given to `save`.
 *
 * Throws  `not_onnx`, `invalid_onnx`, `not_a_neurograd_model`, `invalid_model_file`, `newer_format`, `missing_weight`,
 *         `shape_mismatch`; `unknown_kind` for layers of one's own that are not passed as `customLayers`;
 *         `file_not_found`, `read_failed`.
 *
 * @example
 * const net = await loadModel("mnist.onnx");
 * const probabilities = await net.predict(images);
 */
export const loadModel = async (
  source: FileSource | PromiseLike<FileSource>,
  options: LoadModelOptions = {},
): Promise<Model> => (await import("./storage/load-model.js")).loadModel(await source, options, environment);

export * as callbacks from "./callbacks.js";
export { type MinimizeOptions, type Minimum, minimize } from "./minimize.js";
export type { Callback, CallbackContext } from "./nn/callback.js";
export { checkGradients } from "./nn/check-gradients.js";
export type { CompileOptions, LossLike, MetricLike } from "./nn/compile.js";
export { type Constraint, defineConstraint } from "./nn/constraint.js";
export * as constraints from "./nn/constraints/index.js";
export type { StepContext } from "./nn/custom-step.js";
export { defineMetric } from "./nn/define-metric.js";
export type { FitOptions } from "./nn/fit.js";
export type { History, Logs } from "./nn/history.js";
export * as initializers from "./nn/initializers.js";
export { defineLayer, type Layer } from "./nn/layer.js";
export * as layers from "./nn/layers/index.js";
export type { Gradients, Learning } from "./nn/learning.js";
export { defineLoss, type Loss } from "./nn/loss.js";
export * as losses from "./nn/losses/index.js";
export type { Metric, MetricReport } from "./nn/metric.js";
export { metricDirection } from "./nn/metric-direction.js";
export {
  type ClassificationReport,
  classificationReport,
} from "./nn/metrics/classification-report.js";
export * as metrics from "./nn/metrics/index.js";
export { defineOptimizer, type Optimizer } from "./nn/optimizer.js";
export * as optimizers from "./nn/optimizers/index.js";
export type { Probe } from "./nn/probe.js";
export { defineRegularizer, type Regularizer } from "./nn/regularizer.js";
export * as regularizers from "./nn/regularizers/index.js";
export { defineSchedule, type Schedule } from "./nn/schedule.js";
export * as schedules from "./nn/schedules/index.js";
export { setSeed } from "./nn/seed.js";
export { smooth } from "./nn/smooth.js";
export { evaluate, type Program, program } from "./program.js";
export { setWasmPaths, type WasmPaths } from "./runtime/wasm-paths.js";
export {
  type CheckpointPosition,
  type LoadedCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
} from "./storage/checkpoint.js";
export { type DataFingerprint, fingerprint } from "./storage/fingerprint.js";
export { type EpochRecord, type HistoryFault, HistoryReader } from "./storage/history-reader.js";
export { RunFolder, type RunFolderAbout } from "./storage/run-folder.js";
export { type RunFolderCallbackOptions, runFolder } from "./storage/run-folder-callback.js";
export { parseRunRecord, type RunRecord } from "./storage/run-record.js";
export type { LoadModelOptions };
export { input, Model };
