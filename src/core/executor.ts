import type { Graph } from "./graph.js";
import type { Tensor } from "./tensor.js";

/** What runs graphs. Everything above `runtime/` knows executors by this interface alone. */
export type RuntimeName = "reference" | "native" | "wasm" | "webgpu";

export interface Executor {
  readonly runtime: RuntimeName;
  /** Floats are computed and kept in float64, whatever the graph says. */
  readonly isExact: boolean;
  /** Makes a graph ready to run. Throws `runtime_error` where the runtime refuses it. */
  compile(graph: Graph): Promise<Executable>;
  /** Keeps tensors where the runtime computes. */
  createState(values: Readonly<Record<string, Tensor>>): State;
}

/** A compiled graph. */
export interface Executable {
  /**
   * Runs once. Inputs come from `feeds`, else from `state`; outputs named as a tensor of `state` become its next
   * value and are not returned. Runs of one state come one after another, awaited or not. Throws `missing_input`,
   * `shape_mismatch`, `dtype_mismatch`, `runtime_error`, `disposed`.
   */
  run(feeds: Readonly<Record<string, Tensor>>, state?: State): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}

/** Named tensors that stay with the runtime from run to run. The values before the last run are kept. */
export interface State {
  readonly names: readonly string[];
  /** A copy of the present value. */
  read(name: string): Tensor;
  /** Replaces values; shapes and dtypes stay. Throws `shape_mismatch`, `unknown_name`. */
  write(values: Readonly<Record<string, Tensor>>): void;
  /**
   * Sets elements nearer to 0 than `limit` to 0. Averages that decay end in subnormal numbers, with which processors
   * compute up to ten times as slowly.
   */
  settle(names: readonly string[], limit: number): void;
  /** Takes back the last run; possible once after each run. */
  rollback(): void;
}
