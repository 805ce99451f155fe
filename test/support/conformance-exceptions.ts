export interface ConformanceException {
  readonly executor: "native" | "wasm";
  /** Name given to `checkOp`. */
  readonly op: string;
  /** Number of the sample; all of them if left out. */
  readonly sample?: number;
  readonly reason: string;
}

/** What the runtimes (onnxruntime 1.30) cannot do, or do otherwise. Run as expected failures. */
export const exceptions: readonly ConformanceException[] = [];
