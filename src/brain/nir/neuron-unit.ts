import { NeurogradError } from "../../core/errors.js";
import { sizeOf, type Tensor } from "../../core/tensor.js";
import { type Parameter, spread } from "../dynamics/quantity.js";
import { populationStep, stateKey } from "../engines/population-step.js";
import { createStepper } from "../engines/stepper.js";
import { betaOf } from "../mappings/leak.js";
import { cubaLif } from "../neurons/cuba-lif.js";
import { integrateAndFire } from "../neurons/integrate-and-fire.js";
import { leaky } from "../neurons/leaky.js";
import { lif } from "../neurons/lif.js";
import type { Neuron } from "../neurons/neuron.js";
import type { NirLIF, NirNeuron } from "./nir-graph.js";
import { spreadOver } from "./node-kernels.js";

/** What a NIR file leaves to whoever runs it. */
export interface NirDynamics {
  /** Length of a step [ms]. */
  readonly dt: number;
  /** What a spike does: v is set to `vReset`; is lowered by `vThreshold − vReset`; or nothing. Default: as NIR defines it, `value`. */
  readonly reset?: "value" | "subtract" | "none";
  /** Whether at once, or at the next step and without decay, as snnTorch and `leakyLayer` do: for LIF with vLeak and vReset 0. Default: `spike`. */
  readonly resetAt?: "spike" | "nextStep";
  /** Whether a membrane just at its threshold fires. Default: as NIR defines it, `>`. */
  readonly fireWhen?: ">" | ">=";
  /** How equations become steps: exact for inputs that hold still during a step, or by Euler. Default: `exact`. */
  readonly integration?: "exact" | "euler";
  /** The membrane before the first step, by node. Default: v_leak, or 0 where there is no leak. */
  readonly initial?: Readonly<Record<string, number>>;
}

/** Neurons of a node on their way through a run. */
export interface NeuronUnit {
  /** Spikes, or of an integrator the membrane. */
  step(input: Float64Array): Float64Array;
  readonly v: () => Float64Array;
}

/** A node's neurons as ours: what they are, and by what their input is multiplied first. */
interface AsNeuron {
  readonly neuron: Neuron;
  readonly gain: Float64Array;
  /** First membrane, where that is not the neuron's own. */
  readonly v?: number;
}

const never = Number.MAX_VALUE; // the threshold of an integrator

export async function neuronUnit(
  node: NirNeuron,
  shape: readonly number[],
  dynamics: NirDynamics,
  { name, where }: { readonly name: string; readonly where: string },
): Promise<NeuronUnit> {
  const n = sizeOf(shape);
  const { dt } = dynamics;
  const { neuron, gain, v: first } = asNeuron(node, n, dynamics, where);
  const step = populationStep({ neuron, n, synapses: [], dt, dtype: "float64" });
  const state = Object.fromEntries(
    Object.entries(neuron.initialState).map(([name, value]) => [stateKey(name), spread(value, n)]),
  );
  const start = dynamics.initial?.[name] ?? first;
  if (start !== undefined) state[stateKey("v")] = new Float64Array(n).fill(start);
  const stepper = await createStepper(step, { runtime: "float64", state, recorded: [] });
  const { current } = stepper.inputs;
  const fires = node.type === "IF" || node.type === "LIF" || node.type === "CubaLIF";
  const read = (name: "v" | "spikes"): Float64Array => Float64Array.from(stepper.outputs[name]);
  return {
    step: (input) => {
      for (let k = 0; k < n; k++) current[k] = gain[k] * input[k];
      void stepper.step(); // in float64 it takes no turns
      return read(fires ? "spikes" : "v");
    },
    v: () => read("v"),
  };
}

