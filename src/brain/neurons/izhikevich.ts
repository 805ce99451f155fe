import type { Value } from "../../core/graph.js";
import { add, greater, multiply, subtract, where } from "../../core/ops/index.js";
import { defineNeuron, type FireWhen, type NeuronFactory } from "./neuron.js";

export interface IzhikevichChoices {
  readonly scheme: readonly ("euler" | "paper")[];
  readonly fireWhen: readonly FireWhen[];
}

/**
 * Izhikevich's neuron: `dv/dt = 0.04 v² + 5 v + 140 − u + I`, `du/dt = a (b v − u)`; where v reaches `vPeak`, a spike,
 * `v ← c`, `u ← u + d`.
 *
 * `scheme: "euler"` (default) is the plain step, to be used with dt ≤ 0.1 ms; `"paper"` is the published program's: two half-steps of v, then u with
 * the new v. With the paper's dt = 1 ms the latter is *not* the equation: a chattering neuron fires half as often as it should.
 *
 * Units   v in mV, time in ms; the current has no unit of its own.
 * Default regular spiking; `izhikevichKinds` has the others.
 * Source  Izhikevich (2003), IEEE Trans. Neural Netw. 14:1569, equations 1 to 3 and figure 2
 *
 * @example
 * const neuron = izhikevich(izhikevichKinds.chattering);
 * const { spikes } = await simulate(neuron, { current: 10, dt: 0.05, duration: 200 });
 */
export const izhikevich: NeuronFactory<"a" | "b" | "c" | "d" | "vPeak", IzhikevichChoices> = defineNeuron(
  "izhikevich",
  {
    parameters: { a: [0.02, "1/ms"], b: [0.2, "1"], c: [-65, "mV"], d: [8, "mV"], vPeak: [30, "mV"] },
    choices: { scheme: ["euler", "paper"], fireWhen: [">=", ">"] },
    units: { current: "1", v: "mV" },
    states: ({ b, c }) => ({ v: c, u: product(b, c) }),
    step: ({ state, current, jump, p, chosen, dt, fires }) => {
      const advance = (v: Value, h: number): Value => {
        const square = multiply(multiply(0.04, v), v);
        const slope = add(subtract(add(add(square, multiply(5, v)), 140), state.u), current);
        return add(v, multiply(h, slope));
      };
      const isPaper = chosen.scheme === "paper";
      const v = isPaper ? advance(advance(state.v, dt / 2), dt / 2) : advance(state.v, dt);
      const u = add(
        state.u,
        multiply(multiply(dt, p.a), subtract(multiply(p.b, isPaper ? v : state.v), state.u)),
      );
      const lifted = add(v, jump);
      const spikes = fires(lifted, p.vPeak);
      return {
        state: { v: where(greater(spikes, 0.5), p.c, lifted), u: add(u, multiply(spikes, p.d)) },
        spikes,
      };
    },
  },
);

const product = (
  b: number | readonly number[] | Float64Array,
  c: number | readonly number[] | Float64Array,
): number | Float64Array => {
  if (typeof b === "number") return typeof c === "number" ? b * c : Float64Array.from(c, (ci) => b * ci);
  return Float64Array.from(b, (bi, i) => bi * (typeof c === "number" ? c : c[i]));
};

/** The numbers of one kind of neuron. */
export interface IzhikevichKind {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Figure 2 of the paper. Source Izhikevich (2003), figure 2. */
export const izhikevichKinds: Readonly<
  Record<
    | "regularSpiking"
    | "intrinsicallyBursting"
    | "chattering"
    | "fastSpiking"
    | "lowThresholdSpiking"
    | "thalamoCortical"
    | "resonator",
    IzhikevichKind
  >
> = {
  regularSpiking: { a: 0.02, b: 0.2, c: -65, d: 8 },
  intrinsicallyBursting: { a: 0.02, b: 0.2, c: -55, d: 4 },
  chattering: { a: 0.02, b: 0.2, c: -50, d: 2 },
  fastSpiking: { a: 0.1, b: 0.2, c: -65, d: 2 },
  lowThresholdSpiking: { a: 0.02, b: 0.25, c: -65, d: 2 },
  thalamoCortical: { a: 0.02, b: 0.25, c: -65, d: 0.05 },
  resonator: { a: 0.1, b: 0.26, c: -65, d: 2 },
};
