import { NeurogradError } from "../core/errors.js";
import { graphInput, type Value } from "../core/graph.js";
import { type Operand, toValue } from "../core/operand.js";
import { stopGradient } from "../core/ops/gradient.js";
import { add, cast } from "../core/ops/index.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { gradOrNull } from "../core/vjp.js";
import { type OptimizerName, optimizerOf } from "./compile.js";
import { type Layer, type LayerRandom, layerRandom } from "./layer.js";
import { traceLayers } from "./layer-graph.js";
import type { Model } from "./model.js";
import type { Optimizer } from "./optimizer.js";
import { nextModelSeed } from "./seed.js";
import type { LayerValues } from "./shared-weights.js";
import { isTrained, type StateEntry, trainingEntries } from "./state-entry.js";
import { checkInputShape } from "./step-inputs.js";
import { updateWeights } from "./update-weights.js";

/** What a function given to `program` may do with models. */
export interface StepContext {
  /**
   * The output of a model, with its present weights. In training (the default) layers behave as in `fit`: dropout drops,
   * batch normalization takes the statistics of the batch and moves its averages.
   *
   * Throws  `shape_mismatch`, `several_outputs`.
   */
  apply(net: Model, inputs: Operand | readonly Operand[], options?: { readonly training?: boolean }): Value;
  /** The outputs of a model that has several, by name. */
  applyAll(
    net: Model,
    inputs: Operand | readonly Operand[],
    options?: { readonly training?: boolean },
  ): Readonly<Record<string, Value>>;
  /**
   * One step of an optimizer on the weights of models: w ← w − η ∂loss/∂w in its own way. What comes after it in the
   * function sees the new weights. What the models' regularizers say is added to the loss.
   *
   * Throws  `no_gradient` where the loss does not depend on their weights, as they are now.
   */
  minimize(loss: Value, nets: Model | readonly Model[], optimizer: Optimizer | OptimizerName): void;
  /** Random numbers, other ones at each run. */
  readonly random: LayerRandom;
}

/** A scalar fed at each run. */
export interface FedRate {
  readonly name: string;
  readonly optimizer: Optimizer;
}

const stepPath = "random/step";
const seedPath = "random/seed";

/**
 * Gathers what a traced function does with models: their weights become inputs and outputs of the graph, and so does what
 * optimizers keep.
 */
export class CustomStep implements StepContext {
  /** State of the program that is not the user's, in the order of its first use. */
  readonly entries: StateEntry[] = [];
  readonly inputs: Value[] = [];
  readonly rates: FedRate[] = [];
  /** Where the weights of each layer are in the state. */
  readonly layers: Map<Layer, string> = new Map();
  /** True once a weight or a statistic of a model changes. */
  trains = false;
  private readonly values = new Map<string, Value>();
  private readonly changed = new Set<string>();
  private readonly prefixes = new Map<Model, string>();
  private readonly penalties = new Map<Model, Value[]>();
  private calls = 0;
  private own: LayerRandom | undefined;

  readonly apply: StepContext["apply"] = (net, inputs, options) => {
    const outputs = Object.entries(this.applyAll(net, inputs, options));
    if (outputs.length === 1) return outputs[0][1];
    throw new NeurogradError(
      "several_outputs",
      `apply: the model has ${outputs.length} outputs, ${net.outputNames.join(", ")}; take them with applyAll`,
    );
  };

  readonly applyAll: StepContext["applyAll"] = (net, inputs, { training = true } = {}) => {
    const given = (Array.isArray(inputs) ? inputs : [inputs]).map((x: Operand) => toValue(x));
    if (given.length !== net.inputs.length) {
      throw new NeurogradError(
        "shape_mismatch",
        `apply: got ${given.length} inputs, the model has ${net.inputs.length}: ${net.inputNames.join(", ")}`,
      );
    }
    for (const [k, symbol] of net.inputs.entries()) checkInputShape(net.inputNames[k], symbol, given[k].type);
    const places = this.placesOf(net);
    const weights = Object.fromEntries(places.map(({ own, path }) => [own, this.value(path)]));
    const random = training ? { ...this.seedAndStep(), path: `apply_${this.calls++}` } : undefined;
    const traced = traceLayers(net.graph, given, weights, random ? { training, random } : { training });
    for (const { own, path } of places) {
      const next = traced.updates[own];
      if (next === undefined) continue;
      this.set(path, next);
      this.trains = true;
    }
    if (training) this.penalties.set(net, [...(this.penalties.get(net) ?? []), ...traced.penalties]);
    return Object.fromEntries(net.outputNames.map((name, k) => [name, traced.outputs[k]]));
  };

