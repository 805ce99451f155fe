import type { Executable, Executor, State } from "../core/executor.js";
import type { Graph } from "../core/graph.js";
import type { Tensor } from "../core/tensor.js";
import { isBound, withSizes } from "../wasm/bind-sizes.js";
import { planGraph } from "../wasm/plan.js";
import { CompiledGraph } from "./compiled.js";
import { DoubleBufferedState, disposed } from "./state.js";

/**
 * Graphs in WebAssembly: by kernels of our own where there is one for each op, else by ONNX Runtime, which is loaded when the first such
 * graph comes.
 */
export class WasmExecutor implements Executor {
  readonly runtime = "wasm" as const;
  readonly isExact = false;
  private readonly loadOrt: () => Promise<Executor>;

  constructor(loadOrt: () => Promise<Executor>) {
    this.loadOrt = loadOrt;
  }

  async compile(graph: Graph): Promise<Executable> {
    const fallback = async (): Promise<Executable> => (await this.loadOrt()).compile(graph);
    if (!isBound(graph)) return new WasmExecutable(graph, fallback);
    const compiled = await compiledGraph(graph);
    return compiled === undefined ? fallback() : new WasmExecutable(graph, fallback, compiled);
  }

  createState(values: Readonly<Record<string, Tensor>>): State {
    return new DoubleBufferedState(values);
  }
}

async function compiledGraph(graph: Graph): Promise<CompiledGraph | undefined> {
  const plan = planGraph(graph);
  return plan && new CompiledGraph(plan, await WebAssembly.compile(plan.module));
}

/** So many batch sizes of one graph stay compiled. */
const mostSizes = 8;

class WasmExecutable implements Executable {
  private readonly graph: Graph;
  private readonly fallback: () => Promise<Executable>;
  private readonly fixed: CompiledGraph | undefined;
  /** By the shapes of what is fed, where sizes have names. */
  private readonly bySizes = new Map<string, Promise<CompiledGraph | undefined>>();
  private other: Promise<Executable> | undefined;
  private isDisposed = false;

  constructor(graph: Graph, fallback: () => Promise<Executable>, fixed?: CompiledGraph) {
    this.graph = graph;
    this.fallback = fallback;
    this.fixed = fixed;
  }

  async run(feeds: Readonly<Record<string, Tensor>>, state?: State): Promise<Record<string, Tensor>> {
    if (this.isDisposed) throw disposed();
    const own = state as DoubleBufferedState | undefined; // made by createState above
    if (this.other === undefined) {
      const compiled = this.fixed ?? (await this.forShapes(feeds, own));
      while (own?.pending !== undefined) await own.pending.catch(() => {}); // a step in ONNX Runtime
      const result = compiled?.run(feeds, own);
      if (result !== undefined) return result;
      this.other ??= this.fallback();
    }
    return (await this.other).run(feeds, state);
  }

  async dispose(): Promise<void> {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.fixed?.dispose();
    for (const compiled of this.bySizes.values()) (await compiled)?.dispose();
    await (await this.other)?.dispose();
  }

  private forShapes(
    feeds: Readonly<Record<string, Tensor>>,
    state: DoubleBufferedState | undefined,
  ): Promise<CompiledGraph | undefined> {
    const shapes = new Map<string, readonly number[]>();
    for (const { name } of this.graph.inputs) {
      const key = name ?? "";
      const value = feeds[key] ?? (state?.has(key) ? state.current(key) : undefined);
      if (value !== undefined) shapes.set(key, value.shape);
    }
    const key = [...shapes.values()].join(";");
    const known = this.bySizes.get(key);
    if (known !== undefined) return known;
    const made = compiledGraph(withSizes(this.graph, shapes));
    const [oldest] = this.bySizes;
    if (this.bySizes.size >= mostSizes && oldest !== undefined) {
      this.bySizes.delete(oldest[0]);
      void oldest[1].then((compiled) => compiled?.dispose());
    }
    this.bySizes.set(key, made);
    return made;
  }
}
