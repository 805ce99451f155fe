import type { Executable, Executor, State } from "../../core/executor.js";
import { graphInput } from "../../core/graph.js";
import { castTensor, fromFloat64, sizeOf, Tensor } from "../../core/tensor.js";
import { type Batch, batchSource, type Data } from "../../nn/batches.js";
import type { Environment } from "../../nn/model.js";
import { joinRows } from "../../nn/predict.js";
import { asInput } from "../../nn/step-inputs.js";
import type { LayerSymbol } from "../../nn/symbol.js";
import { Yielder } from "../../nn/yielder.js";
import type { SpikingDescription } from "./spiking-description.js";
import { type StepGraphs, type StepState, spikesKey, stepGraphs } from "./step-graphs.js";

/** What happened in time. */
export interface SpikingRun {
  /** What arrived at the output in each step, [examples, steps, ...]: its mean so far is the answer so far, before the last activation. */
  readonly received: Tensor;
  /** How many neurons of each layer fired in each step, [examples, steps]. */
  readonly spikes: Readonly<Record<string, Tensor>>;
}

interface Live {
  readonly executor: Executor;
  readonly once: Executable;
  readonly step: Executable;
}

/** Runs a converted network step by step, compiled once for any number of steps and examples. */
export class StepRunner {
  private readonly graphs: StepGraphs;
  private readonly input: LayerSymbol;
  private readonly environment: Environment;
  private live: Promise<Live> | undefined;

  constructor(description: SpikingDescription, input: LayerSymbol, environment: Environment) {
    this.graphs = stepGraphs(description);
    this.input = input;
    this.environment = environment;
  }

  /** Throws `shape_mismatch`, `dtype_mismatch`, `empty_data`. */
  async run(where: string, x: Data, steps: number, batchSize: number): Promise<SpikingRun> {
    const source = await batchSource(x, undefined, { batchSize, inputNames: ["x"], targetNames: [], where });
    this.live ??= this.start();
    const live = await this.live;
    const yielder = new Yielder();
    const parts: Readonly<Record<string, Tensor>>[] = [];
    for await (const { x: given } of source.epoch(0, 0) as AsyncIterable<Batch>) {
      const [batch] = given;
      asInput(graphInput("x", batch), this.input); // throws where the data do not fit
      parts.push(await this.batch(live, batch, steps, yielder));
    }
    const joined = (key: string): Tensor =>
      joinRows(
        where,
        parts.map((part) => part[key]),
      );
    return {
      received: joined("received"),
      spikes: Object.fromEntries(this.graphs.firing.map((name) => [name, joined(spikesKey(name))])),
    };
  }

  private async start(): Promise<Live> {
    const executor = await this.environment.createExecutor({});
    const { once, step } = this.graphs;
    return { executor, once: await executor.compile(once), step: await executor.compile(step) };
  }

  /** All steps of one batch. */
  private async batch(
    { executor, once, step }: Live,
    x: Tensor,
    steps: number,
    yielder: Yielder,
  ): Promise<Readonly<Record<string, Tensor>>> {
    const { dtype } = this.input;
    const currents = await once.run({ x: x.dtype === dtype ? x : castTensor(x, dtype) });
    const [examples] = x.shape;
    const state: State = executor.createState({ ...currents, ...this.firstStates(examples) });
    const found: Record<string, Tensor[]> = {};
    for (let t = 0; t < steps; t++) {
      for (const [key, value] of Object.entries(await step.run({}, state))) {
        found[key] ??= [];
        found[key].push(value);
      }
      await yielder.pause();
    }
    return Object.fromEntries(Object.entries(found).map(([key, values]) => [key, alongTime(values)]));
  }

  private firstStates(examples: number): Readonly<Record<string, Tensor>> {
    const first = ({ shape, start }: StepState): Tensor => {
      const sizes = [examples, ...shape];
      return fromFloat64(new Float64Array(sizeOf(sizes)).fill(start), sizes, "float32");
    };
    return Object.fromEntries(this.graphs.states.map((state) => [state.name, first(state)]));
  }
}

/** [batch, ...] of each step → [batch, steps, ...]. */
function alongTime(values: readonly Tensor[]): Tensor {
  const [{ shape, dtype, size }] = values;
  const [batch, ...rest] = shape;
  const each = size / batch;
  const data = new (dtype === "float64" ? Float64Array : Float32Array)(size * values.length);
  for (const [t, { data: from }] of values.entries())
    for (let i = 0; i < batch; i++)
      data.set((from as Float32Array).subarray(i * each, (i + 1) * each), (i * values.length + t) * each); // sums are floats
  return new Tensor(data, [batch, values.length, ...rest], dtype);
}