  readonly minimize: StepContext["minimize"] = (loss, nets, given) => {
    const optimizer = optimizerOf(given, "minimize");
    const models = [nets].flat() as readonly Model[];
    const paths = new Set(models.flatMap((net) => this.placesOf(net).map(({ path }) => path)));
    const trained = this.entries.filter((entry) => paths.has(entry.path) && isTrained(entry));
    const penalties = [
      ...trained.flatMap(({ path, regularizer }) => regularizer?.penalty(this.value(path), path) ?? []),
      ...models.flatMap((net) => this.penalties.get(net) ?? []),
    ];
    const weights = trained.map(({ path }) => this.value(path));
    const reached = gradOrNull(loss, weights);
    if (reached.every((g) => g === null)) {
      throw new NeurogradError(
        "no_gradient",
        "minimize: the loss does not depend on a trained weight of the model as it is now; compute it from apply(net, …) after the last minimize of that model, and see that no layer is frozen",
      );
    }
    const total = penalties.reduce((a, b) => add(a, b), loss);
    const grads = penalties.length === 0 ? reached : gradOrNull(total, weights);
    this.trains = true;
    const prefix = this.rates.length === 0 ? "optimizer" : `optimizer_${this.rates.length}`;
    const here = (path: string): string => path.replace(/^optimizer/, prefix);
    const slots = trainingEntries(trained, optimizer, [], 0).filter(({ role }) => role !== "random");
    for (const entry of slots) this.add({ ...entry, path: here(entry.path) });
    const learningRate = graphInput(`${prefix}/learningRate`, { dtype: "float32", shape: [] });
    this.inputs.push(learningRate);
    this.rates.push({ name: `${prefix}/learningRate`, optimizer });
    const values = {
      learningRate,
      ...Object.fromEntries(trained.map(({ path }) => [path, this.value(path)])),
      ...Object.fromEntries(slots.map(({ path }) => [path, this.value(here(path))])),
    };
    for (const net of models) this.penalties.delete(net);
    for (const [path, next] of Object.entries(updateWeights(optimizer, trained, values, grads)))
      this.set(paths.has(path) ? path : here(path), stopGradient(next));
  };

  get random(): LayerRandom {
    if (this.own === undefined) {
      const { seed, step } = this.seedAndStep();
      this.own = layerRandom("program", seed, step);
    }
    return this.own;
  }

  /** New values of the state, by path. */
  updates(): Readonly<Record<string, Value>> {
    const step = this.values.get(stepPath);
    if (step) this.set(stepPath, add(step, cast(1, { dtype: "uint32" })));
    return Object.fromEntries([...this.changed].map((path) => [path, this.value(path)]));
  }

  /** The weights of the layers that are kept here: of a model's `dense/kernel`, where it is. */
  valuesOf(layer: Layer, read: (path: string) => Tensor): LayerValues {
    const prefix = `${this.layers.get(layer)}/`;
    const own = this.entries.filter((entry) => entry.layer === layer && entry.role !== "recurrent");
    return Object.fromEntries(own.map(({ path }) => [path.slice(prefix.length), read(path)]));
  }

  private value(path: string): Value {
    return this.values.get(path) as Value; // of an entry that was added
  }

  private set(path: string, value: Value): void {
    this.values.set(path, value);
    this.changed.add(path);
  }

  private add(entry: StateEntry): void {
    this.entries.push(entry);
    const value = graphInput(entry.path, { dtype: entry.dtype, shape: entry.shape });
    this.inputs.push(value);
    this.values.set(entry.path, value);
  }

  private seedAndStep(): { readonly seed: Value; readonly step: Value } {
    if (!this.values.has(seedPath)) {
      const counter = { dtype: "uint32", shape: [] } as const;
      const seed = nextModelSeed();
      const [first, zero] = [seed, 0].map((n) => tensor(n, { dtype: "uint32" }));
      this.add({ path: seedPath, ...counter, role: "random", initial: () => first });
      this.add({ path: stepPath, ...counter, role: "counter", initial: () => zero });
    }
    return { seed: this.value(seedPath), step: this.value(stepPath) };
  }

  /** The weights of a model by their paths in it, and where they are here. A shared layer is here once. */
  private placesOf(net: Model): readonly { readonly own: string; readonly path: string }[] {
    const entries = new Map(net.values.weights.map((entry) => [entry.path, entry]));
    return net.graph.layers.flatMap(({ name, layer, weights }) => {
      const known = this.layers.get(layer);
      const place = known ?? `${this.prefixOf(net)}/${name}`;
      this.layers.set(layer, place);
      return Object.keys(weights).map((key) => {
        const [own, path] = [`${name}/${key}`, `${place}/${key}`];
        if (known === undefined) {
          const entry = entries.get(own) as StateEntry; // of each weight of the model
          this.add({ ...entry, path, initial: () => net.values.exactReader()(own) });
        }
        return { own, path };
      });
    });
  }

  private prefixOf(net: Model): string {
    const known = this.prefixes.get(net);
    if (known !== undefined) return known;
    const taken = new Set(this.prefixes.values());
    const wanted = net.name ?? "model";
    let prefix = wanted;
    for (let k = 1; taken.has(prefix); k++) prefix = `${wanted}_${k}`;
    this.prefixes.set(net, prefix);
    return prefix;
  }
}
