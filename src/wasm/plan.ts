import { type ConstantAttrs, constantOp } from "../core/constant.js";
import type { DType } from "../core/dtype.js";
import { evaluateNode } from "../core/evaluate.js";
import type { Graph, Value } from "../core/graph.js";
import { ndToTensor } from "../core/nd.js";
import { castTensor, type Tensor } from "../core/tensor.js";
import { Arena, rounded } from "./arena.js";
import { Code } from "./code.js";
import { encodeModule, type FunctionBody } from "./encode.js";
import { fusedFunction, fusedKey } from "./fused.js";
import { copyOf, type Kernel } from "./kernels.js";
import { widthOf } from "./lanes.js";
import { isKnown, schedule, type Work } from "./schedule.js";

/** An input or output of the graph: its place in the table of addresses. */
export interface Port {
  readonly name: string;
  readonly entry: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly bytes: number;
}

/**
 * A graph as a WebAssembly module. `main(table)` runs it: the table holds an address for each array, four bytes each. The
 * arrays of its own lie behind the table, at known distances.
 */
export interface Plan {
  readonly module: Uint8Array<ArrayBuffer>;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** The table and the arrays behind it, in bytes. */
  readonly size: number;
  readonly entries: number;
  /** Arrays within `size`: entry and distance from the table. */
  readonly places: readonly (readonly [entry: number, offset: number])[];
  readonly constants: readonly { readonly offset: number; readonly value: Tensor }[];
}

const shapeOf = (value: Value): readonly number[] => value.shape as readonly number[]; // sizes are bound
const bytesOf = (value: Value): number =>
  shapeOf(value).reduce((a, b) => a * b, 1) * (widthOf(value.dtype) ?? 0);

/** The plan of a graph whose sizes are numbers; undefined where some op has no kernel. */
export function planGraph(graph: Graph): Plan | undefined {
  const works = isEligible(graph) ? schedule(graph) : undefined;
  return works && new Planning(graph, works).plan();
}

const isEligible = (graph: Graph): boolean =>
  [...graph.inputs, ...Object.values(graph.outputs)].every(
    ({ dtype, shape }) => widthOf(dtype) !== undefined && !shape.includes(0),
  );

interface Step {
  readonly kernel: Kernel;
  readonly reads: readonly Value[];
  readonly writes: readonly Value[];
  readonly scratch: number;
}

class Planning {
  private readonly graph: Graph;
  private readonly aliases = new Map<Value, Value>();
  private readonly steps: Step[] = [];
  private readonly entries = new Map<Value, number>();
  private readonly functions = new Map<string, { readonly index: number; readonly body: FunctionBody }>();
  private count = 0;

  constructor(graph: Graph, works: readonly Work[]) {
    this.graph = graph;
    for (const work of works) this.add(work);
  }

  plan(): Plan {
    const { graph } = this;
    const inputs = graph.inputs.map((value) => this.port(value.name ?? "", value, this.entryOf(value)));
    const outputs: Port[] = [];
    const copies: { readonly from: Value; readonly to: number }[] = [];
    const claimed = new Set<number>(inputs.map(({ entry }) => entry));
    for (const [name, value] of Object.entries(graph.outputs)) {
      const root = this.rootOf(value);
      const own = isKnown(root) || claimed.has(this.entryOf(root)) ? this.count++ : this.entryOf(root);
      if (own !== this.entries.get(root)) copies.push({ from: root, to: own });
      claimed.add(own);
      outputs.push(this.port(name, value, own));
    }
    const { places, constants, scratch, size } = this.lay(claimed);
    const main = new Code(1);
    const call = (kernel: Kernel, entries: readonly number[]): void => {
      for (const entry of entries) main.get(0).memory(0x28, 4 * entry);
      main.call(this.functionIndex(kernel));
    };
    for (const [i, { kernel, reads, writes }] of this.steps.entries()) {
      const working = scratch[i] === undefined ? [] : [scratch[i]];
      call(kernel, [...[...reads, ...writes].map((value) => this.entryOf(this.rootOf(value))), ...working]);
    }
    for (const { from, to } of copies) call(copyOf(bytesOf(from)), [this.entryOf(from), to]);
    const bodies = [...this.functions.values()].map(({ body }) => body);
    return {
      module: encodeModule([...bodies, main.done()]),
      ...{ inputs, outputs, size, places, constants },
      entries: this.count,
    };
  }

