import { constantOf } from "../../core/constant.js";
import { isFloat } from "../../core/dtype.js";
import { type Graph, graphNodes, type Node, type Value } from "../../core/graph.js";
import type { AnyOp } from "../../core/op.js";
import * as ops from "../../core/ops/index.js";
import { staticShape } from "../../core/size.js";
import { expLocals, expPair } from "./exp-pair.js";
import { functions, type PreparedProgram, startLoop, type WrittenLoop } from "./start-loop.js";
import { both, callTwice, get, ifAny, load, loopModule, pairs, set, store } from "./wasm-code.js";

/** Ops that are one instruction. */
const instructions: ReadonlyMap<AnyOp, readonly number[]> = new Map<AnyOp, readonly number[]>([
  [ops.add.def, pairs.add],
  [ops.subtract.def, pairs.subtract],
  [ops.multiply.def, pairs.multiply],
  [ops.divide.def, pairs.divide],
  [ops.minimum.def, pairs.minimum],
  [ops.maximum.def, pairs.maximum],
  [ops.negative.def, pairs.negative],
  [ops.abs.def, pairs.abs],
  [ops.sqrt.def, pairs.sqrt],
  [ops.ceil.def, pairs.ceil],
  [ops.floor.def, pairs.floor],
  [ops.round.def, pairs.round],
  [ops.equal.def, pairs.equal],
  [ops.greater.def, pairs.greater],
  [ops.greaterEqual.def, pairs.greaterEqual],
  [ops.less.def, pairs.less],
  [ops.lessEqual.def, pairs.lessEqual],
  [ops.logicalAnd.def, pairs.and],
  [ops.logicalOr.def, pairs.or],
  [ops.logicalNot.def, pairs.not],
]);

/** Ops that call a function of JavaScript's: the numbers are those of the reference, to the last bit. `exp` does so where `expPair` does not reach. */
const calls: ReadonlyMap<AnyOp, "exp" | "log" | "tanh" | "cos" | "sin"> = new Map([
  [ops.exp.def, "exp"],
  [ops.log.def, "log"],
  [ops.tanh.def, "tanh"],
  [ops.cos.def, "cos"],
  [ops.sin.def, "sin"],
] as const);

/**
 * An element-wise graph as one WebAssembly loop over n elements: every intermediate value stays in a register, two numbers at a time, where a loop for each op would walk through memory. The numbers are those of the
 * reference evaluator, bit for bit. An output of an input's name is written in its place: state is ready for the next run. Undefined where an op is not element-wise, sizes differ, or WebAssembly may not be used.
 */
export async function fusedLoop(graph: Graph): Promise<PreparedProgram | undefined> {
  const written = writeLoop(graph);
  return written && startLoop(written);
}

/** The loop as plain data, which may be sent to a worker; undefined where an op is not element-wise or sizes differ. */
export const writeLoop = (graph: Graph): WrittenLoop | undefined => new Loop(graph).write();

/** Where a value is while the loop is at one position: in a local, or a number that is known. */
type Home = { readonly local: number } | { readonly known: number };

class Loop {
  private readonly graph: Graph;
  private readonly n: number;
  private readonly homes = new Map<Value, Home>();
  private body: number[] = [];
  private readonly constants: (readonly [number, Float64Array])[] = [];
  private locals = 0;
  private expAt: number | undefined; // the first of expPair's locals
  private end = 0;

  constructor(graph: Graph) {
    this.graph = graph;
    const [first] = graph.inputs;
    this.n = first === undefined ? 0 : (staticShape(first.shape)?.[0] ?? 0);
  }

  write(): WrittenLoop | undefined {
    const { graph, n } = this;
    if (n === 0 || graph.inputs.some((input) => !this.isRow(input) || !isFloat(input.dtype)))
      return undefined;
    const inputs = new Map(graph.inputs.map((input) => [input.name ?? "", this.load(input)]));
    if (!this.computeAll(graphNodes(graph))) return undefined;
    const outputs = new Map<string, number>();
    for (const [name, value] of Object.entries(graph.outputs)) {
      if (!this.isRow(value) || !isFloat(value.dtype)) return undefined;
      const place = inputs.get(name) ?? this.place(); // all is loaded before anything is stored
      this.body.push(...store(place, this.push(value)));
      outputs.set(name, place);
    }
    const bytes = loopModule({ functions, locals: this.locals, body: this.body, bytes: 8 * n });
    return { bytes, places: { inputs, outputs }, constants: this.constants, end: this.end, n };
  }

