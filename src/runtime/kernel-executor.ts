import type { Executable, Executor, RuntimeName, State } from "../core/executor.js";
import type { Graph } from "../core/graph.js";
import type { Sizes } from "../core/size.js";
import type { Tensor } from "../core/tensor.js";
import { isBound, sizesFrom, withSizes } from "../wasm/bind-sizes.js";
import { planGraph } from "../wasm/plan.js";
import { hasKernels } from "../wasm/schedule.js";
import { CompiledGraph } from "./compiled-graph.js";
import { missingInput } from "./feeds.js";
import type { OrtExecutable, OrtExecutor } from "./ort.js";
import { DoubleBufferedState, disposed } from "./state.js";
import { workOf } from "./work-of.js";

/**
 * Graphs as WebAssembly of our own, where there is a kernel for each op and the work is not more than `limit`; all others by another
 * executor, which is made when the first such graph comes.
 */
export class KernelExecutor implements Executor {
  readonly runtime: RuntimeName;
  readonly isExact = false;
  private readonly others: () => Promise<OrtExecutor>;
  private readonly limit: number;

  constructor(runtime: RuntimeName, others: () => Promise<OrtExecutor>, limit: number) {
    this.runtime = runtime;
    this.others = others;
    this.limit = limit;
  }

  async compile(graph: Graph): Promise<Executable> {
    const other = async (): Promise<OrtExecutable> => (await this.others()).compile(graph);
    const compiled = async (sizes: Sizes): Promise<CompiledGraph | undefined> => {
      if (workOf(graph, sizes) > this.limit) return undefined;
      const plan = planGraph(isBound(graph) ? graph : withSizes(graph, sizes));
      return plan && new CompiledGraph(plan, await WebAssembly.compile(plan.module));
    };
    if (!hasKernels(graph)) return other();
    if (!isBound(graph)) return new KernelExecutable(graph, compiled, other);
    const only = await compiled({});
    return only === undefined ? other() : new KernelExecutable(graph, () => Promise.resolve(only), other);
  }

  createState(values: Readonly<Record<string, Tensor>>): State {
    return new DoubleBufferedState(values);
  }
}

type Results = Record<string, Tensor>;

/** So many batch sizes of one graph stay compiled. */
const mostSizes = 8;

class KernelExecutable implements Executable {
  private readonly graph: Graph;
  private readonly compile: (sizes: Sizes) => Promise<CompiledGraph | undefined>;
  private readonly makeOther: () => Promise<OrtExecutable>;
  private readonly bySizes = new Map<string, Promise<CompiledGraph | undefined>>();
  private readonly hasNames: boolean;
  private other: Promise<OrtExecutable> | undefined;
  private only: CompiledGraph | undefined;
  private isDisposed = false;

  constructor(
    graph: Graph,
    compile: (sizes: Sizes) => Promise<CompiledGraph | undefined>,
    other: () => Promise<OrtExecutable>,
  ) {
    this.graph = graph;
    this.compile = compile;
    this.makeOther = other;
    this.hasNames = !isBound(graph);
  }

  async run(feeds: Readonly<Record<string, Tensor>>, state?: State): Promise<Record<string, Tensor>> {
    if (this.isDisposed) throw disposed();
    const own = state as DoubleBufferedState | undefined; // made by createState above
    const run = (): Results | Promise<Results> =>
      this.only?.run(feeds, own) ?? this.prepareAndRun(feeds, own);
    return own === undefined ? run() : own.inTurn(run);
  }

  private async prepareAndRun(feeds: Results, state: DoubleBufferedState | undefined): Promise<Results> {
    const compiled = await this.forSizes(feeds, state);
    const result = compiled?.run(feeds, state);
    if (result !== undefined) return result;
    this.other ??= this.makeOther();
    return (await this.other).runOnce(feeds, state);
  }

  async dispose(): Promise<void> {
    if (this.isDisposed) return;
    this.isDisposed = true;
    for (const compiled of this.bySizes.values()) (await compiled)?.dispose();
    await (await this.other)?.dispose();
  }

  private async forSizes(
    feeds: Readonly<Record<string, Tensor>>,
    state: DoubleBufferedState | undefined,
  ): Promise<CompiledGraph | undefined> {
    const sizes = this.hasNames ? sizesFrom(this.graph, this.shapesOf(feeds, state)) : {};
    const key = Object.values(sizes).join();
    const known = this.bySizes.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.bySizes;
    if (this.bySizes.size >= mostSizes && oldest !== undefined) {
      this.bySizes.delete(oldest[0]);
      (await oldest[1])?.dispose();
    }
    const made = this.compile(sizes);
    this.bySizes.set(key, made);
    if (!this.hasNames) this.only = await made;
    return made;
  }

  private shapesOf(
    feeds: Readonly<Record<string, Tensor>>,
    state: DoubleBufferedState | undefined,
  ): ReadonlyMap<string, readonly number[]> {
    const names = this.graph.inputs.map(({ name }) => name ?? "");
    return new Map(
      names.map((name) => {
        const value = feeds[name] ?? (state?.has(name) ? state.current(name) : undefined);
        if (value === undefined) throw missingInput(name, names);
        return [name, value.shape];
      }),
    );
  }
}
