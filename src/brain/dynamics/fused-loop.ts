import { constantOf } from "../../core/constant.js";
import { isFloat } from "../../core/dtype.js";
import { type Graph, graphNodes, type Node, type Value } from "../../core/graph.js";
import type { AnyOp } from "../../core/op.js";
import * as ops from "../../core/ops/index.js";
import { staticShape } from "../../core/size.js";
import { code, float64, loopModule, unsigned } from "./wasm-code.js";

/** A graph ready to run: write `inputs`, run, read `outputs`. */
export interface PreparedProgram {
  readonly inputs: Readonly<Record<string, Float64Array>>;
  readonly outputs: Readonly<Record<string, Float64Array>>;
  run(): void;
}

/** Ops that are one instruction on numbers. */
const instructions: ReadonlyMap<AnyOp, number> = new Map<AnyOp, number>([
  [ops.add.def, code.add],
  [ops.subtract.def, code.subtract],
  [ops.multiply.def, code.multiply],
  [ops.divide.def, code.divide],
  [ops.minimum.def, code.minimum],
  [ops.maximum.def, code.maximum],
  [ops.negative.def, code.negative],
  [ops.abs.def, code.abs],
  [ops.sqrt.def, code.sqrt],
  [ops.ceil.def, code.ceil],
  [ops.floor.def, code.floor],
  [ops.round.def, code.round],
  [ops.equal.def, code.equal],
  [ops.greater.def, code.greater],
  [ops.greaterEqual.def, code.greaterEqual],
  [ops.less.def, code.less],
  [ops.lessEqual.def, code.lessEqual],
  [ops.logicalAnd.def, code.and],
  [ops.logicalOr.def, code.or],
  [ops.logicalNot.def, code.isZero],
]);

/** Ops that call a function of JavaScript's: the numbers are those of the reference, to the last bit. */
const calls: ReadonlyMap<AnyOp, "exp" | "log" | "tanh" | "cos" | "sin"> = new Map([
  [ops.exp.def, "exp"],
  [ops.log.def, "log"],
  [ops.tanh.def, "tanh"],
  [ops.cos.def, "cos"],
  [ops.sin.def, "sin"],
] as const);
const functions = ["exp", "log", "tanh", "cos", "sin"] as const;

const page = 65_536;

/**
 * An element-wise graph as one WebAssembly loop over n elements: every intermediate value stays in a register, where a loop for each op would walk through memory. The numbers are those of the
 * reference evaluator, bit for bit. An output of an input's name is written in its place: state is ready for the next run. Undefined where an op is not element-wise, sizes differ, or WebAssembly may not be used.
 */
export async function fusedLoop(graph: Graph): Promise<PreparedProgram | undefined> {
  const written = new Loop(graph).write();
  if (written === undefined) return undefined;
  const { bytes, places, constants, end, n } = written;
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / page) });
    const js = { memory, ...Object.fromEntries(functions.map((name) => [name, Math[name]])) };
    const { instance } = await WebAssembly.instantiate(bytes, { js });
    const arrays = new Map<number, Float64Array>();
    const array = (place: number): Float64Array => {
      const known = arrays.get(place) ?? new Float64Array(memory.buffer, place, n);
      arrays.set(place, known);
      return known;
    };
    for (const [place, data] of constants) array(place).set(data);
    const named = (key: "inputs" | "outputs"): Record<string, Float64Array> =>
      Object.fromEntries(Array.from(places[key], ([name, place]) => [name, array(place)]));
    const run = instance.exports.run as () => void; // the module's one export
    return { inputs: named("inputs"), outputs: named("outputs"), run };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined; // a page's policy forbids it
    throw error;
  }
}

interface Written {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly places: Readonly<Record<"inputs" | "outputs", ReadonlyMap<string, number>>>;
  readonly constants: readonly (readonly [place: number, data: Float64Array])[];
  /** Bytes of memory. */
  readonly end: number;
  readonly n: number;
}

/** Where a value is while the loop is at one position: in a local, or a number that is known. */
type Home = { readonly local: number; readonly isTruth: boolean } | { readonly known: number };

class Loop {
  private readonly graph: Graph;
  private readonly n: number;
  private readonly homes = new Map<Value, Home>();
  private readonly body: number[] = [];
  private readonly constants: (readonly [number, Float64Array])[] = [];
  private readonly used: { number: number; truth: number } = { number: 0, truth: 0 };
  private readonly numberCount: number;
  private end = 0;

