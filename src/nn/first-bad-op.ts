import { isFloat } from "../core/dtype.js";
import { type Graph, graphNodes } from "../core/graph.js";
import type { Tensor } from "../core/tensor.js";
import type { Batch } from "./batches.js";
import type { LiveModel } from "./model-state.js";
import { probeStep } from "./probe-step.js";
import type { StepSpec } from "./step-spec.js";
import { batchFeeds, learningRateOf } from "./train-batch.js";

/**
 * The first op of a layer, or of the loss, that gives a number which `isBad`: every value of the forward pass is asked
 * for. Undefined where none is.
 */
export async function firstBadOp(
  live: LiveModel,
  spec: StepSpec,
  batch: Batch,
  scope: string,
  isBad: (x: Tensor) => boolean,
): Promise<string | undefined> {
  const { inputs, outputs } = probeStep(spec, batch);
  const nodes = graphNodes({ inputs, outputs }).filter(
    (node) =>
      node.role === "forward" &&
      (node.scope === scope || node.scope.startsWith(`${scope}/`)) &&
      node.op.name !== "constant",
  );
  const values = nodes.flatMap(({ op, outputs: made }) =>
    made.filter(({ dtype }) => isFloat(dtype)).map((value) => ({ op: op.name, value })),
  );
  if (values.length === 0) return undefined;
  const graph: Graph = {
    inputs,
    outputs: Object.fromEntries(values.map(({ value }, i) => [`value/${i}`, value])),
  };
  const executable = await live.executor.compile(graph);
  try {
    const feeds = { ...batchFeeds(batch), learningRate: learningRateOf(live, spec) };
    const found = await executable.run(feeds, live.state);
    return values.find((_, i) => isBad(found[`value/${i}`]))?.op;
  } finally {
    await executable.dispose();
  }
}
