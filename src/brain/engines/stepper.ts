import type { RuntimeName } from "../../core/executor.js";
import { simplify } from "../../core/simplify.js";
import { Tensor, tensor } from "../../core/tensor.js";
import { trace } from "../../core/trace.js";
import { Yielder } from "../../nn/yielder.js";
import { program } from "../../program.js";
import { Float64Program } from "../dynamics/float64-program.js";
import { fusedLoop } from "../dynamics/fused-loop.js";
import type { PopulationStep } from "./population-step.js";
import { preparedStepper } from "./prepared-stepper.js";

/** A population that can be stepped; it holds its state. */
export interface Stepper {
  /** Written before each step: `current`, `arrivals/0`, …, `uniform`. */
  readonly inputs: Readonly<Record<string, Float64Array>>;
  /** Takes a step; compiled steps take turns with the runtime. */
  step(): void | Promise<void>;
  /** What a step gave: `spikes`, `v` and the recorded state. */
  readonly outputs: Readonly<Record<string, ArrayLike<number>>>;
  dispose(): Promise<void>;
}

export type BrainRuntime = "float64" | Exclude<RuntimeName, "webgpu"> | "auto";

/** Where and how a population is stepped. */
export interface StepperOptions {
  readonly runtime: BrainRuntime;
  readonly threads?: number | undefined;
  /** First state, a number for each neuron. */
  readonly state: Readonly<Record<string, Float64Array>>;
  /** States that `outputs` shall have. */
  readonly recorded: readonly string[];
}

type CompiledRuntime = Exclude<BrainRuntime, "float64">;

export const createStepper = (step: PopulationStep, options: StepperOptions): Promise<Stepper> =>
  options.runtime === "float64"
    ? float64Stepper(step, options)
    : compiledStepper(step, options.runtime, options);

/** In float64: the exact way, and for populations up to some thousands the quickest. */
async function float64Stepper({ types, fn }: PopulationStep, { state }: StepperOptions): Promise<Stepper> {
  const clock = new Yielder();
  const graph = simplify(trace(types, fn));
  await clock.pause();
  const prepared = (await fusedLoop(graph)) ?? new Float64Program(graph);
  return preparedStepper(prepared, state);
}

/** Compiled: the same step as a program of the runtime, which keeps the state. */
async function compiledStepper(
  { types, fn, stateNames }: PopulationStep,
  runtime: CompiledRuntime,
  { threads, state, recorded }: StepperOptions,
): Promise<Stepper> {
  const dtype = types.current.dtype;
  const [n] = types.current.shape as readonly number[]; // of numbers: populationStep made it
  const compiled = await program(
    types,
    (values) => {
      const out = fn(values);
      return { ...out, ...Object.fromEntries(recorded.map((name) => [`recorded/${name}`, out[name]])) };
    },
    {
      runtime,
      ...(threads !== undefined && { threads }),
      state: Object.fromEntries(stateNames.map((name) => [name, tensor(state[name], { dtype })])),
    },
  );
  const isDouble = dtype === "float64" || compiled.runtime === "reference";
  const fedTensor = (data: Float64Array): Tensor =>
    isDouble ? new Tensor(data.slice(), [n], "float64") : new Tensor(new Float32Array(data), [n], "float32");
  const fed = Object.keys(types).filter((name) => !stateNames.includes(name));
  const inputs = Object.fromEntries(fed.map((name) => [name, new Float64Array(n)]));
  const outputs: Record<string, ArrayLike<number>> = { spikes: new Float64Array(n) };
  return {
    inputs,
    outputs,
    step: async () => {
      const feeds = fed.map((name) => [name, fedTensor(inputs[name])]);
      const found = await compiled.run(Object.fromEntries(feeds));
      for (const [name, value] of Object.entries(found))
        outputs[name.replace(/^recorded\//, "")] = value.data as Float32Array; // floats
    },
    dispose: () => compiled.dispose(),
  };
}
