import { constantOf } from "../../core/constant.js";
import type { Node } from "../../core/graph.js";
import { entriesOf, numbersOf } from "./entries.js";
import type { StepGraph } from "./step-graph.js";

/** What simplification made of a node. */
export interface Fate {
  /**
   * `kept`; `merged` with an equal one; `computed` ahead, being a constant; `bypassed`: another value, which is there anyway, is its own;
   * `rewritten` as a simpler operator; `unused`: nothing needs it any more.
   */
  readonly is: "kept" | "merged" | "computed" | "bypassed" | "rewritten" | "unused";
  /** The number of what stands for it in the simplified graph; undefined where nothing does. */
  readonly now: number | undefined;
}

/** What became of each node and input of `traced`, by its number in `describeGraph(traced)`. */
export function fatesOf({
  traced,
  graph,
  became,
}: Pick<StepGraph, "traced" | "graph" | "became">): readonly Fate[] {
  const numbers = numbersOf(entriesOf(graph));
  const taken = new Set<Node>();
  return entriesOf(traced).map(({ node, values }): Fate => {
    const targets = values.map((value) => became.get(value) ?? value);
    const target = targets.find((value) => numbers.has(value)) ?? targets[0];
    const now = numbers.get(target);
    if (node === null) return { is: "kept", now };
    const isConstant = constantOf(values[0]) !== undefined;
    if (constantOf(target) !== undefined && !isConstant) return { is: "computed", now };
    if (now === undefined) return { is: "unused", now };
    if (target.node === null) return { is: "bypassed", now };
    if (taken.has(target.node)) return { is: target.node.op === node.op ? "merged" : "bypassed", now };
    taken.add(target.node);
    return { is: target.node.op === node.op ? "kept" : "rewritten", now };
  });
}
