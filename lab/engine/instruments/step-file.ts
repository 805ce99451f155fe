import { graphToOnnx } from "neurograd/explain";
import type { Training } from "../training.js";
import { upcomingStep } from "./graph.js";

/** The training step as the bytes of an ONNX file: batch and state in, loss and next state out. */
export async function stepFile(training: Training, _options: object): Promise<Uint8Array> {
  return graphToOnnx((await upcomingStep(training)).graph);
}
