export interface ConformanceException {
  readonly executor: "native" | "wasm";
  /** Name given to `checkOp`. */
  readonly op: string;
  /** Number of the sample; all of them if left out. */
  readonly sample?: number;
  readonly reason: string;
}

const both = (["native", "wasm"] as const).flatMap((executor): ConformanceException[] => [
  { executor, op: "mean", sample: 4, reason: "the mean of nothing is 0, not NaN" },
  { executor, op: "max", sample: 5, reason: "NaN does not spread through ReduceMax" },
  { executor, op: "min", sample: 3, reason: "NaN does not spread through ReduceMin" },
]);

/** What the runtimes (onnxruntime 1.30) cannot do, or do otherwise. Run as expected failures. */
export const exceptions: readonly ConformanceException[] = [...both];
