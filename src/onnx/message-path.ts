/** Where a reader or writer is inside nested messages, kept so that an error can say it: `ModelProto.graph.node[3]`. */
export class MessagePath {
  readonly #keys: string[] = [];
  readonly #indices: number[] = [];
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  enter(key: string, index = -1): void {
    this.#keys.push(key);
    this.#indices.push(index);
  }

  /** The element of the list that was entered last. */
  at(index: number): void {
    this.#indices[this.#indices.length - 1] = index;
  }

  leave(): void {
    this.#keys.pop();
    this.#indices.pop();
  }

  /** Long paths keep both ends. */
  toString(): string {
    const parts = this.#keys.map((key, i) => (this.#indices[i] < 0 ? key : `${key}[${this.#indices[i]}]`));
    const shown = parts.length <= 12 ? parts : [...parts.slice(0, 6), "…", ...parts.slice(-5)];
    return [this.#root, ...shown].join(".");
  }
}
