import type { TensorType } from "../core/graph.js";
import type { LayerGraph } from "./layer-graph.js";
import type { Learning } from "./learning.js";
import type { Loss } from "./loss.js";
import type { Metric } from "./metric.js";
import type { Optimizer } from "./optimizer.js";
import type { StateEntry } from "./state-entry.js";

/** A loss and the output it is of. */
export interface OutputLoss {
  readonly output: number;
  /** The name of the output. */
  readonly name: string;
  readonly loss: Loss;
  /** Its factor in the sum. */
  readonly weight: number;
  /** The mean of it alone, where there are several outputs. */
  readonly metric: Metric | undefined;
}
export interface OutputMetric {
  readonly metric: Metric;
  readonly output: number;
  /** Examples count by their weights. */
  readonly isWeighted: boolean;
}

/** Everything a step is built from. */
export interface StepSpec {
  readonly graph: LayerGraph;
  readonly weights: readonly StateEntry[];
  readonly training: readonly StateEntry[];
  /** Paths that are trained. */
  readonly trained: readonly string[];
  readonly losses: readonly OutputLoss[];
  /** The outputs that need targets, in the order in which batches have them. */
  readonly targets: readonly number[];
  readonly lossMetric: Metric;
  readonly metrics: readonly OutputMetric[];
  readonly optimizer: Optimizer;
  /** Where gradients come from, if not from backpropagation. */
  readonly learning: Learning | undefined;
  /** Steps in one run of the runtime; "auto" decides by sizes. */
  readonly stepsPerExecution: number | "auto";
}
/** Types of one batch, its size a number: steps are built for the shapes they run on. */
export interface BatchTypes {
  readonly x: readonly TensorType[];
  readonly y: readonly TensorType[];
  /** Sample weights. */
  readonly w?: TensorType | undefined;
}