function asNeuron(node: NirNeuron, n: number, dynamics: NirDynamics, where: string): AsNeuron {
  const { dt, reset = "value", resetAt = "spike", fireWhen = ">", integration = "exact" } = dynamics;
  const of = (array: Tensor): Parameter => oneOrAll(spreadOver(array, n));
  const ones = new Float64Array(n).fill(1);
  if (resetAt === "nextStep" && node.type === "LIF") return leakyOf(node, n, dynamics, where);
  switch (node.type) {
    case "I":
    case "IF": {
      const firing =
        node.type === "IF"
          ? { vThreshold: of(node.vThreshold), vReset: of(node.vReset) }
          : { vThreshold: never };
      const choices = { fireWhen, reset: node.type === "IF" ? reset : "none" } as const;
      // v ← v + R I dt, the product first: where R dt is 1, v takes in I to the last bit.
      const gain = spreadOver(node.r, n).map((r) => (r * dt) / 1000);
      return { neuron: integrateAndFire({ capacitance: dt, ...firing, ...choices }), gain, v: 0 };
    }
    case "LI":
    case "LIF": {
      const firing =
        node.type === "LIF"
          ? { vThreshold: of(node.vThreshold), vReset: of(node.vReset) }
          : { vThreshold: never };
      const choices = { fireWhen, integration, reset: node.type === "LIF" ? reset : "none" } as const;
      const membrane = {
        tauMembrane: oneOrAll(tauOf(node.tau, n, where)),
        resistance: of(node.r),
        vRest: of(node.vLeak),
      };
      return { neuron: lif({ ...membrane, ...firing, ...choices }), gain: ones };
    }
    case "CubaLI":
    case "CubaLIF": {
      const firing =
        node.type === "CubaLIF"
          ? { vThreshold: of(node.vThreshold), vReset: of(node.vReset) }
          : { vThreshold: never };
      const choices = { fireWhen, integration, reset: node.type === "CubaLIF" ? reset : "none" } as const;
      const membrane = {
        tauMembrane: oneOrAll(tauOf(node.tauMem, n, where)),
        resistance: of(node.r),
        vRest: of(node.vLeak),
      };
      const synapse = { tauSynapse: oneOrAll(tauOf(node.tauSyn, n, where)), wIn: of(node.wIn) };
      return { neuron: cubaLif({ ...membrane, ...synapse, ...firing, ...choices }), gain: ones };
    }
  }
}

/** A LIF whose reset comes at the next step: `leaky`, with β of τ and (1 − β) R before the input. */
function leakyOf(node: NirLIF, n: number, dynamics: NirDynamics, where: string): AsNeuron {
  const { dt, reset = "value", fireWhen = ">", integration = "exact" } = dynamics;
  for (const [name, array] of [
    ["v_leak", node.vLeak],
    ["v_reset", node.vReset],
  ] as const) {
    // prettier-ignore
    if (array.toFloat64().every((x) => x === 0)) continue;
    throw new NeurogradError(
      "invalid_option",
      `${where}: resetAt "nextStep" is for neurons around 0, but ${name} is not 0; use resetAt: "spike"`,
    );
  }
  const beta = tauOf(node.tau, n, where).map((tau) => betaOf({ tau, dt, integration }));
  const r = spreadOver(node.r, n);
  return {
    neuron: leaky({
      beta,
      vThreshold: spreadOver(node.vThreshold, n),
      reset: reset === "value" ? "zero" : reset,
      fireWhen,
    }),
    gain: beta.map((kept, k) => (1 - kept) * r[k]),
  };
}

/** One number where all are the same: less to compute with. */
const oneOrAll = (all: Float64Array): Parameter => (all.every((x) => x === all[0]) ? all[0] : all);

/** In ms. */
function tauOf(tau: Tensor, n: number, where: string): Float64Array {
  const seconds = spreadOver(tau, n);
  const wrong = seconds.find((x) => !(x > 0));
  if (wrong === undefined) return seconds.map((x) => x * 1000);
  throw new NeurogradError("invalid_option", `${where}: a time constant is ${wrong} s; it must be above 0`);
}
