import { constantOf } from "./core/constant.js";
import { type DType, isFloat } from "./core/dtype.js";
import { NeurogradError, unknownName } from "./core/errors.js";
import { evaluateGraph } from "./core/evaluate.js";
import type { Executable, Executor, RuntimeName, State } from "./core/executor.js";
import { type Graph, graphNodes, type TensorType, type Value } from "./core/graph.js";
import { type Operand, toValue } from "./core/operand.js";
import { printGraph } from "./core/print.js";
import { simplify } from "./core/simplify.js";
import { staticShape } from "./core/size.js";
import { castTensor, type Nested, sizeOf, Tensor, type TypedArray, tensor } from "./core/tensor.js";
import { type Types, trace, type ValuesFor } from "./core/trace.js";
import { CustomStep, type StepContext } from "./nn/custom-step.js";
import type { Layer } from "./nn/layer.js";
import { type LayerValues, SharedWeights, type WeightHolder } from "./nn/shared-weights.js";
import { writeOnnx } from "./onnx/write.js";
import { createExecutor, type RuntimeOptions } from "./runtime/create-executor.js";

/** Whatever `tensor` takes. */
export type TensorLike = Tensor | Nested | TypedArray;

export interface ProgramOptions extends RuntimeOptions {
  /**
   * Values kept from run to run, with their first values: inputs of these names need not be fed, outputs of these
   * names are not returned but are the next run's inputs.
   */
  readonly state?: Readonly<Record<string, TensorLike>>;
  /** Also return every intermediate float value, under `probe/matmul_0`, `probe/add_1`, …, in the order of the function. */
  readonly probe?: boolean;
}

/** A function of arrays, compiled. */
export interface Program {
  readonly graph: Graph;
  readonly runtime: RuntimeName;
  /** Runs once: named tensors in, named tensors out. What it returns is never overwritten. */
  run(feeds?: Readonly<Record<string, TensorLike>>): Promise<Record<string, Tensor>>;
  /** The present value of a state. Throws `unknown_name`. */
  read(name: string): Tensor;
  /** Sets states. Throws `unknown_name`, `shape_mismatch`. */
  write(values: Readonly<Record<string, TensorLike>>): void;
  /** The graph as text, one node a line. */
  toString(): string;
  /** The graph as an ONNX file. */
  toBytes(): Uint8Array;
  dispose(): Promise<void>;
}

/**
 * Traces a function of arrays once, and compiles it: derivatives, updates and all become one graph that the
 * runtime runs as a whole. The function may use models, and train them: their weights, and what optimizers keep, are
 * states of the program (`generator/dense/kernel`, `optimizer/iterations`), and the models see what was learned.
 *
 * Throws  what the ops throw, at the line of the mistake; `runtime_missing`; `unknown_name` and `shape_mismatch`
 *         for states that are no inputs.
 *
 * @example
 * const descend = await program(
 *   { x: tensorType([]) },
 *   ({ x }) => {
 *     const loss = ops.square(ops.subtract(x, 3));
 *     const [gx] = grad(loss, [x]);
 *     return { loss, x: ops.subtract(x, ops.multiply(gx, 0.1)) };
 *   },
 *   { state: { x: 0 } },
 * );
 * for (let i = 0; i < 50; i++) await descend.run();
 * descend.read("x");                                            // 3, nearly
 *
 * @example
 * const step = await program({ x: tensorType([4, 2]), y: tensorType([4, 1]) }, ({ x, y }, { apply, minimize }) => {
 *   const loss = ops.mean(ops.square(ops.subtract(apply(net, x), y)));
 *   minimize(loss, net, optimizers.adam());
 *   return { loss };
 * });
 */
export async function program<T extends Types>(
  types: T,
  fn: (values: ValuesFor<T>, context: StepContext) => Readonly<Record<string, Value>>,
  { state: initial = {}, probe = false, ...options }: ProgramOptions = {},
): Promise<Program> {
  const models = new CustomStep();
  const traced = traceWithModels(types, fn, models);
  const graph = simplify(probe ? withProbes(traced) : traced);
  const executor = await createExecutor(options);
  const first = Object.fromEntries(
    Object.entries(initial).map(([name, value]) => {
      const type = stateType(name, types, graph);
      return [name, checkedState(name, tensor(value, { dtype: fedDType(type.dtype, executor) }), type)];
    }),
  );
  const executable = await executor.compile(graph);
  for (const { path, dtype, initial } of models.entries)
    first[path] = executor.isExact ? initial() : castTensor(initial(), dtype);
  return new CompiledProgram(graph, executor, executable, executor.createState(first), models, types);
}

/** The graph of the function, with the weights of the models that it uses as further inputs and outputs. */
function traceWithModels<T extends Types>(
  types: T,
  fn: (values: ValuesFor<T>, context: StepContext) => Readonly<Record<string, Value>>,
  models: CustomStep,
): Graph {
  const { inputs, outputs } = trace(types, (values) => {
    const own = fn(values, models);
    const updates = models.updates();
    const twice = [...Object.keys(own), ...Object.keys(types)].find((name) => name in updates);
    if (twice === undefined) return { ...own, ...updates };
    throw new NeurogradError(
      "duplicate_name",
      `program: "${twice}" is what the weight of a model is called; give your value another name`,
    );
  });
  return { inputs: [...inputs, ...models.inputs], outputs };
}

