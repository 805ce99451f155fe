import type { FileReading } from "../../engine/diagram/diagram.js";
import type { Layout, Plan } from "../../engine/diagram/layout.js";
import type { NodeNumbers } from "../../engine/diagram/numbers.js";
import type { Remote } from "../../remote.js";
import type { LabStore } from "../../store.js";

const patience = 20_000;

/** The worker that reads files and lays out. What takes too long is given up, and a new worker begun. */
export class DiagramLine {
  private readonly store: LabStore;
  private readonly tooLong: string;
  private remote: Remote<"diagram">;

  constructor(store: LabStore, tooLong: string) {
    this.store = store;
    this.tooLong = tooLong;
    this.remote = this.begin();
  }

  open(bytes: Uint8Array): Promise<FileReading> {
    return this.within(this.remote.ask("open", { bytes }));
  }

  layout(plan: Plan): Promise<Layout> {
    return this.within(this.remote.ask("layout", plan));
  }

  numbers(node: number): Promise<NodeNumbers | undefined> {
    return this.within(this.remote.ask("numbers", { node }));
  }

  close(): void {
    this.remote.close();
  }

  private begin(): Remote<"diagram"> {
    const remote = this.store.open("diagram", { frame: () => {}, lost: () => {} });
    remote.build({});
    return remote;
  }

  private within<T>(answer: Promise<T>): Promise<T> {
    const asked = this.remote;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(this.tooLong));
        if (asked !== this.remote) return;
        this.remote = this.begin();
        asked.close();
      }, patience);
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}
