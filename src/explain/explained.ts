import { isFloat } from "../core/dtype.js";
import { NeurogradError, unknownName } from "../core/errors.js";
import type { Graph, Value } from "../core/graph.js";
import { argmax, cast, expandDims, squeeze, sum, takeAlongAxis } from "../core/ops/index.js";
import { simplify } from "../core/simplify.js";
import { formatShape } from "../core/size.js";
import { castTensor, Tensor } from "../core/tensor.js";
import { type Types, trace } from "../core/trace.js";
import { gradOrNull } from "../core/vjp.js";
import { type ArrayInput, inputTensor } from "../data/array-input.js";
import { type Arrays, arraySource } from "../nn/batches.js";
import { checkOptionNames } from "../nn/config.js";
import { type LayerTrace, traceLayers } from "../nn/layer-graph.js";
import { logitsBehind } from "../nn/losses/logits-behind.js";
import type { Model } from "../nn/model.js";
import type { LiveModel } from "../nn/model-state.js";
import { checkOneOf, checkPositiveInteger } from "../nn/options.js";
import { joinRows } from "../nn/predict.js";
import { asInput, checkInputShape, inputName } from "../nn/step-inputs.js";

/** What every explanation may be told: the number that it explains. */
export interface ScoreOptions {
  /** The class, a position in the output: one for all examples, or one for each. Default: the model's answer, its argmax. */
  readonly target?: number | ArrayInput;
  /** The output, by name: needed where the model has several. */
  readonly output?: string;
  /**
   * `"logit"`: what stands before a softmax or sigmoid, the output itself where there is none. `"output"`: the output, a
   * probability after softmax. Default: `"logit"`, because a probability near 1 has no slope left.
   */
  readonly score?: "logit" | "output";
  /** Examples computed at once. Default: 32. */
  readonly batchSize?: number;
}

/** An explanation by each element of an input. */
export interface InputScoreOptions extends ScoreOptions {
  /** The input, by name: needed where the model has several. */
  readonly input?: string;
}

const shared = ["target", "output", "score", "batchSize"];

/** What is explained: a model, one of its inputs, one of its outputs, and the classes. */
export interface Explained {
  readonly where: string;
  readonly model: Model;
  readonly input: number;
  readonly output: number;
  readonly score: "logit" | "output";
  readonly target: number | ArrayInput | undefined;
  readonly batchSize: number;
}

