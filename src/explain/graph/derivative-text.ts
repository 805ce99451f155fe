import { constantOf } from "../../core/constant.js";
import { isFloat } from "../../core/dtype.js";
import { NeurogradError } from "../../core/errors.js";
import { type Graph, graphInput, type Node, type Value } from "../../core/graph.js";
import { applyOp, type Replacement } from "../../core/op.js";
import { sumTo } from "../../core/ops/broadcast.js";
import { simplify } from "../../core/simplify.js";
import { entriesOf } from "./entries.js";
import { expressionOf } from "./expression.js";

/** The derivative of a node, as the package writes it. */
export interface DerivativeText {
  /** `rule`: the lines; `zero`: piecewise constant, nothing flows back; `none`: there is no derivative; `graph`: a loop, too much for lines. */
  readonly is: "rule" | "zero" | "none" | "graph";
  /** For each input that something flows to: its name, and its cotangent by `g`, that of the output `y`. */
  readonly lines: readonly { readonly input: string; readonly formula: string }[];
}

/**
 * How the derivative runs back through a node of `describeGraph(graph)`: its own rule applied to its own inputs, printed.
 * For `tanh`: `x: g · (1 − y · y)`.
 *
 * Throws  `index_out_of_range` where there is no such node.
 */
export function derivativeText(graph: Graph, id: number): DerivativeText {
  const entry = entriesOf(graph)[id];
  if (entry === undefined)
    throw new NeurogradError(
      "index_out_of_range",
      `derivativeText: there is no node ${id}; describeGraph(graph).nodes has the numbers`,
    );
  const { node } = entry;
  if (node === null || node.op.vjp === "zero") return { is: "zero", lines: [] };
  if (typeof node.op.vjp !== "function") return { is: "none", lines: [] };
  const isLoop = Object.values(node.attrs).some(
    (a) => typeof a === "function" || (typeof a === "object" && a !== null && "outputs" in a),
  );
  return isLoop ? { is: "graph", lines: [] } : { is: "rule", lines: linesOf(node, node.op.vjp) };
}

function linesOf(
  { op, inputs, attrs }: Node,
  rule: Extract<Node["op"]["vjp"], (...args: never) => unknown>,
): DerivativeText["lines"] {
  const nameOf = (i: number): string =>
    op.inputs[0]?.startsWith("...") ? `x${i}` : op.inputs[i].replace("?", "");
  const own = inputs.map((input, i) =>
    input === null || constantOf(input) ? input : graphInput(nameOf(i), input.type),
  );
  const made = applyOp(op, own, attrs);
  const mark = (stem: string, k: number): string => (made.length === 1 ? stem : `${stem}${k}`);
  const outputs = made.map((output, k) => graphInput(mark("y", k), output.type));
  const gs = made.map((output, k) => graphInput(mark("g", k), output.type));
  const node = made[0].node as Node; // an op makes a node
  const answer = rule({ inputs: own as readonly Value[], outputs, gs, attrs, node });
  const cotangents = "cotangents" in answer ? (answer as Replacement<readonly string[]>).cotangents : answer;
  const flowing = own.flatMap((input, i) => {
    const g = cotangents[i] ?? null;
    if (g === null || input === null || constantOf(input) || !isFloat(input.dtype)) return [];
    return [[nameOf(i), op.broadcasts ? sumTo(g, input.shape) : g] as const];
  });
  const simple = simplify({ inputs: [], outputs: Object.fromEntries(flowing) });
  return flowing.map(([input]) => ({ input, formula: expressionOf(simple.outputs[input]) }));
}
