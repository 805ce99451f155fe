import { constant } from "../../core/constant.js";
import { isFloat } from "../../core/dtype.js";
import { unknownName } from "../../core/errors.js";
import { evaluateGraph } from "../../core/evaluate.js";
import { type Graph, toposort, type Value } from "../../core/graph.js";
import { broadcastTo } from "../../core/ops/broadcast.js";
import { applyReplacements } from "../../core/replace.js";
import { type Tensor, tensor } from "../../core/tensor.js";
import { vjp } from "../../core/vjp.js";
import { entriesOf } from "./entries.js";

/**
 * The value of everything in a graph, by the reference in float64: `values[id][k]` is output `k` of node `id` of
 * `describeGraph(graph)`.
 *
 * Throws  `missing_input`, `shape_mismatch`.
 */
export function graphValues(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): readonly (readonly Tensor[])[] {
  const entries = entriesOf(graph);
  const wanted = entries.flatMap(({ values }) => values);
  const found = evaluated(graph, feeds, wanted);
  let next = 0;
  return entries.map(({ values }) => values.map(() => found[next++]));
}

/**
 * `∂(sum of output)/∂v` for every value `v` on the way to an output: `gradients[id][k]` belongs to output `k` of node `id` of
 * `describeGraph(graph)`; null where the output does not depend on it.
 *
 * Shape   as each value.
 * Throws  `unknown_name` for an output that there is not; `not_differentiable`, `missing_input`, `shape_mismatch`.
 */
export function graphGradients(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
  output: string,
): readonly (readonly (Tensor | null)[])[] {
  const { wanted, found } = derivativesOf(graph, output);
  const known = found.filter((g) => g !== null);
  const numbers = evaluated(graph, feeds, known);
  const gradients = new Map<Value, Tensor>();
  let next = 0;
  for (const [i, g] of found.entries()) if (g !== null) gradients.set(wanted[i], numbers[next++]);
  return entriesOf(graph).map(({ values }) => values.map((value) => gradients.get(value) ?? null));
}

interface Derivatives {
  readonly wanted: readonly Value[];
  readonly found: readonly (Value | null)[];
}

/** Of each graph, by output: they are asked for again with other numbers. */
const derivatives = new WeakMap<Graph, Map<string, Derivatives>>();

function derivativesOf(graph: Graph, output: string): Derivatives {
  const known = derivatives.get(graph)?.get(output);
  if (known !== undefined) return known;
  const end = graph.outputs[output];
  if (end === undefined) throw unknownName("graphGradients: output", output, Object.keys(graph.outputs));
  const before = new Set(
    toposort([end]).flatMap(({ inputs, outputs }) => [...inputs, ...outputs].filter((v) => v !== null)),
  );
  const wanted = entriesOf(graph).flatMap(({ values }) =>
    values.filter((v) => before.has(v) && isFloat(v.dtype)),
  );
  const one = broadcastTo(constant(tensor(1), end.dtype), { shape: end.shape });
  const made = { wanted, found: vjp([end], [one], wanted) };
  derivatives.set(graph, (derivatives.get(graph) ?? new Map()).set(output, made));
  return made;
}

function evaluated(
  { inputs }: Graph,
  feeds: Readonly<Record<string, Tensor>>,
  values: readonly Value[],
): readonly Tensor[] {
  const outputs = Object.fromEntries(values.map((value, i) => [String(i), value]));
  const found = evaluateGraph(applyReplacements({ inputs, outputs }), feeds, true);
  return values.map((_, i) => found[String(i)]);
}
