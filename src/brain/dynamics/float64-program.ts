import { constantOf } from "../../core/constant.js";
import { isFloat } from "../../core/dtype.js";
import { NeurogradError } from "../../core/errors.js";
import { evaluateNode } from "../../core/evaluate.js";
import { type Graph, graphNodes, type Node, type Value } from "../../core/graph.js";
import type { Nd } from "../../core/nd.js";
import { cast } from "../../core/ops/index.js";
import { staticShape } from "../../core/size.js";
import { sizeOf } from "../../core/tensor.js";
import { type Kernel, kernels } from "./kernels.js";
import type { PreparedProgram } from "./start-loop.js";

/** An array of fixed shape in which a value stands at each run. */
type Slot = Nd;

const none = new Float64Array(1);

/**
 * A graph prepared to be run many times in float64: shapes are known, every value has its array, element-wise ops are plain
 * loops, all others their op's reference. The numbers are those of the reference evaluator, bit for bit; a run of 60 nodes takes
 * a microsecond instead of a hundred.
 *
 * Throws  `unknown_size` where a shape has a size that is only a name.
 */
export class Float64Program implements PreparedProgram {
  /** Written before a run, kept from run to run. */
  readonly inputs: Readonly<Record<string, Float64Array>>;
  /** Read after a run. */
  readonly outputs: Readonly<Record<string, Float64Array>>;
  private readonly actions: readonly (() => void)[];

  constructor(graph: Graph) {
    const slots = new Map<Value, Slot>();
    for (const input of graph.inputs) slots.set(input, emptySlot(input));
    const actions: (() => void)[] = [];
    for (const node of graphNodes(graph)) prepare(node, slots, actions);
    this.actions = actions;
    const data = (value: Value): Float64Array => slotOf(slots, value).data;
    this.inputs = Object.fromEntries(graph.inputs.map((input) => [input.name ?? "", data(input)]));
    this.outputs = Object.fromEntries(Object.entries(graph.outputs).map(([name, v]) => [name, data(v)]));
  }

  run(): void {
    for (const action of this.actions) action();
  }
}

function emptySlot(value: Value): Slot {
  const shape = staticShape(value.shape);
  if (shape !== undefined) return { shape, data: new Float64Array(sizeOf(shape)) };
  throw new NeurogradError(
    "unknown_size",
    `Float64Program: ${value.name ?? value.node?.op.name} has shape [${value.shape.join(", ")}]; give every size as a number`,
  );
}

function slotOf(slots: ReadonlyMap<Value, Slot>, value: Value): Slot {
  const slot = slots.get(value);
  if (slot !== undefined) return slot;
  throw new NeurogradError(
    "missing_input",
    `Float64Program: "${value.name ?? value.node?.op.name}" is not an input of the graph; pass it as one`,
  );
}

/** Gives a node's outputs their places, and adds what fills them. */
function prepare(node: Node, slots: Map<Value, Slot>, actions: (() => void)[]): void {
  const inputs = node.inputs.map((value) => (value === null ? null : slotOf(slots, value)));
  const [output] = node.outputs;
  if (constantOf(output) !== undefined) {
    slots.set(output, evaluateNode(node, [], {})[0]);
    return;
  }
  if (node.op === cast.def && isFloat(output.dtype)) {
    slots.set(output, inputs[0] as Slot); // every number is a float64: the same place (cast has one input)
    return;
  }
  const own = node.outputs.map(emptySlot);
  for (const [i, value] of node.outputs.entries()) slots.set(value, own[i]);
  const kernel = isFloatOrBool(node) ? kernels.get(node.op) : undefined;
  const strides = inputs.map((input) => strideOf(input, own[0]));
  if (kernel !== undefined && !strides.includes(undefined))
    actions.push(loopOf(kernel, own[0].data, inputs as readonly Slot[], strides as readonly number[])); // just looked
  else
    actions.push(() => {
      for (const [i, { data }] of evaluateNode(node, inputs, {}).entries()) own[i].data.set(data);
    });
}

/** Integers overflow as their dtype does: those are left to the reference. */
const isFloatOrBool = (node: Node): boolean =>
  [...node.inputs, ...node.outputs].every((v) => v === null || isFloat(v.dtype) || v.dtype === "bool");

/** 1 where an input has the output's shape, 0 for a single number; else undefined. */
function strideOf(input: Slot | null, { shape }: Slot): 0 | 1 | undefined {
  if (input?.data.length === 1) return 0;
  return input?.shape.join() === shape.join() ? 1 : undefined;
}

function loopOf(
  kernel: Kernel,
  y: Float64Array,
  inputs: readonly Slot[],
  strides: readonly number[],
): () => void {
  const [a, b = none, c = none] = inputs.map(({ data }) => data);
  const [da, db = 0, dc = 0] = strides;
  return () => kernel(y, a, da, b, db, c, dc);
}