  /** Adds every node; false where one cannot be. Where eˣ of some number is not `expPair`'s, that pair of elements is done again with `Math.exp`. */
  private computeAll(all: readonly Node[]): boolean {
    const nodes: Node[] = [];
    for (const node of all) {
      const [output] = node.outputs;
      const known = constantOf(output);
      if (known === undefined) nodes.push(node);
      else if (!this.constant(output, known.toFloat64())) return false;
    }
    const start = this.locals + 1;
    const isPaired = nodes.some(({ op }) => op === ops.exp.def);
    if (isPaired) {
      this.expAt = start;
      this.locals += expLocals;
      this.body.push(...both(0), ...set(start));
    }
    const first = this.locals;
    if (!nodes.every((node) => this.compute(node))) return false;
    if (!isPaired) return true;
    this.expAt = undefined;
    this.locals = first; // into the same places
    const quick = this.body.splice(0);
    for (const node of nodes) this.compute(node);
    this.body = [...quick, ...ifAny(get(start), this.body)];
    return true;
  }

  private isRow({ shape }: Value): boolean {
    return shape.length === 1 && shape[0] === this.n;
  }

  /** Room for n numbers in the memory, and for one more where they are odd. */
  private place(): number {
    const place = this.end;
    this.end += 16 * Math.ceil(this.n / 2);
    return place;
  }

  private load(value: Value): number {
    const place = this.place();
    this.keep(value, load(place));
    return place;
  }

  private keep(value: Value, pushed: readonly number[]): void {
    const local = ++this.locals;
    this.homes.set(value, { local });
    this.body.push(...pushed, ...set(local));
  }

  private push(value: Value): number[] {
    const home = this.homes.get(value) as Home; // nodes come after what they use
    return "known" in home ? both(home.known) : get(home.local);
  }

  /** Adds a node; false where it cannot be. */
  private compute(node: Node): boolean {
    const [output] = node.outputs;
    const inputs = node.inputs as readonly Value[]; // none of these ops leaves one out
    const isReady =
      this.isRow(output) && [output, ...inputs].every(({ dtype }) => isFloat(dtype) || dtype === "bool");
    const pushed = isReady ? this.instructionsOf(node, inputs) : undefined;
    if (pushed === undefined) return false;
    if (pushed.length === 0)
      this.homes.set(output, this.homes.get(inputs[0]) as Home); // the same number
    else this.keep(output, pushed);
    return true;
  }

  private constant(value: Value, data: Float64Array): boolean {
    if (value.dtype === "bool") return false;
    if (data.length === 1) this.homes.set(value, { known: data[0] });
    else if (this.isRow(value)) this.constants.push([this.load(value), data]);
    else return false;
    return true;
  }

  /** What pushes the node's output; empty: nothing is to be done; undefined: it cannot be written. */
  private instructionsOf({ op, outputs: [output] }: Node, inputs: readonly Value[]): number[] | undefined {
    const operands = inputs.map((value) => this.push(value));
    const isOfTruths = inputs[0].dtype === "bool";
    const instruction = instructions.get(op);
    if (instruction !== undefined && isOfTruths === takesTruths.has(op))
      return [...operands.flat(), ...instruction];
    const name = calls.get(op);
    if (op === ops.exp.def && this.expAt !== undefined) return expPair(operands[0], this.expAt);
    if (name !== undefined) return callTwice(functions.indexOf(name), operands[0]);
    if (op === ops.reciprocal.def) return [...both(1), ...operands[0], ...pairs.divide];
    if (op === ops.where.def && isFloat(output.dtype))
      return [...operands[1], ...operands[2], ...operands[0], ...pairs.select];
    if (op !== ops.cast.def) return undefined;
    if (isFloat(output.dtype)) return isOfTruths ? [...operands[0], ...both(1), ...pairs.and] : [];
    return isOfTruths ? [] : [...operands[0], ...both(0), ...pairs.notEqual];
  }
}

const takesTruths: ReadonlySet<AnyOp> = new Set([ops.logicalAnd.def, ops.logicalOr.def, ops.logicalNot.def]);
