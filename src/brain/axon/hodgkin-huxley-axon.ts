import { NeurogradError } from "../../core/errors.js";
import { simplify } from "../../core/simplify.js";
import { Tensor } from "../../core/tensor.js";
import { type Types, tensorType, trace } from "../../core/trace.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { constantsOf, settingsOf } from "../dynamics/define.js";
import { Float64Program } from "../dynamics/float64-program.js";
import { parameterAt, type Quantity } from "../dynamics/quantity.js";
import {
  gatesAfter,
  gatesAtRest,
  type HodgkinHuxleyParameter,
  membrane,
  squidAxon,
} from "../neurons/squid-membrane.js";
import { solveTridiagonal } from "./tridiagonal.js";

/** A cable of the squid's membrane, and what is done to its end. */
export interface AxonOptions
  extends Partial<Readonly<Record<HodgkinHuxleyParameter | CableParameter, number>>> {
  /** Parts into which it is cut. Default: 400. */
  readonly compartments?: number;
  /** Length of a step [ms]. Default: 0.002. */
  readonly dt?: number;
  /** [ms]. Default: 6. */
  readonly duration?: number;
  /** Times between the rows of `v` [ms]. Default: none are kept. */
  readonly every?: number;
}

type CableParameter = "radius" | "resistivity" | "length" | "stimulus" | "stimulusDuration";

/** The axon, and the current at its first tenth millimeters. */
const cable: Readonly<Record<CableParameter, Quantity>> = {
  radius: [238, "µm"],
  resistivity: [35.4, "Ω·cm"], // of the axoplasm
  length: [8, "cm"],
  stimulus: [2000, "µA/cm²"], // into the first millimeter
  stimulusDuration: [0.2, "ms"],
};

export interface AxonRun {
  /** Speed of the spike between 30 and 70 % of the length [m/s]; NaN if it does not arrive. */
  readonly velocity: number;
  /** When the membrane of each compartment rises through half a spike, 50 mV [ms]; NaN where it does not. */
  readonly arrivals: Float64Array;
  /** Where the compartments' middles are [cm]. */
  readonly positions: Float64Array;
  /** The membrane along the axon, [times, compartments], every `every` ms. */
  readonly v: Tensor;
}

/**
 * The squid's giant axon, along which a spike travels: `C ∂v/∂t = a/(2 Ri) ∂²v/∂x² − gNa m³h (v − eNa) − gK n⁴ (v − eK) − gL (v − eL)`, closed at both ends.
 *
 * Solved by Crank and Nicolson's rule for v and the gates half a step beside it (Hines), which is of second order in both time and space. The speed grows as `√(a/Ri)`: an axon four times as thick conducts twice as fast.
 *
 * Units   v in mV from rest; see the options.
 * Default the axon of the paper at its 18.5 °C: a = 238 µm, Ri = 35.4 Ω·cm.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Hodgkin & Huxley (1952), J. Physiol. 117:500, equations 29 and 30; Hines (1984), Int. J. Biomed. Comput. 15:69
 *
 * @example
 * const { velocity } = hodgkinHuxleyAxon({ compartments: 100, dt: 0.01, duration: 5 });
 * velocity;                                                     // near 19 m/s; the paper computed 18.8, and measured 21.2
 */
export function hodgkinHuxleyAxon(options: AxonOptions = {}): AxonRun {
  const where = "hodgkinHuxleyAxon";
  const { compartments = 400, dt = 0.002, duration = 6, every, ...numbers } = options;
  checkOptionNames(where, numbers, [...Object.keys(squidAxon), ...Object.keys(cable)]);
  checkPositiveInteger(where, "compartments", compartments);
  for (const [name, value] of Object.entries({ dt, duration, ...(every !== undefined && { every }) }))
    checkPositive(where, name, value);
  const quantities = { ...squidAxon, ...cable, temperature: [18.5, "°C"] as const };
  const { parameters } = settingsOf(where, quantities, {}, numbers);
  const number = (name: keyof typeof quantities): number => parameterAt(parameters[name], 0);
  const steps = Math.round(duration / dt);
  const dx = number("length") / compartments; // [cm]
  if (compartments < 10)
    throw new NeurogradError("invalid_option", `${where}: compartments is ${compartments}; use at least 10`);

  // a/(2 Ri dx²) in mS/cm²: µm → cm is 1e-4, S → mS is 1e3
  const coupling = (number("radius") * 1e-4 * 1e3) / (2 * number("resistivity") * dx * dx);
  const type = tensorType([compartments], "float64");
  const types: Types = { v: type, m: type, h: type, n: type };
  const p = constantsOf(where, parameters, compartments, "float64");
  const gates = new Float64Program(
    simplify(
      trace(types, ({ v, m, h, n }) => {
        const next = gatesAfter({ m, h, n }, v, dt, p);
        return { ...next, ...membrane(next, p) };
      }),
    ),
  );
  const { v, ...gateInputs } = gates.inputs;
  v.fill(number("vRest"));
  for (const [name, value] of Object.entries(gatesAtRest)) gateInputs[name].fill(value);

  const stimulated = Math.max(1, Math.round(0.1 / dx)); // the first millimeter
  const capacity = (2 * number("capacitance")) / dt; // C/(dt/2), for half a step
  const diagonal = new Float64Array(compartments);
  const half = new Float64Array(compartments);
  const arrivals = new Float64Array(compartments).fill(NaN);
  const level = number("vRest") + 50;
  const kept: Float64Array[] = [];
  const rowSteps = every === undefined ? Infinity : Math.max(1, Math.round(every / dt));
  for (let k = 0; k < steps; k++) {
    gates.run(); // the gates, from half a step before v to half a step after
    for (const name of ["m", "h", "n"]) gateInputs[name].set(gates.outputs[name]);
    const { conductance, drive } = gates.outputs;
    const isOn = k * dt < number("stimulusDuration");
    for (let i = 0; i < compartments; i++) {
      const neighbors = (i > 0 ? 1 : 0) + (i < compartments - 1 ? 1 : 0);
      diagonal[i] = capacity + conductance[i] + neighbors * coupling;
      half[i] = capacity * v[i] + drive[i] + (isOn && i < stimulated ? number("stimulus") : 0);
    }
    solveTridiagonal(coupling, diagonal, half); // v after half a step; as far again makes the whole one
    for (let i = 0; i < compartments; i++) {
      const next = 2 * half[i] - v[i];
      if (v[i] < level && next >= level && Number.isNaN(arrivals[i]))
        arrivals[i] = (k + (level - v[i]) / (next - v[i])) * dt;
      v[i] = next;
    }
    if ((k + 1) % rowSteps === 0) kept.push(v.slice());
  }
  const positions = Float64Array.from({ length: compartments }, (_, i) => (i + 0.5) * dx);
  const rows = new Float64Array(kept.length * compartments);
  for (const [k, row] of kept.entries()) rows.set(row, k * compartments);
  const [from, to] = [0.3, 0.7].map((share) => Math.floor(share * compartments));
  const way = 10 * (positions[to] - positions[from]); // [mm]
  return {
    velocity: way / (arrivals[to] - arrivals[from]),
    arrivals,
    positions,
    v: new Tensor(rows, [kept.length, compartments], "float64"),
  };
}
