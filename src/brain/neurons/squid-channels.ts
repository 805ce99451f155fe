import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import { add, divide } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { tensorType, trace } from "../../core/trace.js";
import { constantsOf } from "../dynamics/define.js";
import { Float64Program } from "../dynamics/float64-program.js";
import type { Neuron, Values } from "./neuron.js";
import {
  gateRates,
  type HodgkinHuxleyParameter,
  inwardCurrents,
  type MembraneState,
  openShares,
} from "./squid-membrane.js";

/** The state of one `hodgkinHuxley`. */
export interface MembraneNumbers {
  /** [mV] */
  readonly v: number;
  readonly m: number;
  readonly h: number;
  readonly n: number;
}

export interface OpenChannels {
  /** Shares of the channels that are open, from 0 to 1: m³h and n⁴. */
  readonly open: Readonly<Record<"sodium" | "potassium", number>>;
  /** What flows into the cell through them, g (E − v); below 0 it flows out [µA/cm²]. */
  readonly inward: Readonly<Record<"sodium" | "potassium" | "leak", number>>;
}

/**
 * What the channels of a Hodgkin-Huxley membrane do in a state: how many are open, `m³h` and `n⁴`, and what flows through them, `gNa m³h (eNa − v)`, `gK n⁴ (eK − v)`,
 * `gL (eL − v)`. Gives a function of the state.
 *
 * Units   mV, µA/cm².
 * Throws  `invalid_option` for another kind of neuron, `shape_mismatch` for parameters of several neurons.
 * Source  Hodgkin & Huxley (1952), J. Physiol. 117:500, equation 26
 *
 * @example
 * const channels = hodgkinHuxleyChannels(hodgkinHuxley());
 * channels({ v: 0, m: 0.053, h: 0.596, n: 0.318 }).inward;      // sodium 1.2 in, potassium −4.4, leak 3.2: all but balanced
 */
export function hodgkinHuxleyChannels(neuron: Neuron): (state: MembraneNumbers) => OpenChannels {
  const p = parametersOf("hodgkinHuxleyChannels", neuron);
  const one = tensorType([1], "float64");
  const { inputs, outputs } = prepared({ v: one, m: one, h: one, n: one }, (values) => {
    const state = values as MembraneState; // its names
    const open = openShares(state);
    return { openSodium: open.sodium, openPotassium: open.potassium, ...inwardCurrents(state, p) };
  });
  return ({ v, m, h, n }) => {
    [inputs.v[0], inputs.m[0], inputs.h[0], inputs.n[0]] = [v, m, h, n];
    const { openSodium, openPotassium, sodium, potassium, leak } = outputs();
    return {
      open: { sodium: openSodium[0], potassium: openPotassium[0] },
      inward: { sodium: sodium[0], potassium: potassium[0], leak: leak[0] },
    };
  };
}

/** Lines of the plane of v and n, each a number n beside every potential. */
export interface HodgkinHuxleyNullclines {
  /** Where n stands still: its steady state, αn/(αn + βn). */
  readonly n: Float64Array;
  /**
   * Where v stands still with this current, the quick gate m at its steady state and h as given; NaN where no n from 0 to 1 does that.
   */
  readonly v: (current: number, h: number) => Float64Array;
}

/**
 * The two lines of Hodgkin and Huxley's phase plane: where `dn/dt = 0`, and where `dv/dt = 0` for m = m∞(v) and an h that is held. Left of and below the second the membrane rises, above it
 * it falls. It moves with current and h: as h falls during a spike, the line gives way, and that ends the spike.
 *
 * Units   mV, µA/cm².
 * Throws  `invalid_option` for another kind of neuron, `shape_mismatch` for parameters of several neurons.
 * Source  Hodgkin & Huxley (1952), J. Physiol. 117:500, equation 26, solved for n
 *
 * @example
 * const lines = hodgkinHuxleyNullclines(hodgkinHuxley(), [0, 20, 40]);
 * [lines.n, lines.v(10, 0.596)];                                // 0.318, 0.619, 0.806, and 0.427, 0.742, none
 */
export function hodgkinHuxleyNullclines(
  neuron: Neuron,
  potentials: readonly number[],
): HodgkinHuxleyNullclines {
  const p = parametersOf("hodgkinHuxleyNullclines", neuron);
  const [all, one] = [tensorType([potentials.length], "float64"), tensorType([1], "float64")];
  const [none, full] = [0, 1].map((x) => constant(tensor(x, { dtype: "float64" }), "float64"));
  const { inputs, outputs } = prepared({ v: all, h: one, current: one }, ({ v, h, current }) => {
    const rates = gateRates(v, p.vRest);
    const [m, n] = [rates.m, rates.n].map(([alpha, beta]) => divide(alpha, add(alpha, beta)));
    const { sodium, leak } = inwardCurrents({ v, m, h, n: none }, p);
    const { potassium } = inwardCurrents({ v, m, h, n: full }, p);
    return { n, others: add(add(sodium, leak), current), potassium };
  });
  inputs.v.set(potentials);
  return {
    n: outputs().n.slice(),
    v: (current, h) => {
      [inputs.current[0], inputs.h[0]] = [current, h];
      const { others, potassium } = outputs();
      // n⁴ times the current through open potassium channels balances the others.
      return others.map((inward, k) => gateOf(-inward / potassium[k]));
    },
  };
}

/** n of n⁴; NaN where that is no share. */
const gateOf = (fourth: number): number => (fourth >= 0 && fourth <= 1 ? Math.sqrt(Math.sqrt(fourth)) : NaN);

function parametersOf(where: string, neuron: Neuron): Values<HodgkinHuxleyParameter> {
  if (neuron.kind !== "hodgkinHuxley")
    throw new NeurogradError(
      "invalid_option",
      `${where}: neuron is of the kind ${neuron.kind}; give a hodgkinHuxley`,
    );
  return constantsOf(neuron.kind, neuron.parameters, 1, "float64") as Values<HodgkinHuxleyParameter>; // its names
}

/** A function of values, ready to be asked: write `inputs`, then call `outputs`. */
function prepared(
  ...[types, fn]: Parameters<typeof trace>
): Pick<Float64Program, "inputs"> & { readonly outputs: () => Float64Program["outputs"] } {
  const program = new Float64Program(trace(types, fn));
  return {
    inputs: program.inputs,
    outputs: () => {
      program.run();
      return program.outputs;
    },
  };
}
