import type { Value } from "../../core/graph.js";
import type { Operand } from "../../core/operand.js";
import { add, divide, exp, multiply, subtract } from "../../core/ops/index.js";
import type { Quantities } from "../dynamics/define.js";
import { xOverExpm1 } from "../dynamics/exprel.js";
import type { Values } from "./neuron.js";

export type HodgkinHuxleyParameter =
  | "capacitance"
  | "gNa"
  | "gK"
  | "gL"
  | "eNa"
  | "eK"
  | "eL"
  | "vRest"
  | "temperature";

/** The membrane of the squid's giant axon. Source Hodgkin & Huxley (1952), table 3. */
export const squidAxon: Quantities<HodgkinHuxleyParameter> = {
  capacitance: [1, "µF/cm²"],
  gNa: [120, "mS/cm²"],
  gK: [36, "mS/cm²"],
  gL: [0.3, "mS/cm²"],
  eNa: [115, "mV"],
  eK: [-12, "mV"],
  eL: [10.613, "mV"],
  vRest: [0, "mV"], // the potentials of the paper are counted from rest
  temperature: [6.3, "°C"],
};

export type Gate = "m" | "h" | "n";
/** The membrane and its gates. */
export type MembraneState = Values<"v" | Gate>;

/** αx/(αx + βx) at v = 0. */
export const gatesAtRest: Readonly<Record<Gate, number>> = {
  m: 0.05293248525724958,
  h: 0.5961207535084603,
  n: 0.3176769140606974,
};

/** How fast the gates open (α) and close (β) [1/ms], at 6.3 °C. Of the six exponentials four are powers of a fifth. */
export function gateRates(
  v: Value,
  vRest: Operand,
): Readonly<Record<Gate, readonly [alpha: Value, beta: Value]>> {
  const u = subtract(v, vRest); // [mV] from rest
  const square = (x: Value): Value => multiply(x, x);
  const falling80 = exp(multiply(u, -1 / 80));
  const falling20 = square(square(falling80));
  const falling10 = square(falling20);
  const since = (start: number): readonly [x: Value, power: Value] => [
    multiply(subtract(start, u), 0.1),
    multiply(falling10, Math.exp(start / 10)),
  ];
  return {
    m: [xOverExpm1(...since(25)), multiply(4, exp(multiply(u, -1 / 18)))], // 0.1 (25 − u)/(e^((25 − u)/10) − 1)
    h: [multiply(0.07, falling20), divide(1, add(since(30)[1], 1))],
    n: [multiply(0.1, xOverExpm1(...since(10))), multiply(0.125, falling80)],
  };
}

/** φ = 3^((T − 6.3)/10): rates triple with every 10 °C. */
export const temperatureFactor = (temperature: Value): Value =>
  exp(multiply(subtract(temperature, 6.3), Math.log(3) / 10));

const power = (x: Value, exponent: 3 | 4): Value => {
  const square = multiply(x, x);
  return exponent === 3 ? multiply(square, x) : multiply(square, square);
};

/** Shares of the channels that are open, m³h and n⁴: a channel is when all its gates are. */
export const openShares = ({ m, h, n }: Values<Gate>): Values<"sodium" | "potassium"> => ({
  sodium: multiply(power(m, 3), h),
  potassium: power(n, 4),
});

/** Conductance of each channel [mS/cm²]. */
function conductances(gates: Values<Gate>, p: Values<"gNa" | "gK" | "gL">): readonly Value[] {
  const { sodium, potassium } = openShares(gates);
  return [multiply(p.gNa, sodium), multiply(p.gK, potassium), p.gL];
}

/** What flows into the cell through each channel, g (E − v) [µA/cm²]. */
export function inwardCurrents(
  at: MembraneState,
  p: Values<HodgkinHuxleyParameter>,
): Values<"sodium" | "potassium" | "leak"> {
  const [na, k, l] = conductances(at, p);
  return {
    sodium: multiply(na, subtract(p.eNa, at.v)),
    potassium: multiply(k, subtract(p.eK, at.v)),
    leak: multiply(l, subtract(p.eL, at.v)),
  };
}

/** The right sides of the equations: how fast membrane and gates change. */
export function slopes(at: MembraneState, current: Value, p: Values<HodgkinHuxleyParameter>): MembraneState {
  const phi = temperatureFactor(p.temperature);
  const rates = gateRates(at.v, p.vRest);
  const gate = (x: Gate): Value => {
    const [alpha, beta] = rates[x];
    return multiply(phi, subtract(multiply(alpha, subtract(1, at[x])), multiply(beta, at[x])));
  };
  const { sodium, potassium, leak } = inwardCurrents(at, p);
  const inward = [sodium, potassium, leak].reduce((a, b) => add(a, b), current);
  return { v: divide(inward, p.capacitance), m: gate("m"), h: gate("h"), n: gate("n") };
}

/** The gates after dt, each by its exact step at a membrane that holds still. */
export function gatesAfter(
  { m, h, n }: Values<Gate>,
  v: Value,
  dt: number,
  p: Values<"vRest" | "temperature">,
): Values<Gate> {
  const phi = temperatureFactor(p.temperature);
  const rates = gateRates(v, p.vRest);
  const after = (x: Value, gate: Gate): Value => {
    const [alpha, beta] = rates[gate];
    const total = add(alpha, beta);
    const infinity = divide(alpha, total);
    return add(infinity, multiply(subtract(x, infinity), exp(multiply(multiply(-dt, phi), total))));
  };
  return { m: after(m, "m"), h: after(h, "h"), n: after(n, "n") };
}

/** Total conductance G and driving current Σ g E of a membrane: `C dv/dt = I + Σ g E − G v`. */
export function membrane(
  gates: Values<Gate>,
  p: Values<HodgkinHuxleyParameter>,
): { readonly conductance: Value; readonly drive: Value } {
  const [na, k, l] = conductances(gates, p);
  return {
    conductance: add(add(na, k), l),
    drive: add(add(multiply(na, p.eNa), multiply(k, p.eK)), multiply(l, p.eL)),
  };
}
