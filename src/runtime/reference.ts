import { isFloat } from "../core/dtype.js";
import { evaluateGraph } from "../core/evaluate.js";
import type { Executable, Executor, State } from "../core/executor.js";
import type { Graph } from "../core/graph.js";
import { castTensor, type Tensor } from "../core/tensor.js";
import { collectInputs } from "./feeds.js";
import { DoubleBufferedState, disposed } from "./state.js";

/** The reference evaluator as an executor: float64 throughout, with nothing but our own code. */
export class ReferenceExecutor implements Executor {
  readonly runtime = "reference" as const;
  readonly isExact = true;

  compile(graph: Graph): Promise<Executable> {
    return Promise.resolve(new ReferenceExecutable(graph));
  }

  createState(values: Readonly<Record<string, Tensor>>): State {
    const exact = Object.entries(values).map(([name, x]) => [
      name,
      isFloat(x.dtype) ? castTensor(x, "float64") : x,
    ]);
    return new DoubleBufferedState(Object.fromEntries(exact) as Record<string, Tensor>);
  }
}

class ReferenceExecutable implements Executable {
  private readonly graph: Graph;
  private isDisposed = false;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  async run(feeds: Readonly<Record<string, Tensor>>, state?: State): Promise<Record<string, Tensor>> {
    if (this.isDisposed) throw disposed();
    const own = state as DoubleBufferedState | undefined; // made by createState above
    const inputs = collectInputs(this.graph.inputs, feeds, own, true);
    const results = Object.entries(evaluateGraph(this.graph, Object.fromEntries(inputs), true));
    own?.advance(results.filter(([name]) => own.has(name)));
    return Object.fromEntries(results.filter(([name]) => !own?.has(name)));
  }

  dispose(): Promise<void> {
    this.isDisposed = true;
    return Promise.resolve();
  }
}
