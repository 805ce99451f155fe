import { NeurogradError, unknownName } from "../core/errors.js";
import type { Executor, State } from "../core/executor.js";
import { castTensor, type Tensor } from "../core/tensor.js";
import { Executables } from "./executables.js";
import type { Layer } from "./layer.js";
import type { LayerGraph, NamedLayer } from "./layer-graph.js";
import { type LayerValues, SharedWeights, type WeightHolder } from "./shared-weights.js";
import { adaptedValue, isMemory, type StateEntry, weightEntries } from "./state-entry.js";

/** A model with its state on a runtime: what steps run against. */
export interface LiveModel {
  readonly executor: Executor;
  readonly executables: Executables;
  readonly state: State;
}

/**
 * The numbers of a model: weights, and what its training keeps. They rest here until a runtime holds them, and come back
 * when another is chosen. Weights of layers that other models use as well are kept equal to theirs.
 */
export class ModelState implements WeightHolder {
  /** Weights, statistics and memories of the layers. */
  readonly weights: readonly StateEntry[];
  changes = 0;
  isFitting = false;
  private readonly layers: ReadonlyMap<Layer, NamedLayer>;
  private readonly shared: SharedWeights;
  /** What each layer had learned by `adapt` when its statistics were last taken over. */
  private readonly adopted = new Map<Layer, object | undefined>();
  private byPath = new Map<string, StateEntry>();
  private live: Promise<LiveModel> | undefined;
  private current: LiveModel | undefined;
  private resting: Readonly<Record<string, Tensor>> = {};

  constructor(graph: LayerGraph, seed: number) {
    this.weights = weightEntries(graph, seed);
    this.index([]);
    this.layers = new Map(graph.layers.map((entry) => [entry.layer, entry]));
    for (const layer of this.layers.keys()) this.adopted.set(layer, layer.adapted);
    this.shared = new SharedWeights(this, [...this.layers.keys()]);
    this.takeOver();
  }

  get entries(): readonly StateEntry[] {
    return [...this.byPath.values()];
  }

  /** Weights and statistics: what is saved and set. */
  get ownWeights(): readonly StateEntry[] {
    return this.weights.filter((entry) => !isMemory(entry));
  }

  valuesOf(layer: Layer): LayerValues {
    this.adopt();
    const { name, weights } = this.layers.get(layer) as NamedLayer; // asked for by what it holds
    const kept = Object.entries(weights).filter(([, { role }]) => role !== "recurrent");
    return Object.fromEntries(kept.map(([key]) => [key, this.valueAt(`${name}/${key}`)]));
  }

  /** Values by path, all of one moment. */
  reader(): (path: string) => Tensor {
    this.takeOver();
    return (path) => this.valueAt(path);
  }

  /** Values by path as they began, in float64, where nothing has rounded them yet. */
  exactReader(): (path: string) => Tensor {
    const read = this.reader();
    return (path) => (this.resting[path] || this.current ? read(path) : this.entry(path).initial());
  }

  /** Sets values by path. Throws `unknown_name`, `shape_mismatch`, `already_fitting`. */
  write(values: Readonly<Record<string, Tensor>>): void {
    for (const [path, value] of Object.entries(values)) {
      const entry = this.byPath.get(path);
      if (entry === undefined) throw unknownName("state", path, [...this.byPath.keys()]);
      if (value.shape.join() !== entry.shape.join()) {
        throw new NeurogradError(
          "shape_mismatch",
          `${path}: has shape [${entry.shape.join(", ")}], got [${value.shape.join(", ")}]; give a value of the same shape`,
        );
      }
    }
    this.claim("state");
    this.put(values);
    this.changed();
  }

  /** Before weights are changed here. Throws `already_fitting` while a model that shares some of them trains. */
  claim(where: string): void {
    this.takeOver();
    this.shared.claim(where);
  }

  /** After weights were changed by a run. */
  changed(): void {
    this.changes++;
  }

  /** The state on its runtime, brought there at first use. */
  start(createExecutor: () => Promise<Executor>): Promise<LiveModel> {
    this.takeOver();
    this.live ??= this.bring(createExecutor).catch((error: unknown) => {
      this.live = undefined;
      throw error;
    });
    return this.live;
  }

  /** Takes the weights back from the runtime, for a training of another kind: another may be chosen. */
  prepare(training: readonly StateEntry[]): void {
    const { current } = this;
    this.live = undefined;
    this.current = undefined;
    const kept = this.weights.map(
      ({ path }) => [path, current?.state.read(path) ?? this.resting[path]] as const,
    );
    this.resting = Object.fromEntries(
      kept.filter((entry): entry is [string, Tensor] => entry[1] !== undefined),
    );
    this.index(training);
    void current?.executables.clear();
  }

  private async bring(createExecutor: () => Promise<Executor>): Promise<LiveModel> {
    const executor = await createExecutor();
    const values = this.entries.map(({ path, dtype, initial }) => {
      const value = this.resting[path] ?? initial();
      return [path, executor.isExact ? value : castTensor(value, dtype)] as const;
    });
    const state = executor.createState(Object.fromEntries(values));
    this.current = { executor, executables: new Executables(executor), state };
    this.resting = {};
    return this.current;
  }

  private index(training: readonly StateEntry[]): void {
    this.byPath = new Map([...this.weights, ...training].map((entry) => [entry.path, entry]));
  }

  private put(values: Readonly<Record<string, Tensor>>): void {
    if (this.current) this.current.state.write(values);
    else this.resting = { ...this.resting, ...values };
  }

  private valueAt(path: string): Tensor {
    if (this.current) return this.current.state.read(path);
    if (this.resting[path]) return this.resting[path]; // what rests keeps its bits
    const { initial, dtype } = this.entry(path);
    return castTensor(initial(), dtype);
  }

  private entry(path: string): StateEntry {
    return this.byPath.get(path) as StateEntry; // asked for by path of an entry
  }

  /** Takes over what others changed in shared layers, and statistics that a layer has learned by `adapt`. */
  private takeOver(): void {
    for (const [layer, values] of this.shared.news()) this.put(this.fitting(layer, values));
    this.adopt();
  }

  private adopt(): void {
    for (const [layer, { name, weights }] of this.layers) {
      if (layer.adapted === this.adopted.get(layer)) continue;
      this.adopted.set(layer, layer.adapted);
      for (const [key, { shape }] of Object.entries(weights)) {
        const value = adaptedValue(name, layer, key, shape);
        if (value) this.put({ [`${name}/${key}`]: value });
      }
      this.changed();
    }
  }

  /** Values of a layer by their paths here. Throws `shape_mismatch` where it has other weights here. */
  private fitting(layer: Layer, values: LayerValues): Readonly<Record<string, Tensor>> {
    const { name, weights } = this.layers.get(layer) as NamedLayer;
    const entries = Object.entries(values).map(([key, value]) => {
      const { shape } = weights[key];
      if (shape.join() === value.shape.join()) return [`${name}/${key}`, value] as const;
      throw new NeurogradError(
        "shape_mismatch",
        `${name}: is used by another model too, with ${key} of shape [${value.shape.join(", ")}], here it would be [${shape.join(", ")}]; make a layer of its own for this model`,
      );
    });
    return Object.fromEntries(entries);
  }
}
