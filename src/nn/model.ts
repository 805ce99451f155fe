import type { DType } from "../core/dtype.js";
import { NeurogradError, unknownName } from "../core/errors.js";
import type { Executor } from "../core/executor.js";
import type { Value } from "../core/graph.js";
import type { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "../data/array-input.js";
import { applyModel } from "./apply-model.js";
import type { Arrays, Data, Weights } from "./batches.js";
import { type CompileOptions, stepSpec } from "./compile.js";
import type { EvaluateOptions } from "./evaluate.js";
import { type FitOptions, fit } from "./fit.js";
import { splitArguments } from "./fit-arguments.js";
import type { History, Logs } from "./history.js";
import type { Layer } from "./layer.js";
import { type LayerGraph, layerGraph } from "./layer-graph.js";
import type { MetricReport } from "./metric.js";
import { type LiveModel, ModelState } from "./model-state.js";
import type { PredictOptions } from "./predict.js";
import type { Probe } from "./probe.js";
import { reportsOf } from "./reports.js";
import { scheduled } from "./scheduled.js";
import { nextModelSeed } from "./seed.js";
import { isMemory, isTrained, type StateEntry } from "./state-entry.js";
import type { StepSpec } from "./step-spec.js";
import { summaryOf } from "./summary.js";
import type { LayerSymbol } from "./symbol.js";

/** Loaded when first used: a page that only trains does not download it. */
const onDemand = (): Promise<typeof import("./on-demand.js")> => import("./on-demand.js");

/** What a model needs of the world: executors, and somewhere to put files. */
export interface Environment {
  createExecutor(options: {
    readonly runtime?: CompileOptions["runtime"];
    readonly threads?: number | undefined;
  }): Promise<Executor>;
  save(model: Model, path: string): Promise<void>;
  toBytes(model: Model): Promise<Uint8Array>;
  saveWeights(model: Model, path: string): Promise<void>;
  loadWeights(model: Model, source: string | URL | Uint8Array | ArrayBuffer | Blob): Promise<void>;
  files(): Promise<CallbackFiles>;
}

/** Where callbacks write: a disk, or what belongs to a page's origin. */
export interface CallbackFiles {
  write(path: string, bytes: Uint8Array): Promise<void>;
  append(path: string, content: string | Uint8Array): Promise<void>;
  read(path: string): Promise<Uint8Array>;
}

export interface WeightView {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly trainable: boolean;
  readonly value: Tensor;
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
  /** What is put before the names of its layers where the model is part of another. */
  readonly name: string | undefined;
  /** Its numbers. */
  readonly values: ModelState;
  private spec: StepSpec | undefined;

  constructor(
    inputs: readonly LayerSymbol[],
    outputs: readonly LayerSymbol[],
    environment: Environment,
    name?: string,
  ) {
    this.graph = layerGraph(inputs, outputs);
    this.environment = environment;
    this.name = name;
    this.values = new ModelState(this.graph, this.seed);
  }

  /** The symbols between which it is built: `model({ inputs: net.inputs, outputs: net.getLayer("dense").output })`. */
  get inputs(): readonly LayerSymbol[] {
    return this.graph.inputs;
  }

  get outputs(): readonly LayerSymbol[] {
    return this.graph.outputs;
  }

  /** Whether any of its weights are trained; set, it is set of all its layers, and counts from the next `compile`. */
  get trainable(): boolean {
    return this.graph.layers.some(({ layer }) => layer.trainable);
  }

  set trainable(value: boolean) {
    for (const { layer } of this.graph.layers) layer.trainable = value;
  }

  /**
   * Uses the model as a layer of a bigger one: its layers on other inputs, with the same weights here and there.
   *
   * Throws  `not_a_symbol`, `shape_mismatch`; `several_outputs` where there are more than one: see `applyAll`.
   *
   * @example
   * const encoder = sequential([input({ shape: [8] }), layers.dense({ units: 2 })], { name: "encoder" });
   * const decoder = sequential([input({ shape: [2] }), layers.dense({ units: 8 })], { name: "decoder" });
   * const x = input({ shape: [8] });
   * const autoencoder = model({ inputs: x, outputs: decoder.apply(encoder.apply(x)) });
   */
  apply(inputs: Value | readonly Value[]): LayerSymbol {
    return applyModel(this, inputs, 1)[0];
  }

  /** The outputs of a model that has several, by name, as symbols of a bigger model. */
  applyAll(inputs: Value | readonly Value[]): Readonly<Record<string, LayerSymbol>> {
    const outputs = applyModel(this, inputs);
    return Object.fromEntries(this.outputNames.map((name, k) => [name, outputs[k]]));
  }

  get layers(): readonly (Layer & { readonly name: string })[] {
    return this.graph.layers.map(({ name, layer }) => Object.assign(Object.create(layer) as Layer, { name }));
  }

  /** The layer of that name, and the symbol of what it gives in this model. Throws `unknown_name`. */
  getLayer(name: string): Layer & { readonly name: string; readonly output: LayerSymbol } {
    const names = this.graph.layers.map((entry) => entry.name);
    const found = this.graph.layers[names.indexOf(name)];
    if (found === undefined) throw unknownName("getLayer", name, names);
    const { layer } = found;
    const output = this.graph.calls.find(({ target }) => target === layer)?.outputs[0];
    return Object.assign(Object.create(layer) as Layer, { name, output: output as LayerSymbol }); // it has a call
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
    const spec = stepSpec(this.graph, this.outputNames, this.values.weights, this.seed, options);
    this.spec = spec;
    this.compileOptions = options;
    this.values.prepare(spec.training);
  }

  /** Trains on arrays or batches for some epochs. See `FitOptions`. */
  fit(x: Data, y?: Arrays | FitOptions, options?: FitOptions): Promise<History> {
    const [targets, rest] = splitArguments(x, y, options);
    return fit(this, x, targets, rest as FitOptions);
  }

  /** Loss and metrics on data: `{ loss, accuracy, … }`. */
  async evaluate(
    x: Data,
    y?: Arrays | EvaluateOptions,
    options?: EvaluateOptions,
  ): Promise<Logs & { readonly loss: number }> {
    const [targets, rest] = splitArguments(x, y, options);
    this.checkIdle("evaluate");
    return (await onDemand()).evaluate(this, x, targets, rest as EvaluateOptions);
  }

  /**
   * What metrics tell beside their number, by name, of the data last looked at: values per class or threshold, a matrix, a
   * curve. Throws `not_compiled`.
   */
  get reports(): Readonly<Record<string, MetricReport>> {
    const metrics = this.compiled("reports").metrics.map(({ metric }) => metric);
    return reportsOf(metrics, this.values.reader());
  }

  /** The model's output for each example. */
  async predict(x: Data, options: PredictOptions = {}): Promise<Tensor> {
    return (await onDemand()).predict(this, x, options);
  }

  /** The outputs of a model that has several, by name. */
  async predictAll(x: Data, options: PredictOptions = {}): Promise<Readonly<Record<string, Tensor>>> {
    return (await onDemand()).predictAll(this, x, options);
  }

  /** One training step on one batch: its loss and metrics. */
  async trainOnBatch(x: Arrays, y: Arrays, weights: Weights = {}): Promise<Logs & { readonly loss: number }> {
    this.checkIdle("trainOnBatch");
    return (await onDemand()).trainOnBatch(this, x, y, weights);
  }

  /** What one training step would do on a batch: activations, cotangents, gradients, updates. Changes nothing. */
  async probe(x: Arrays, y: Arrays): Promise<Probe> {
    return (await onDemand()).probe(this, x, y);
  }

  /** Gradient of the loss by each weight on a batch, by path. */
  async gradients(x: Arrays, y: Arrays): Promise<Readonly<Record<string, Tensor>>> {
    return (await this.probe(x, y)).gradients;
  }

  /** All weights with their values, in the order of the layers. */
  get weights(): readonly WeightView[] {
    const read = this.values.reader();
    return this.values.ownWeights.map((entry) => ({
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
    const entries = this.values.ownWeights;
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
    const memories = this.values.weights.filter(isMemory);
    this.writeState(Object.fromEntries(memories.map(({ path, initial }) => [path, initial()])));
  }

  /** The optimizer in use, whose `learningRate` may be read and, unless it is a schedule, set. Throws `not_compiled`. */
  get optimizer(): { learningRate: number } {
    const { optimizer } = this.compiled("optimizer");
    return optimizer.schedule === null ? optimizer : scheduled(optimizer, this.values.reader());
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
  async plot(): Promise<string> {
    return (await onDemand()).plotOf(this);
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
  toBytes(): Promise<Uint8Array> {
    return this.environment.toBytes(this);
  }

  /** Every tensor of the state with its role: weights, and after `compile` slots, counters, metrics. */
  get state(): readonly (StateEntry & { readonly value: Tensor })[] {
    const read = this.values.reader();
    return this.values.entries.map((entry) => ({ ...entry, value: read(entry.path) }));
  }

  /** Sets state by path. Throws `unknown_name`, `shape_mismatch`. */
  writeState(values: Readonly<Record<string, Tensor>>): void {
    this.values.write(values);
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
    const { runtime, threads } = this.compileOptions ?? {};
    return this.values.start(() => this.environment.createExecutor({ ...(runtime && { runtime }), threads }));
  }

  checkIdle(where: string): void {
    if (this.values.isFitting)
      throw new NeurogradError(
        "already_fitting",
        `${where}: fit is running on this model; await it, or stop it with its signal`,
      );
  }
}
