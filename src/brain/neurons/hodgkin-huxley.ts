import type { Value } from "../../core/graph.js";
import {
  add,
  cast,
  divide,
  exp,
  greaterEqual,
  less,
  logicalAnd,
  multiply,
  subtract,
} from "../../core/ops/index.js";
import { defineNeuron, type NeuronFactory, type Values } from "./neuron.js";
import {
  gatesAfter,
  gatesAtRest,
  type HodgkinHuxleyParameter,
  membrane,
  type MembraneState as State,
  slopes,
  squidAxon,
} from "./squid-membrane.js";

export interface HodgkinHuxleyChoices {
  readonly integration: readonly ("rungeKutta" | "rushLarsen")[];
}
/**
 * The neuron of Hodgkin and Huxley: `C dv/dt = I − gNa m³h (v − eNa) − gK n⁴ (v − eK) − gL (v − eL)`,
 * `dx/dt = φ (αx (1 − x) − βx x)` for the gates x = m, h, n; φ = 3^((T − 6.3)/10).
 *
 * A spike is counted where v rises through `vThreshold`; there is no reset. `integration: "rungeKutta"` (fourth order, default) or `"rushLarsen"`: gates exactly, then v
 * by its exponential step, for dt up to 0.05 ms at a third of the cost.
 *
 * Units   v in mV counted from `vRest` = 0 as in the paper (for today's scale add −65 to vRest, eNa, eK, eL and vThreshold); current in µA/cm².
 * Source  Hodgkin & Huxley (1952), J. Physiol. 117:500, equations 12 to 26 with the sign of v reversed; Rush & Larsen (1978), IEEE
 *         Trans. Biomed. Eng. 25:389
 *
 * @example
 * const { spikes } = await simulate(hodgkinHuxley(), { current: 10, dt: 0.025, duration: 200 });
 * spikes.counts();                                              // [14], 68.3 Hz
 */
export const hodgkinHuxley: NeuronFactory<HodgkinHuxleyParameter | "vThreshold", HodgkinHuxleyChoices> =
  defineNeuron("hodgkinHuxley", {
    parameters: { ...squidAxon, vThreshold: [50, "mV"] },
    choices: { integration: ["rungeKutta", "rushLarsen"] },
    units: { current: "µA/cm²", v: "mV" },
    states: ({ vRest }) => ({ v: vRest, ...gatesAtRest }),
    step: ({ state, current, jump, p, chosen, dt }) => {
      const next =
        chosen.integration === "rungeKutta"
          ? rungeKutta(state, dt, (at) => slopes(at, current, p))
          : rushLarsen(state, dt, current, p);
      const v = add(next.v, jump);
      const rose = logicalAnd(less(state.v, p.vThreshold), greaterEqual(v, p.vThreshold));
      return { state: { ...next, v }, spikes: cast(rose, { dtype: v.dtype as "float32" }) };
    },
  });

const names = ["v", "m", "h", "n"] as const;

/** `y + h/6 (k₁ + 2k₂ + 2k₃ + k₄)`. */
function rungeKutta(state: Values, h: number, slope: (at: State) => State): State {
  const y = state as State; // its names
  const moved = (k: State, by: number): State => each((x) => add(y[x], multiply(k[x], by)));
  const k1 = slope(y);
  const k2 = slope(moved(k1, h / 2));
  const k3 = slope(moved(k2, h / 2));
  const k4 = slope(moved(k3, h));
  return each((x) => {
    const middle = multiply(2, add(k2[x], k3[x]));
    return add(y[x], multiply(h / 6, add(add(k1[x], middle), k4[x])));
  });
}

const each = (f: (name: keyof State) => Value): State =>
  Object.fromEntries(names.map((name) => [name, f(name)])) as unknown as State; // of these names

function rushLarsen(state: Values, dt: number, current: Value, p: Values<HodgkinHuxleyParameter>): State {
  const gates = gatesAfter(state as State, state.v, dt, p);
  const { conductance, drive } = membrane(gates, p);
  const infinity = divide(add(current, drive), conductance);
  const kept = exp(multiply(divide(-dt, p.capacitance), conductance));
  return { ...gates, v: add(infinity, multiply(subtract(state.v, infinity), kept)) } as State;
}