  private add(work: Work): void {
    if ("fused" in work) {
      const { inputs, outputs } = work.fused;
      const kernel = {
        key: fusedKey(work.fused, work.rows),
        make: () => fusedFunction(work.fused, work.rows),
      };
      this.steps.push({
        kernel,
        reads: inputs,
        writes: outputs,
        scratch: 0,
      });
      return;
    }
    const { outputs } = work.node;
    if ("alias" in work.kernel) {
      this.aliases.set(outputs[0], work.kernel.alias);
      return;
    }
    for (const { kernel, reads, writes = 0, scratch = 0 } of work.kernel.calls)
      this.steps.push({ kernel, reads, writes: [outputs[writes]], scratch });
  }

  private rootOf(value: Value): Value {
    let root = value;
    for (let next = this.aliases.get(root); next !== undefined; next = this.aliases.get(root)) root = next;
    return root;
  }

  private entryOf(value: Value): number {
    const known = this.entries.get(value);
    if (known !== undefined) return known;
    this.entries.set(value, this.count);
    return this.count++;
  }

  private port(name: string, value: Value, entry: number): Port {
    return { name, entry, dtype: value.dtype, shape: shapeOf(value), bytes: bytesOf(value) };
  }

  /** Places behind the table: constants for good, other arrays from where they are written to where they are last read. */
  private lay(claimed: ReadonlySet<number>): {
    readonly places: (readonly [number, number])[];
    readonly constants: { readonly offset: number; readonly value: Tensor }[];
    readonly scratch: readonly (number | undefined)[];
    readonly size: number;
  } {
    const last = new Map<Value, number>();
    for (const [i, { reads }] of this.steps.entries())
      for (const value of reads) last.set(this.rootOf(value), i);
    for (const value of Object.values(this.graph.outputs)) last.set(this.rootOf(value), this.steps.length);
    const entryOfScratch = this.steps.map(({ scratch }) => (scratch > 0 ? this.count++ : undefined));
    for (const value of last.keys()) this.entryOf(value);
    const arena = new Arena();
    const places: (readonly [number, number])[] = [];
    const constants = [...last.keys()].filter(isKnown).map((value) => {
      const offset = arena.take(bytesOf(value));
      places.push([this.entryOf(value), offset]);
      return { offset, value: knownTensor(value) };
    });
    const taken = new Map<Value, number>();
    for (const [i, { reads, writes, scratch }] of this.steps.entries()) {
      for (const value of writes) {
        if (claimed.has(this.entryOf(value)) || taken.has(value)) continue;
        const offset = arena.take(bytesOf(value));
        taken.set(value, offset);
        places.push([this.entryOf(value), offset]);
      }
      const working = entryOfScratch[i];
      if (working !== undefined) {
        const offset = arena.take(scratch);
        places.push([working, offset]);
        arena.give(offset, scratch);
      }
      for (const root of new Set(reads.map((value) => this.rootOf(value)))) {
        const offset = taken.get(root);
        if (offset !== undefined && last.get(root) === i) arena.give(offset, bytesOf(root));
      }
    }
    const start = rounded(4 * this.count);
    return {
      places: places.map(([entry, offset]) => [entry, start + offset]),
      constants: constants.map(({ offset, value }) => ({ offset: start + offset, value })),
      scratch: entryOfScratch,
      size: start + arena.size,
    };
  }

  /** Equal functions are one. */
  private functionIndex({ key, make }: Kernel): number {
    const known = this.functions.get(key);
    if (known !== undefined) return known.index;
    this.functions.set(key, { index: this.functions.size, body: make() });
    return this.functions.size - 1;
  }
}

/** What a known value is, in its own dtype. */
function knownTensor({ node, dtype }: Value): Tensor {
  if (node === null) throw new TypeError("not known"); // isKnown
  if (node.op === constantOp) return castTensor((node.attrs as ConstantAttrs).value, dtype);
  return ndToTensor(evaluateNode(node, [], {})[0], dtype, false);
}
