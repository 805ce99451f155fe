import type { Executable, Executor } from "../core/executor.js";
import type { Graph } from "../core/graph.js";

/** How many compiled graphs a model keeps: batches come in few sizes. */
const limit = 8;

/** Compiled graphs by key; the one not used for longest goes first. */
export class Executables {
  private readonly executor: Executor;
  private readonly made = new Map<string, Promise<Executable>>();

  constructor(executor: Executor) {
    this.executor = executor;
  }

  get(key: string, graph: () => Graph): Promise<Executable> {
    const known = this.made.get(key);
    if (known !== undefined) {
      this.made.delete(key);
      this.made.set(key, known);
      return known;
    }
    const executable = this.executor.compile(graph());
    this.made.set(key, executable);
    executable.catch(() => this.made.delete(key));
    for (const [oldest, old] of this.made) {
      if (this.made.size <= limit) break;
      this.made.delete(oldest);
      void old.then((e) => e.dispose());
    }
    return executable;
  }

  /** Frees all. */
  async clear(): Promise<void> {
    const all = [...this.made.values()];
    this.made.clear();
    for (const executable of all) await (await executable).dispose();
  }
}
