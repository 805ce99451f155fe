import { NeurogradError } from "../../core/errors.js";
import { sizeOf } from "../../core/tensor.js";
import { type FlatGraph, type FlatNode, isNeuronNode } from "./flatten-graph.js";
import { type NirDynamics, neuronUnit } from "./neuron-unit.js";
import type { NirDelay } from "./nir-graph.js";
import { invalid } from "./nir-tree.js";
import { kernelOf } from "./node-kernels.js";
import { outputShape, ownShape } from "./node-shapes.js";
import { type StepOrder, stepOrder } from "./step-order.js";

type Shape = readonly number[];

/** A node on its way through a run. */
export interface Unit {
  readonly input: Shape;
  readonly shape: Shape;
  readonly sources: readonly { readonly from: string; readonly isLate: boolean }[];
  /** What it said in this step, and in the one before. */
  output: Float64Array;
  previous: Float64Array;
  /** What arrives, to what goes out; nothing arrives yet at a delay that takes in later. */
  readonly work: (input: Float64Array) => Float64Array;
  readonly takeIn?: (input: Float64Array) => void;
  readonly v?: () => Float64Array;
}

export interface Units {
  readonly order: readonly string[];
  readonly of: (name: string) => Unit;
}

/** Throws `shape_mismatch`, `invalid_nir`, `invalid_option`. */
export async function unitsOf(flat: FlatGraph, dynamics: NirDynamics): Promise<Units> {
  const steps = new Map<string, Int32Array>();
  for (const [name, node] of flat.nodes)
    if (node.type === "Delay") steps.set(name, delaySteps(node, dynamics.dt, name));
  const isHeld = (name: string): boolean => steps.get(name)?.every((n) => n >= 1) ?? false;
  const plan = stepOrder(flat, isHeld);
  const shapes = shapesOf(flat, plan);
  const units = new Map<string, Unit>();
  for (const [name, node] of flat.nodes) {
    const [input, shape] = shapes.get(name) as readonly [Shape, Shape]; // every node has them
    const sources = flat.edges
      .filter(([, to]) => to === name)
      .map(([from]) => ({ from, isLate: plan.isLate(from, name) }));
    const silent = new Float64Array(sizeOf(shape));
    const base = { input, shape, sources, output: silent, previous: silent };
    units.set(name, { ...base, ...(await workOf(node, name, base, dynamics, steps.get(name))) });
  }
  return { order: plan.order, of: (name) => units.get(name) as Unit }; // asked for nodes of the graph alone
}

async function workOf(
  node: FlatNode,
  name: string,
  { input, shape }: Pick<Unit, "input" | "shape">,
  dynamics: NirDynamics,
  delay: Int32Array | undefined,
): Promise<Pick<Unit, "work" | "takeIn" | "v">> {
  const where = `runNir: ${name}: ${node.type}`;
  if (isNeuronNode(node)) {
    const { step, v } = await neuronUnit(node, shape, dynamics, { name, where });
    return { work: step, v };
  }
  if (node.type === "Delay") return delayLine(delay ?? new Int32Array(1), sizeOf(shape));
  const isAbove = dynamics.fireWhen === ">=" ? atLeast : above;
  return { work: kernelOf(node, input, shape, where, isAbove) };
}

const above = (v: number, threshold: number): boolean => v > threshold;
const atLeast = (v: number, threshold: number): boolean => v >= threshold;

function delaySteps({ delay }: NirDelay, dt: number, name: string): Int32Array {
  const seconds = delay.toFloat64();
  const wrong = seconds.find((x) => !(x >= 0 && (x * 1000) / dt < 1e6));
  if (wrong === undefined) return Int32Array.from(seconds, (x) => Math.round((x * 1000) / dt));
  throw new NeurogradError(
    "invalid_option",
    `runNir: ${name}: a delay is ${wrong} s; it must be at least 0, and below a million steps of ${dt} ms`,
  );
}

/** Each element by its own number of steps. Where all are at least 1, it speaks first and takes in at the end of the step. */
function delayLine(delays: Int32Array, n: number): Pick<Unit, "work" | "takeIn"> {
  const steps = delays.length === 1 ? new Int32Array(n).fill(delays[0]) : delays;
  const rows = steps.reduce((a, b) => Math.max(a, b), 0) + 1;
  const kept = new Float64Array(rows * n);
  let k = 0;
  const takeIn = (input: Float64Array): void => {
    kept.set(input, (k % rows) * n);
    k++;
  };
  const said = (at: number): Float64Array =>
    Float64Array.from(steps, (late, i) => (at < late ? 0 : kept[((at - late) % rows) * n + i]));
  if (steps.every((late) => late >= 1)) return { work: () => said(k), takeIn };
  return {
    work: (input) => {
      takeIn(input);
      return said(k - 1);
    },
  };
}

/** Shapes of what comes in and goes out, from the inputs on and from what nodes themselves say. */
function shapesOf(
  { nodes, edges }: FlatGraph,
  { order }: StepOrder,
): ReadonlyMap<string, readonly [Shape, Shape]> {
  const shapes = new Map<string, readonly [Shape, Shape]>();
  for (let found = -1; found < shapes.size; ) {
    found = shapes.size;
    for (const name of order) {
      if (shapes.has(name)) continue;
      const node = nodes.get(name) as FlatNode; // the order is of these nodes
      const source = edges.find(([from, to]) => to === name && shapes.has(from));
      const input = source === undefined ? ownShape(node) : shapes.get(source[0])?.[1];
      if (input !== undefined)
        shapes.set(name, [input, outputShape(node, input, `runNir: ${name}: ${node.type}`)]);
    }
  }
  for (const name of order)
    if (!shapes.has(name))
      throw invalid("runNir", `no data reach ${name}; join it to an Input, or take it out`);
  for (const [from, to] of edges) {
    const [[, said], [taken]] = [shapes.get(from), shapes.get(to)] as [[Shape, Shape], [Shape, Shape]]; // all have one
    if (said.join() === taken.join()) continue;
    throw new NeurogradError(
      "shape_mismatch",
      `runNir: ${to} takes [${taken.join(", ")}], but ${from} hands it [${said.join(", ")}]; all edges into a node must bring one shape`,
    );
  }
  return shapes;
}
