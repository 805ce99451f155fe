import { bindSizes } from "../core/evaluate.js";
import { castTensor, Tensor } from "../core/tensor.js";
import type { Plan, Port } from "../wasm/plan.js";
import { checkDType, missingInput } from "./feeds.js";
import { addressOf, fill, Heap } from "./heap.js";
import type { DoubleBufferedState } from "./state.js";

/** A plan in one memory: that of a state, or one of its own. */
interface Binding {
  readonly heap: Heap;
  /** Address of the table. */
  readonly table: number;
  readonly main: (table: number) => void;
  /** Places for what is fed and for what is handed out. */
  readonly places: Map<Port, Tensor>;
  entries: Int32Array;
}

/** A graph as WebAssembly of our own, in as many memories as it runs with states. */
export class CompiledGraph {
  private readonly plan: Plan;
  private readonly module: WebAssembly.Module;
  private readonly bindings = new WeakMap<object, Binding>();
  private last: Binding | undefined;

  constructor(plan: Plan, module: WebAssembly.Module) {
    this.plan = plan;
    this.module = module;
  }

  /** Runs once. Undefined, with nothing done, where int64 numbers are too large for kernels, which compute with 32 bits. */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    state: DoubleBufferedState | undefined,
  ): Record<string, Tensor> | undefined {
    const { inputs, outputs } = this.plan;
    const binding = this.bindingOf(state);
    for (const port of inputs) {
      const fed = feeds[port.name];
      const given = fed === undefined ? this.kept(port, state) : checked(port, fed);
      if (port.dtype === "int64" && !isSmall(given)) return undefined;
      this.address(binding, port, fed === undefined ? given : put(this.placeOf(binding, port), given));
    }
    for (const port of outputs)
      this.address(
        binding,
        port,
        state?.has(port.name) ? state.spare(port.name) : this.placeOf(binding, port),
      );
    binding.main(binding.table);
    const returned: Record<string, Tensor> = {};
    const written: (readonly [string, Tensor])[] = [];
    for (const port of outputs) {
      if (state?.has(port.name)) written.push([port.name, state.spare(port.name)]);
      else returned[port.name] = new Tensor(this.placeOf(binding, port).data.slice(), port.shape, port.dtype);
    }
    state?.advance(written);
    return returned;
  }

  /** Its places are free again. */
  dispose(): void {
    const { last } = this;
    if (last === undefined) return;
    this.last = undefined;
    last.heap.give(last.table, this.plan.size);
    for (const place of last.places.values()) last.heap.release(place);
  }

  private kept(port: Port, state: DoubleBufferedState | undefined): Tensor {
    if (state?.has(port.name)) return state.current(port.name);
    throw missingInput(
      port.name,
      this.plan.inputs.map(({ name }) => name),
    );
  }

  private address({ entries }: Binding, { entry }: Port, x: Tensor): void {
    entries[entry] = addressOf(x);
  }

  private bindingOf(state: DoubleBufferedState | undefined): Binding {
    const owner = state ?? this;
    const known = this.bindings.get(owner);
    if (known === undefined) {
      const made = this.bind(state);
      this.bindings.set(owner, made);
      return made;
    }
    if (known.entries.buffer !== known.heap.memory.buffer) this.refresh(known);
    return known;
  }

  private bind(state: DoubleBufferedState | undefined): Binding {
    const { plan } = this;
    const heap = state?.inHeap() ?? new Heap();
    const table = heap.take(plan.size);
    const instance = new WebAssembly.Instance(this.module, { heap: { memory: heap.memory } });
    const main = instance.exports.main as Binding["main"]; // as encodeModule exports it
    const binding = { heap, table, main, places: new Map<Port, Tensor>(), entries: new Int32Array() };
    for (const port of [...plan.inputs, ...plan.outputs])
      if (!state?.has(port.name)) binding.places.set(port, heap.reserve(port.shape, port.dtype));
    for (const { offset, value } of plan.constants)
      fill(heap.at(table + offset, value.shape, value.dtype), value);
    this.refresh(binding);
    this.last = binding;
    return binding;
  }

  /** What is of the state but fed all the same gets a place, too. */
  private placeOf(binding: Binding, port: Port): Tensor {
    if (!binding.places.has(port)) {
      binding.places.set(port, binding.heap.reserve(port.shape, port.dtype));
      this.refresh(binding);
    }
    return binding.places.get(port) as Tensor; // set above
  }

  /** The table, and tensors over the memory's present buffer. */
  private refresh(binding: Binding): void {
    const { heap, table, places } = binding;
    binding.entries = new Int32Array(heap.memory.buffer, table, this.plan.entries);
    for (const [entry, offset] of this.plan.places) binding.entries[entry] = table + offset;
    for (const [port, place] of places) places.set(port, heap.again(place));
  }
}

function put(place: Tensor, x: Tensor): Tensor {
  fill(place, x);
  return place;
}

function checked({ name, dtype, shape }: Port, fed: Tensor): Tensor {
  checkDType(name, fed.dtype, dtype);
  if (fed.shape.length !== shape.length || fed.shape.some((n, k) => n !== shape[k]))
    bindSizes(name, shape, fed.shape, {});
  return castTensor(fed, dtype);
}

/** Whether each int64 fits in 31 bits with a sign: the upper half then repeats the sign. */
function isSmall({ data }: Tensor): boolean {
  for (const x of data as BigInt64Array) if (x > largest || x < -largest) return false; // int64
  return true;
}
const largest = 2n ** 30n;