/** Checks the options; `own` are those beside the shared ones. Throws `unknown_name`, `missing_option`, `invalid_option`, `shape_mismatch`. */
export function explained(
  where: string,
  model: Model,
  options: InputScoreOptions,
  own: readonly string[] = [],
): Explained {
  checkOptionNames(where, options, [...shared, ...own]);
  const { score = "logit", batchSize = 32, target } = options;
  checkOneOf(where, "score", score, ["logit", "output"]);
  checkPositiveInteger(where, "batchSize", batchSize);
  const output = chosen(where, "output", options.output, model.outputNames);
  const { shape } = model.graph.outputs[output];
  if (shape.length !== 2) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: output "${model.outputNames[output]}" is ${formatShape(shape)}; explained are outputs [batch, classes]: pool or flatten it first`,
    );
  }
  const input = own.includes("input") ? chosen(where, "input", options.input, model.inputNames) : 0;
  return { where, model, input, output, score, target, batchSize };
}

function chosen(where: string, option: string, name: string | undefined, names: readonly string[]): number {
  if (name === undefined && names.length > 1) {
    throw new NeurogradError(
      "missing_option",
      `${where}: the model has ${names.length} ${option}s, ${names.join(", ")}; say which is meant: { ${option}: "${names[0]}" }`,
    );
  }
  const at = name === undefined ? 0 : names.indexOf(name);
  if (at < 0) throw unknownName(`${where}: ${option}`, name, names);
  return at;
}

/** The score of each example, and what the layers gave on the way. */
export interface Scored extends LayerTrace {
  readonly scores: Value;
}

/**
 * A graph about the score: `build` gets the values of the graph's inputs (those of `more`, the model's as `inputs`), and
 * the function from the explained input to the scores. Nothing in the model's state changes.
 */
export function explainGraph(
  about: Explained,
  x: readonly Tensor[],
  more: Types,
  build: (
    values: Readonly<Record<string, Value>>,
    score: (given?: Value) => Scored,
  ) => Readonly<Record<string, Value>>,
): Graph {
  const { graph } = about.model;
  const nameOf = (k: number): string => inputName(k, x.length);
  const types: Types = {
    ...Object.fromEntries(
      about.model.values.weights.map(({ path, dtype, shape }) => [path, { dtype, shape }]),
    ),
    ...Object.fromEntries(
      x.map(({ dtype, shape }, k) => [nameOf(k), { dtype: isFloat(dtype) ? "float32" : dtype, shape }]),
    ),
    target: { dtype: "int64", shape: [x[0].shape[0]] },
    ...more,
  };
  return simplify(
    trace(types, (values: Readonly<Record<string, Value>>) =>
      build({ ...values, x: values[nameOf(about.input)] }, (given) => {
        const inputs = graph.inputs.map((symbol, k) =>
          given !== undefined && k === about.input ? given : asInput(values[nameOf(k)], symbol),
        );
        const traced = traceLayers(graph, inputs, values, { training: false });
        const output = scoredOutput(traced.outputs[about.output], about.score);
        const indices = expandDims(values.target, { axis: 1 });
        return { ...traced, scores: squeeze(takeAlongAxis(output, indices, { axis: 1 }), { axis: 1 }) };
      }),
    ),
  );
}

const scoredOutput = (output: Value, score: Explained["score"]): Value =>
  (score === "logit" ? (logitsBehind(output, "softmax") ?? logitsBehind(output, "sigmoid")) : undefined) ??
  output;

/** The gradient of the scores, each by its own example. Throws `no_gradient`. */
export function scoreGradient({ where }: Explained, scores: Value, of: Value, what: string): Value {
  const [g] = gradOrNull(sum(scores), [of]);
  if (g !== null) return g;
  throw new NeurogradError(
    "no_gradient",
    `${where}: the score does not depend on ${what} by a function with a slope: between them stands one whose derivative is zero, such as argmax, a layer that looks whole numbers up, such as embedding, or nothing joins them; explain another, or use occlusion`,
  );
}

/** One batch on its way to be explained. */
export interface ExplainedBatch {
  readonly x: readonly Tensor[];
  /** The classes, int64 [n]. */
  readonly target: Tensor;
  /** Number of the first of its examples. */
  readonly start: number;
  /** Runs a graph on the batch, compiled once for each `key` and shape. */
  run(
    key: string,
    graph: () => Graph,
    feeds?: Readonly<Record<string, Tensor>>,
  ): Promise<Readonly<Record<string, Tensor>>>;
}

/** Explains the examples batch by batch: the answers, row under row. `asFloat`: the explained input, whatever its dtype. */
export async function explainBatches(
  about: Explained,
  x: Arrays,
  asFloat: boolean,
  explain: (batch: ExplainedBatch) => Promise<Tensor>,
): Promise<Tensor> {
  const { where, model, batchSize } = about;
  const source = arraySource(x, undefined, {
    batchSize,
    inputNames: model.inputNames,
    targetNames: [],
    where,
  });
  const classes = targetsOf(about, source.whole.size);
  const live = await model.start();
  const parts: Tensor[] = [];
  let start = 0;
  for (const { x: given, size } of source.epoch(0, 0)) {
    for (const [k, t] of given.entries()) checkInputShape(model.inputNames[k], model.graph.inputs[k], t);
    const tensors = given.map((t, k) => (asFloat && k === about.input ? floatOf(t) : t));
    const target = classes?.slice(start, start + size) ?? (await answers(about, live, given));
    const run: ExplainedBatch["run"] = (key, graph, feeds = {}) =>
      runOn(about, live, tensors, key, graph, { target, ...feeds });
    parts.push(await explain({ x: tensors, target, start, run }));
    start += size;
  }
  return joinRows(where, parts);
}

async function runOn(
  about: Explained,
  live: LiveModel,
  x: readonly Tensor[],
  key: string,
  graph: () => Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>>> {
  const { input, output, score } = about;
  const shapes = x.map(({ dtype, shape }) => `${dtype}[${shape}]`).join(" ");
  const executable = await live.executables.get(
    `explain ${key} ${input} ${output} ${score} ${shapes}`,
    graph,
  );
  const named = Object.fromEntries(x.map((t, k) => [inputName(k, x.length), t]));
  return executable.run({ ...named, ...feeds }, live.state);
}

const floatOf = (t: Tensor): Tensor => (isFloat(t.dtype) ? t : castTensor(t, "float32"));

/** The class of the largest output. */
async function answers(about: Explained, live: LiveModel, x: readonly Tensor[]): Promise<Tensor> {
  const target = new Tensor(new BigInt64Array(x[0].shape[0]), [x[0].shape[0]], "int64"); // looked at by no one
  const graph = (): Graph =>
    explainGraph(about, x, {}, (_, score) => ({
      answer: argmax(score().outputs[about.output], { axis: 1 }),
    }));
  return (await runOn(about, live, x, "answers", graph, { target })).answer;
}

/** The classes asked for, int64 [n]; undefined where none are. Throws `label_out_of_range`, `shape_mismatch`. */
function targetsOf({ where, model, output, target }: Explained, examples: number): Tensor | undefined {
  if (target === undefined) return undefined;
  const classes = Number(model.graph.outputs[output].shape[1]);
  const given = typeof target === "number" ? [target] : inputTensor(`${where}: target`, target).toFloat64();
  if (typeof target !== "number" && given.length !== examples) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: target has ${given.length} classes for ${examples} examples; give one number, or one for each example`,
    );
  }
  for (const label of given) {
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new NeurogradError(
      "label_out_of_range",
      `${where}: target ${label} is outside the ${classes} classes 0 to ${classes - 1} of output "${model.outputNames[output]}"; give a position in the output`,
    );
  }
  const all = Array.from({ length: examples }, (_, i) => BigInt(given[typeof target === "number" ? 0 : i]));
  return new Tensor(BigInt64Array.from(all), [examples], "int64");
}

/** The explained input as its layers take it: whole numbers become floats, which have a slope. */
export function floatInput({ model, input }: Explained, value: Value): Value {
  const { dtype } = model.graph.inputs[input];
  return isFloat(dtype) ? cast(value, { dtype }) : value;
}

/**
 * The explained number of each example, `f(x)`: the score of its target.
 *
 * Shape   [batch, …] → [batch].
 * Throws  `label_out_of_range` for a target outside the classes; `unknown_name`, `missing_option`, `invalid_option`,
 *         `shape_mismatch`.
 *
 * @example
 * await scores(net, x, { score: "output" });                    // the model's probability of its own answer
 */
export async function scores(net: Model, x: Arrays, options: ScoreOptions = {}): Promise<Tensor> {
  const about = explained("scores", net, options);
  return explainBatches(about, x, false, async (batch) => {
    const graph = (): Graph => explainGraph(about, batch.x, {}, (_, score) => ({ scores: score().scores }));
    return (await batch.run("scores", graph)).scores;
  });
}
