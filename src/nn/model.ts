import type { DType } from "../core/dtype.js";
import { NeurogradError, unknownName } from "../core/errors.js";
import type { Executor, State } from "../core/executor.js";
import { castTensor, type Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "../data/array-input.js";
import type { Arrays, Data, Weights } from "./batches.js";
import { type CompileOptions, stepSpec } from "./compile.js";
import { type EvaluateOptions, evaluate } from "./evaluate.js";
import { Executables } from "./executables.js";
import { type FitOptions, fit } from "./fit.js";
import { splitArguments } from "./fit-arguments.js";
import type { History, Logs } from "./history.js";
import type { Layer } from "./layer.js";
import { type LayerGraph, layerGraph } from "./layer-graph.js";
import type { MetricReport } from "./metric.js";
import { plotOf } from "./plot.js";
import { type PredictOptions, predict, predictAll } from "./predict.js";
import { type Probe, probe } from "./probe.js";
import { reportsOf } from "./reports.js";
import { scheduled } from "./scheduled.js";
import { nextModelSeed } from "./seed.js";
import { adaptedValue, isMemory, isTrained, type StateEntry, weightEntries } from "./state-entry.js";
import type { StepSpec } from "./step-spec.js";
import { summaryOf } from "./summary.js";
import type { LayerSymbol } from "./symbol.js";
import { trainOnBatch } from "./train-on-batch.js";

/** What a model needs of the world: executors, and somewhere to put files. */
export interface Environment {
  createExecutor(options: {
    readonly runtime?: CompileOptions["runtime"];
    readonly threads?: number | undefined;
  }): Promise<Executor>;
  save(model: Model, path: string): Promise<void>;
  toBytes(model: Model): Uint8Array;
  saveWeights(model: Model, path: string): Promise<void>;
  loadWeights(model: Model, source: string | URL | Uint8Array | ArrayBuffer | Blob): Promise<void>;
  files(): Promise<CallbackFiles>;
}

/** Where callbacks write: a disk, or what belongs to a page's origin. */
export interface CallbackFiles {
  write(path: string, bytes: Uint8Array): Promise<void>;
  append(path: string, text: string): Promise<void>;
  read(path: string): Promise<Uint8Array>;
}

export interface WeightView {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly trainable: boolean;
  readonly value: Tensor;
}

/** A model with its state on a runtime: what steps run against. */
export interface LiveModel {
  readonly executor: Executor;
  readonly executables: Executables;
  readonly state: State;
}

/**
 * A network: layers, their weights, and how to train them. Made by `sequential` or `model`.
 *
 * @example
 * const net = sequential([input({ shape: [2] }), layers.dense({ units: 1, activation: "sigmoid" })]);
 * net.compile({ optimizer: "sgd", loss: "binaryCrossentropy" });
 * await net.fit(x, y, { epochs: 10 });
 */
export class Model {
  readonly graph: LayerGraph;
  readonly environment: Environment;
  /** What weights, shuffling and dropout are drawn from. */
  seed: number = nextModelSeed();
  /** Options of the last `compile`, for saving. */
  compileOptions: CompileOptions | undefined;
  /** Texts of your own, by key, that `save` keeps in the file and `loadModel` gives back. */
  metadata: Readonly<Record<string, string>> = {};
  /** How often `fit` began at the first epoch. */
  fits = 0;
  /** True while `fit` runs. */
  isFitting = false;
  private readonly entries: readonly StateEntry[];
  /** What each layer had learned by `adapt` when its statistics were last taken over. */
  private readonly adopted = new Map<Layer, object | undefined>();
  private spec: StepSpec | undefined;
  private live: Promise<LiveModel> | undefined;
  private current: LiveModel | undefined;
  /** Values kept while no runtime holds them. */
  private resting: Readonly<Record<string, Tensor>> | undefined;

  constructor(inputs: readonly LayerSymbol[], outputs: readonly LayerSymbol[], environment: Environment) {
    this.graph = layerGraph(inputs, outputs);
    this.environment = environment;
    this.entries = weightEntries(this.graph, this.seed);
    for (const { layer } of this.graph.layers) this.adopted.set(layer, layer.adapted);
  }

  get layers(): readonly (Layer & { readonly name: string })[] {
    return this.graph.layers.map(({ name, layer }) => Object.assign(Object.create(layer) as Layer, { name }));
  }

  /** Throws `unknown_name`. */
  getLayer(name: string): Layer & { readonly name: string } {
    const found = this.layers.find((layer) => layer.name === name);
    if (found) return found;
    throw unknownName(
      "getLayer",
      name,
      this.layers.map((l) => l.name),
    );
  }

  /** Names under which data are given, one per input. */
  get inputNames(): readonly string[] {
    return this.graph.inputs.map(
      (symbol, k) => symbol.name ?? (this.graph.inputs.length === 1 ? "x" : `x${k}`),
    );
  }

  get outputNames(): readonly string[] {
    const makers = this.graph.outputs.map(
      ({ call }) => this.graph.layers.find(({ layer }) => layer === call?.target)?.name ?? "output",
    );
    return makers.map((name, k) => (makers.indexOf(name) === k ? name : `${name}_${k}`));
  }

  /** Names under which targets are given: of the outputs with a loss or a metric. Throws `not_compiled`. */
  get targetNames(): readonly string[] {
    return this.compiled("targetNames").targets.map((output) => this.outputNames[output]);
  }

  /**
   * Says how to train: optimizer, loss, metrics, and where to run. Weights stay; what the optimizer kept begins anew.
   *
   * Throws  `unknown_name` with the nearest right one, `missing_option`, `invalid_option`, `duplicate_name`.
   */
  compile(options: CompileOptions): void {
    this.checkIdle("compile");
    this.spec = stepSpec(this.graph, this.outputNames, this.entries, this.seed, options);
    this.compileOptions = options;
    this.rest();
  }

  /** Trains on arrays or batches for some epochs. See `FitOptions`. */
  fit(x: Data, y?: Arrays | FitOptions, options?: FitOptions): Promise<History> {
    const [targets, rest] = splitArguments(x, y, options);
    return fit(this, x, targets, rest as FitOptions);
  }

  /** Loss and metrics on data: `{ loss, accuracy, … }`. */
  evaluate(
    x: Data,
    y?: Arrays | EvaluateOptions,
    options?: EvaluateOptions,
  ): Promise<Logs & { readonly loss: number }> {
    const [targets, rest] = splitArguments(x, y, options);
    return evaluate(this, x, targets, rest as EvaluateOptions);
  }

  /**
   * What metrics tell beside their number, by name, of the data last looked at: values per class or threshold, a matrix, a
   * curve. Throws `not_compiled`.
   */
  get reports(): Readonly<Record<string, MetricReport>> {
    const metrics = this.compiled("reports").metrics.map(({ metric }) => metric);
    return reportsOf(metrics, this.reader());
  }

  /** The model's output for each example. */
  predict(x: Data, options: PredictOptions = {}): Promise<Tensor> {
    return predict(this, x, options);
  }

  /** The outputs of a model that has several, by name. */
  predictAll(x: Data, options: PredictOptions = {}): Promise<Readonly<Record<string, Tensor>>> {
    return predictAll(this, x, options);
  }

  /** One training step on one batch: its loss and metrics. */
  trainOnBatch(x: Arrays, y: Arrays, weights: Weights = {}): Promise<Logs & { readonly loss: number }> {
    return trainOnBatch(this, x, y, weights);
  }

  /** What one training step would do on a batch: activations, cotangents, gradients, updates. Changes nothing. */
  probe(x: Arrays, y: Arrays): Promise<Probe> {
    return probe(this, x, y);
  }

  /** Gradient of the loss by each weight on a batch, by path. */
  async gradients(x: Arrays, y: Arrays): Promise<Readonly<Record<string, Tensor>>> {
    return (await probe(this, x, y)).gradients;
  }

  /** All weights with their values, in the order of the layers. */
  get weights(): readonly WeightView[] {
    const read = this.reader();
    return this.ownEntries().map((entry) => ({
      name: entry.path,
      shape: entry.shape,
      dtype: entry.dtype,
      trainable: isTrained(entry),
      value: read(entry.path),
    }));
  }

  get trainableWeights(): readonly WeightView[] {
    return this.weights.filter(({ trainable }) => trainable);
  }

  getWeights(): Tensor[] {
    return this.weights.map(({ value }) => value);
  }

  /** Sets all weights, in the order of `weights`. Throws `shape_mismatch`. */
  setWeights(values: readonly ArrayInput[]): void {
    this.checkIdle("setWeights");
    const entries = this.ownEntries();
    if (values.length !== entries.length) {
      throw new NeurogradError(
        "shape_mismatch",
        `setWeights: got ${values.length} arrays, the model has ${entries.length} weights: ${entries.map((e) => e.path).join(", ")}`,
      );
    }
    this.writeState(
      Object.fromEntries(entries.map(({ path }, i) => [path, inputTensor(`setWeights: ${path}`, values[i])])),
    );
  }

  /**
   * Lets stateful layers forget what they remember of the batches so far: those of `fit`, `evaluate` and `predict` alike.
   * Nothing else does so, neither the end of an epoch nor `predict`.
   */
  resetStates(): void {
    const memories = this.entries.filter(isMemory);
    this.writeState(Object.fromEntries(memories.map(({ path, initial }) => [path, initial()])));
  }

  /** The optimizer in use, whose `learningRate` may be read and, unless it is a schedule, set. Throws `not_compiled`. */
  get optimizer(): { learningRate: number } {
    const { optimizer } = this.compiled("optimizer");
    return optimizer.schedule === null ? optimizer : scheduled(optimizer, this.reader());
  }

  /** Text with a row per layer: name, output shape, parameters. */
  summary(print: (text: string) => void = console.log): void {
    print(summaryOf(this));
  }

  /**
   * The layers as a picture, SVG text: names, kinds, output shapes, parameters, and what leads where.
   *
   * @example const svg = await net.plot();
   */
  plot(): Promise<string> {
    return plotOf(this);
  }

  /** Writes the inference graph with its weights as an ONNX file that `loadModel` can train on. Throws `write_failed`. */
  save(path: string): Promise<void> {
    return this.environment.save(this, path);
  }

  /** Writes the weights alone, by path, as a safetensors file. Throws `write_failed`. */
  saveWeights(path: string): Promise<void> {
    return this.environment.saveWeights(this, path);
  }

  /** Sets the weights from what `saveWeights` wrote. Throws `missing_weight`, `shape_mismatch`, `file_not_found`. */
  loadWeights(source: string | URL | Uint8Array | ArrayBuffer | Blob): Promise<void> {
    return this.environment.loadWeights(this, source);
  }

  /** The bytes that `save` writes. */
  toBytes(): Uint8Array {
    return this.environment.toBytes(this);
  }

  /** Every tensor of the state with its role: weights, and after `compile` slots, counters, metrics. */
  get state(): readonly (StateEntry & { readonly value: Tensor })[] {
    const read = this.reader();
    return this.allEntries().map((entry) => ({ ...entry, value: read(entry.path) }));
  }

  /** Sets state by path. Throws `unknown_name`, `shape_mismatch`. */
  writeState(values: Readonly<Record<string, Tensor>>): void {
    const entries = new Map(this.allEntries().map((e) => [e.path, e]));
    for (const [path, value] of Object.entries(values)) {
      const entry = entries.get(path);
      if (entry === undefined) throw unknownName("state", path, [...entries.keys()]);
      if (value.shape.join() !== entry.shape.join()) {
        throw new NeurogradError(
          "shape_mismatch",
          `${path}: has shape [${entry.shape.join(", ")}], got [${value.shape.join(", ")}]; give a value of the same shape`,
        );
      }
    }
    if (this.current) this.current.state.write(values);
    else this.resting = { ...this.resting, ...values };
  }

  /** What steps are built from. Throws `not_compiled`. */
  compiled(where: string): StepSpec {
    if (this.spec) return this.spec;
    throw new NeurogradError(
      "not_compiled",
      `${where}: the model has no loss yet; call net.compile({ optimizer, loss }) first`,
    );
  }

  /** The model on its runtime, brought there at first use. */
  start(): Promise<LiveModel> {
    this.adopt();
    this.live ??= this.bring().catch((error: unknown) => {
      this.live = undefined;
      throw error;
    });
    return this.live;
  }

  checkIdle(where: string): void {
    if (this.isFitting)
      throw new NeurogradError(
        "already_fitting",
        `${where}: fit is running on this model; await it, or stop it with its signal`,
      );
  }

  weightEntries(): readonly StateEntry[] {
    return this.entries;
  }

  private ownEntries(): readonly StateEntry[] {
    return this.entries.filter((entry) => !isMemory(entry));
  }

  private allEntries(): readonly StateEntry[] {
    return [...this.entries, ...(this.spec?.training ?? [])];
  }

  private async bring(): Promise<LiveModel> {
    const { runtime, threads } = this.compileOptions ?? {};
    const executor = await this.environment.createExecutor({ ...(runtime && { runtime }), threads });
    const values = this.allEntries().map(({ path, dtype, initial }) => {
      const value = this.resting?.[path] ?? initial();
      return [path, executor.isExact ? value : castTensor(value, dtype)] as const;
    });
    const live = {
      executor,
      executables: new Executables(executor),
      state: executor.createState(Object.fromEntries(values)),
    };
    this.current = live;
    this.resting = undefined;
    return live;
  }

  /** Takes the weights back from the runtime: a new compile may choose another. */
  private rest(): void {
    const { current } = this;
    this.live = undefined;
    this.current = undefined;
    const kept = this.entries.map(
      ({ path }) => [path, current ? current.state.read(path) : this.resting?.[path]] as const,
    );
    this.resting = Object.fromEntries(
      kept.filter((entry): entry is [string, Tensor] => entry[1] !== undefined),
    );
    void current?.executables.clear();
  }

  /** Takes over statistics that a layer has learned by `adapt` since the model was made. */
  private adopt(): void {
    for (const { name, layer, weights } of this.graph.layers) {
      if (layer.adapted === this.adopted.get(layer)) continue;
      this.adopted.set(layer, layer.adapted);
      for (const [key, { shape }] of Object.entries(weights)) {
        const value = adaptedValue(name, layer, key, shape);
        if (value) this.writeState({ [`${name}/${key}`]: value });
      }
    }
  }

  private reader(): (path: string) => Tensor {
    this.adopt();
    const { current } = this;
    if (current) return (path) => current.state.read(path);
    const initial = new Map(this.allEntries().map((e) => [e.path, e]));
    return (path) => {
      const entry = initial.get(path) as StateEntry; // asked for by path of an entry
      return this.resting?.[path] ?? castTensor(entry.initial(), entry.dtype); // what rests keeps its bits
    };
  }
}