/** What numbers become on their way to an executor: float64 where it computes in that, else what the graph says. */
const fedDType = (dtype: DType, { isExact }: Executor): DType =>
  isExact && isFloat(dtype) ? "float64" : dtype;

/** Every float value of the graph as an output: asked for, it survives simplification. */
function withProbes(graph: Graph): Graph {
  const values = graphNodes(graph).flatMap(({ outputs }) =>
    outputs.filter((value) => isFloat(value.dtype) && !constantOf(value)),
  );
  const probes = values.map((value, i) => [`probe/${value.node?.op.name}_${i}`, value]);
  return { inputs: graph.inputs, outputs: { ...graph.outputs, ...Object.fromEntries(probes) } };
}

function stateType(name: string, types: Types, graph: Graph): TensorType {
  const type = types[name];
  if (type === undefined) throw unknownName("program: state", name, Object.keys(types));
  if (graph.outputs[name] === undefined)
    throw unknownName("program: state among the outputs", name, Object.keys(graph.outputs));
  return type;
}

function checkedState(name: string, given: Tensor, { shape }: TensorType): Tensor {
  if (given.shape.join() === staticShape(shape)?.join()) return given;
  throw new NeurogradError(
    "shape_mismatch",
    `program: state "${name}" has shape [${given.shape}], its input is [${shape}]; they must agree`,
  );
}

class CompiledProgram implements Program, WeightHolder {
  readonly graph: Graph;
  readonly runtime: RuntimeName;
  private readonly executable: Executable;
  private readonly state: State;
  private readonly types: Types;
  private readonly executor: Executor;
  changes = 0;
  readonly isFitting = false;
  private readonly models: CustomStep;
  private readonly shared: SharedWeights;

  constructor(
    graph: Graph,
    executor: Executor,
    executable: Executable,
    state: State,
    models: CustomStep,
    types: Types,
  ) {
    this.graph = graph;
    this.runtime = executor.runtime;
    this.executor = executor;
    this.executable = executable;
    this.state = state;
    this.models = models;
    this.shared = new SharedWeights(this, [...models.layers.keys()]);
    this.shared.news(); // the state has just been read from the models
    this.types = types;
  }

  valuesOf(layer: Layer): LayerValues {
    return this.models.valuesOf(layer, (path) => this.state.read(path));
  }

  async run(feeds: Readonly<Record<string, TensorLike>> = {}): Promise<Record<string, Tensor>> {
    const tensors: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(feeds)) {
      const type = this.types[name];
      if (type === undefined) throw unknownName("run: input", name, Object.keys(this.types));
      tensors[name] =
        value instanceof Tensor
          ? value
          : tensor(value, {
              dtype: ArrayBuffer.isView(value) ? undefined : fedDType(type.dtype, this.executor),
              shape: flatShape(value, type),
            });
    }
    for (const { name, optimizer } of this.models.rates)
      tensors[name] = tensor(optimizer.learningRate, { dtype: fedDType("float32", this.executor) });
    this.takeOver();
    if (this.models.trains) this.shared.claim("run");
    const outputs = await this.executable.run(tensors, this.state);
    this.changes++;
    return outputs;
  }

  /** What was learned elsewhere, by `fit` of a model, counts here too. */
  private takeOver(): void {
    for (const [layer, values] of this.shared.news()) {
      const place = this.models.layers.get(layer);
      const named = Object.entries(values).map(([key, value]) => [`${place}/${key}`, value]);
      this.state.write(Object.fromEntries(named));
    }
  }

  read(name: string): Tensor {
    this.takeOver();
    return this.state.read(name);
  }

  write(values: Readonly<Record<string, TensorLike>>): void {
    this.takeOver();
    if (this.models.trains) this.shared.claim("write");
    this.changes++;
    this.state.write(
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => {
          const type = this.types[name];
          return [name, tensor(value, { dtype: type && fedDType(type.dtype, this.executor) })];
        }),
      ),
    );
  }

  toString(): string {
    return printGraph(this.graph);
  }

  toBytes(): Uint8Array {
    return writeOnnx(this.graph);
  }

  dispose(): Promise<void> {
    return this.executable.dispose();
  }
}

/** A typed array without a shape takes its input's, where that is all numbers and fits. */
function flatShape(value: unknown, { shape }: TensorType): readonly number[] | undefined {
  const numbers = staticShape(shape);
  return ArrayBuffer.isView(value) && numbers && sizeOf(numbers) === (value as Uint8Array).length
    ? numbers
    : undefined;
}

/**
 * The number(s) that a value made from tensors has, by the reference evaluator.
 *
 * Throws  `missing_input` where it depends on an input.
 *
 * @example await evaluate(ops.matmul(tensor([[1, 2]]), tensor([[3], [4]])))     // [[11]]
 */
export async function evaluate(value: Operand): Promise<Tensor> {
  return evaluateGraph({ inputs: [], outputs: { y: toValue(value) } }, {}).y;
}
