import {
  askBoth,
  type FICurve,
  type FittedActivation,
  fICurve,
  fitActivation,
  hodgkinHuxley,
  integrateAndFire,
  lif,
  lifRate,
  type Neuron,
  noiseCurrent,
  reluAsSpikes,
  siegertRate,
  simulate,
} from "neurograd/brain";

export const curveKinds = ["integrateAndFire", "noisyLif", "lif", "hodgkinHuxley"] as const;
export type CurveKind = (typeof curveKinds)[number];
export const activations = ["relu", "softplus", "sigmoid"] as const;
export type ActivationName = (typeof activations)[number];

/** What can be set of the leaky neurons. */
export interface LeakySettings {
  /** σ [mV]. */
  readonly noise: number;
  /** [ms] */
  readonly tRefractory: number;
}

/** The currents of each kind, in its unit, and how long and how finely the one that is shown runs. */
const sights = {
  integrateAndFire: { from: -0.2, to: 1, unit: "nA", dt: 1, duration: 100 },
  noisyLif: { from: 0, to: 4, unit: "nA", dt: 0.05, duration: 200 },
  lif: { from: 0, to: 4, unit: "nA", dt: 0.05, duration: 200 },
  hodgkinHuxley: { from: 0, to: 40, unit: "µA/cm²", dt: 0.02, duration: 100 },
} as const;
const count = 41;

/** How often a neuron fires at each of 41 currents. */
export interface RateCurve {
  readonly kind: CurveKind;
  readonly unit: string;
  readonly currents: readonly number[];
  /** By the closed form, where there is one, else simulated [Hz]. */
  readonly rates: readonly number[];
  readonly isClosedForm: boolean;
  /** Simulated, at some of the currents [Hz]. */
  readonly simulated: FICurve;
}

export const currentsOf = (kind: CurveKind): readonly number[] => {
  const { from, to } = sights[kind];
  return Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));
};

const membrane = { vRest: lif.parameters.vRest[0], resistance: lif.parameters.resistance[0] };

/** The curve of one kind. */
export async function rateCurve(kind: CurveKind, { noise, tRefractory }: LeakySettings): Promise<RateCurve> {
  const currents = currentsOf(kind);
  const some = currents.filter((_, k) => k % 2 === 0);
  const made = (rates: readonly number[], simulated: FICurve): RateCurve => ({
    kind,
    unit: sights[kind].unit,
    currents,
    rates,
    isClosedForm: kind !== "hodgkinHuxley",
    simulated,
  });
  if (kind === "integrateAndFire") {
    const answers = await askBoth(reluAsSpikes({ steps: 200 }), currents);
    const perSecond = 1000; // steps of 1 ms
    return made(
      answers.map(({ activation }) => activation * perSecond),
      {
        currents: some,
        rates: answers.filter((_, k) => k % 2 === 0).map(({ rate }) => rate * perSecond),
      },
    );
  }
  if (kind === "lif") {
    const options = { dt: 0.05, duration: 600, settle: 100 };
    return made(
      currents.map((current) => lifRate(current, { tRefractory })),
      await fICurve(lif({ tRefractory }), some, options),
    );
  }
  if (kind === "noisyLif") {
    const { dt } = sights.noisyLif;
    const current = noiseCurrent({ current: some, deviation: noise, dt, seed: 1 });
    const { spikes } = await simulate(lif({ tRefractory }), { n: some.length, current, dt, duration: 2000 });
    const rates: number[] = [];
    for (const each of currents) {
      rates.push(
        siegertRate({ mean: membrane.vRest + membrane.resistance * each, deviation: noise, tRefractory }),
      );
      await breath();
    }
    return made(rates, { currents: some, rates: spikes.rates() });
  }
  const simulated = await fICurve(hodgkinHuxley({ integration: "rushLarsen" }), currents, {
    dt: 0.04,
    duration: 400,
    settle: 100,
  });
  return made(simulated.rates, simulated);
}

/** The three activations laid over a curve. */
export async function fits(curve: RateCurve): Promise<Readonly<Record<ActivationName, FittedActivation>>> {
  const lay = (name: ActivationName): Promise<FittedActivation> => fitActivation(curve, name);
  return { relu: await lay("relu"), softplus: await lay("softplus"), sigmoid: await lay("sigmoid") };
}

/** A neuron at one current. */
export interface AtCurrent {
  readonly current: number;
  readonly duration: number;
  readonly dt: number;
  readonly v: Float64Array;
  readonly spikes: readonly number[];
}

export async function atCurrent(
  kind: CurveKind,
  current: number,
  { noise, tRefractory }: LeakySettings,
): Promise<AtCurrent> {
  const { dt, duration } = sights[kind];
  const { spikes, traces } = await simulate(neuronOf(kind, tRefractory), {
    n: 1,
    current: kind === "noisyLif" ? noiseCurrent({ current, deviation: noise, dt, seed: 2 }) : current,
    dt,
    duration,
    record: ["v"],
  });
  return { current, duration, dt, v: traces.v.toFloat64(), spikes: spikes.of(0) };
}

function neuronOf(kind: CurveKind, tRefractory: number): Neuron {
  if (kind === "integrateAndFire") return integrateAndFire({ reset: "subtract", fireWhen: ">=" });
  return kind === "hodgkinHuxley" ? hodgkinHuxley() : lif({ tRefractory });
}

/** Lets the page have its turn. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