  constructor(graph: Graph) {
    this.graph = graph;
    const [first] = graph.inputs;
    this.n = first === undefined ? 0 : (staticShape(first.shape)?.[0] ?? 0);
    this.numberCount = graph.inputs.length + graphNodes(graph).length; // truths are numbered after them
  }

  write(): Written | undefined {
    const { graph, n } = this;
    if (n === 0 || graph.inputs.some((input) => !this.isRow(input) || !isFloat(input.dtype)))
      return undefined;
    const inputs = new Map(graph.inputs.map((input) => [input.name ?? "", this.load(input)]));
    for (const node of graphNodes(graph)) if (!this.compute(node)) return undefined;
    const outputs = new Map<string, number>();
    for (const [name, value] of Object.entries(graph.outputs)) {
      if (!this.isRow(value) || !isFloat(value.dtype)) return undefined;
      const place = inputs.get(name) ?? this.place(); // all is loaded before anything is stored
      this.body.push(code.localGet, 0, ...this.get(value), code.store, 3, ...unsigned(place));
      outputs.set(name, place);
    }
    const bytes = loopModule({
      functions,
      numbers: this.numberCount,
      truths: this.used.truth,
      body: this.body,
      bytes: 8 * n,
    });
    return { bytes, places: { inputs, outputs }, constants: this.constants, end: this.end, n };
  }

  private isRow({ shape }: Value): boolean {
    return shape.length === 1 && shape[0] === this.n;
  }

  /** Room for n numbers in the memory. */
  private place(): number {
    const place = this.end;
    this.end += 8 * this.n;
    return place;
  }

  private load(value: Value): number {
    const place = this.place();
    this.body.push(code.localGet, 0, code.load, 3, ...unsigned(place));
    this.set(value, false);
    return place;
  }

  private set(value: Value, isTruth: boolean): void {
    const local = 1 + (isTruth ? this.numberCount + this.used.truth++ : this.used.number++);
    this.homes.set(value, { local, isTruth });
    this.body.push(code.localSet, ...unsigned(local));
  }

  private get(value: Value): number[] {
    const home = this.homes.get(value) as Home; // nodes come after what they use
    return "known" in home ? [code.number, ...float64(home.known)] : [code.localGet, ...unsigned(home.local)];
  }

  /** Adds a node; false where it cannot be. */
  private compute(node: Node): boolean {
    const [output] = node.outputs;
    const known = constantOf(output);
    if (known !== undefined) return this.constant(output, known.toFloat64());
    const inputs = node.inputs as readonly Value[]; // none of these ops leaves one out
    const isTruth = output.dtype === "bool";
    const ready =
      [output, ...inputs].every((v) => isFloat(v.dtype) || v.dtype === "bool") && this.isRow(output);
    const write = ready ? this.instructionsOf(node, inputs) : undefined;
    if (write === undefined) return false;
    if (write.length === 0)
      this.homes.set(output, this.homes.get(inputs[0]) as Home); // the same number
    else {
      this.body.push(...write);
      this.set(output, isTruth);
    }
    return true;
  }

  private constant(value: Value, data: Float64Array): boolean {
    if (value.dtype === "bool") return false;
    if (data.length === 1) this.homes.set(value, { known: data[0] });
    else if (this.isRow(value)) this.constants.push([this.load(value), data]);
    else return false;
    return true;
  }

  /** What leaves the node's output on the stack; empty: nothing is to be done; undefined: it cannot be written. */
  private instructionsOf({ op, outputs: [output] }: Node, inputs: readonly Value[]): number[] | undefined {
    const operands = inputs.map((value) => this.get(value));
    const instruction = instructions.get(op);
    const isOfTruths = inputs[0].dtype === "bool";
    if (instruction !== undefined && isOfTruths === takesTruths.has(op))
      return [...operands.flat(), instruction];
    const name = calls.get(op);
    if (name !== undefined) return [...operands[0], code.call, functions.indexOf(name)];
    if (op === ops.reciprocal.def) return [code.number, ...float64(1), ...operands[0], code.divide];
    if (op === ops.where.def && isFloat(output.dtype))
      return [...operands[1], ...operands[2], ...operands[0], code.select];
    if (op !== ops.cast.def) return undefined;
    if (isOfTruths) return isFloat(output.dtype) ? [...operands[0], code.fromInt] : [];
    return isFloat(output.dtype) ? [] : [...operands[0], code.number, ...float64(0), code.notEqual];
  }
}

const takesTruths: ReadonlySet<AnyOp> = new Set([ops.logicalAnd.def, ops.logicalOr.def, ops.logicalNot.def]);
