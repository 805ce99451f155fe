import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from "onnxruntime-web";
import type { DType } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import type { Executable, Executor, RuntimeName, State } from "../core/executor.js";
import type { Graph } from "../core/graph.js";
import { Tensor } from "../core/tensor.js";
import { onnxOutputName, writeOnnx } from "../onnx/write.js";
import { collectInputs } from "./feeds.js";
import { type PackedVector, type Packing, packSmall } from "./pack-small.js";
import { DoubleBufferedState, disposed } from "./state.js";

/** The parts of onnxruntime that both packages, native and web, share. */
export interface OrtModule {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
}
export interface OrtOptions {
  readonly runtime: RuntimeName;
  /** How a graph is to be run. */
  readonly session: (graph: Graph) => InferenceSession.SessionOptions;
  readonly run?: InferenceSession.RunOptions;
  /** The runtime writes results into tensors handed to it, so that a step allocates nothing. */
  readonly canWriteInto: boolean;
}

/** ONNX Runtime, native or WebAssembly, as an executor. The one place that owns its sessions and buffers. */
export class OrtExecutor implements Executor {
  readonly runtime: RuntimeName;
  readonly isExact = false;
  private readonly ort: OrtModule;
  private readonly options: OrtOptions;

  constructor(ort: OrtModule, options: OrtOptions) {
    this.ort = ort;
    this.options = options;
    this.runtime = options.runtime;
  }

  async compile(graph: Graph): Promise<OrtExecutable> {
    const packing = packSmall(graph);
    const bytes = writeOnnx(packing?.graph ?? graph);
    try {
      const session = await this.ort.InferenceSession.create(bytes, this.options.session(graph));
      return new OrtExecutable(this.ort, session, graph, this.options, packing);
    } catch (error) {
      throw runtimeError(this.runtime, "refused the graph", error);
    }
  }

  createState(values: Readonly<Record<string, Tensor>>): State {
    return new DoubleBufferedState(values);
  }
}

/** A graph in a session of ONNX Runtime. */
export class OrtExecutable implements Executable {
  private readonly ort: OrtModule;
  private readonly session: InferenceSession;
  private readonly graph: Graph;
  private readonly options: OrtOptions;
  private readonly packing: Packing | undefined;
  /** What the runtime gives: not what comes packed. */
  private readonly outputs: readonly { readonly key: string; readonly name: string; readonly dtype: DType }[];
  /** Runtime tensors over our arrays: made once for each array that comes back every step. */
  private readonly wrapped = new WeakMap<object, OrtTensor>();
  private isKept: { readonly state: DoubleBufferedState; readonly answer: boolean } | undefined;
  private isDisposed = false;

  constructor(
    ort: OrtModule,
    session: InferenceSession,
    graph: Graph,
    options: OrtOptions,
    packing: Packing | undefined,
  ) {
    this.ort = ort;
    this.session = session;
    this.graph = graph;
    this.options = options;
    this.packing = packing;
    const run = packing?.graph ?? graph;
    this.outputs = Object.entries(run.outputs)
      .filter(([key]) => key !== packing?.name)
      .map(([key, { dtype }]) => ({ key, name: onnxOutputName(run, key), dtype }));
  }

  async run(feeds: Readonly<Record<string, Tensor>>, state?: State): Promise<Record<string, Tensor>> {
    const own = state as DoubleBufferedState | undefined; // made by createState above
    return own === undefined ? this.runOnce(feeds, own) : own.inTurn(() => this.runOnce(feeds, own));
  }

  /** Runs at once: whoever calls has seen to it that no other run of the state is on its way. */
  async runOnce(
    feeds: Readonly<Record<string, Tensor>>,
    own: DoubleBufferedState | undefined,
  ): Promise<Record<string, Tensor>> {
    if (this.isDisposed) throw disposed();
    const { packing } = this;
    const tensors = collectInputs(this.graph.inputs, feeds, own, false);
    const inputs: Record<string, OrtTensor> = {};
    for (const [name, x] of tensors) if (!packing?.keys.has(name)) inputs[name] = this.wrap(x);
    const fetches: Record<string, OrtTensor | null> = {};
    for (const { key, name } of this.outputs) {
      fetches[name] = this.options.canWriteInto && own?.has(key) ? this.wrap(own.spare(key)) : null;
    }
    const given = packing?.pack(tensors);
    const packedName = packing && onnxOutputName(packing.graph, packing.name);
    let target: PackedVector | undefined;
    if (packing && given && packedName) {
      inputs[packing.name] = this.wrap(given.vector);
      if (this.options.canWriteInto && own && this.isAllIn(own)) target = packing.target(given);
      fetches[packedName] = target ? this.wrap(target.vector) : null;
    }
    const results = await this.session.run(inputs, fetches, this.options.run).catch((error: unknown) => {
      throw runtimeError("ONNX Runtime", "failed", error);
    });
    const returned: Record<string, Tensor> = {};
    const written: (readonly [string, Tensor])[] = [];
    for (const { key, name, dtype } of this.outputs) {
      if (!own?.has(key)) returned[key] = unwrap(results[name], dtype);
      else written.push([key, fetches[name] === null ? unwrap(results[name], dtype) : own.spare(key)]);
    }
    if (target) written.push(...target.parts);
    else if (packing && packedName)
      for (const [key, value] of packing.unpack(unwrap(results[packedName], "float32")).parts) {
        if (own?.has(key)) written.push([key, value]);
        else returned[key] = value;
      }
    own?.advance(written);
    return returned;
  }

  async dispose(): Promise<void> {
    if (this.isDisposed) return;
    this.isDisposed = true;
    await this.session.release();
  }

  /** Whether all that comes packed is of the state: nothing of it is handed out. */
  private isAllIn(state: DoubleBufferedState): boolean {
    const { isKept } = this;
    if (isKept?.state === state) return isKept.answer;
    const answer = [...(this.packing?.keys ?? [])].every((key) => state.has(key));
    this.isKept = { state, answer };
    return answer;
  }

  private wrap(x: Tensor): OrtTensor {
    const known = this.wrapped.get(x);
    if (known !== undefined) return known;
    const made = new this.ort.Tensor(x.dtype as "float32", x.data as Float32Array, x.shape); // dtype names agree
    this.wrapped.set(x, made);
    return made;
  }
}

function unwrap(result: OrtTensor, dtype: DType): Tensor {
  return new Tensor(result.data as Tensor["data"], result.dims, dtype);
}

/** The runtime's own words, with the node and layer they name, as a coded error. */
function runtimeError(runtime: string, what: string, cause: unknown): NeurogradError {
  const text = (cause instanceof Error ? cause.message : String(cause)).replace(
    /\/\S+\/(?=[^/\s]+\.(cc|h|cpp))/g,
    "",
  );
  const hint = text.includes("Could not find an implementation")
    ? 'it has no kernel for this dtype: use float32, or runtime: "reference"'
    : "check the shapes and values at the node named";
  return new NeurogradError("runtime_error", `${runtime}: ${what}: ${text.trim().split("\n")[0]}; ${hint}`, {
    cause,
  });
}
