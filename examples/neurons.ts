import { type FICurve, fICurve, fitActivation, hodgkinHuxley, lifRate, siegertRate } from "neurograd/brain";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "./command-line.js";

// An activation says how a unit answers to what comes in; an f–I curve says how often a neuron fires for each current. How much are they alike? Each activation is stretched and moved until it
// lies as near to each curve as it can, and what is left over is told in percent of the highest rate.

export interface Options {
  /** Currents of each curve. */
  readonly currents?: number;
  /** How long Hodgkin and Huxley's neuron fires for each [ms]; the first half is not counted. */
  readonly duration?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** What is left over, as a share of the highest rate. */
export type Leftover = Readonly<Record<"relu" | "softplus" | "sigmoid", number>>;

export interface Result {
  readonly still: Leftover;
  readonly noisy: Leftover;
  readonly squid: Leftover;
  /** How often the squid's membrane fires at the first of the currents that make it fire for good [Hz]. */
  readonly onsetRate: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const { currents = 41, duration = 600, lang = "en", print = console.log } = options;
  const say = speaker(lang);

  const inputs = between(0, 4, currents); // [nA]
  const still = curveOf(inputs, (current) => lifRate(current, { tRefractory: 2 }));
  const noisy = curveOf(inputs, (current) =>
    siegertRate({ mean: -70 + 10 * current, deviation: 6, tRefractory: 2 }),
  );
  const squid = await fICurve(hodgkinHuxley({ integration: "rushLarsen" }), between(0, 40, currents), {
    dt: 0.02,
    duration,
    settle: duration / 2,
  });

  const fitted = async (name: string, curve: FICurve): Promise<Leftover> => {
    const leftover = {
      relu: (await fitActivation(curve, "relu")).error,
      softplus: (await fitActivation(curve, "softplus")).error,
      sigmoid: (await fitActivation(curve, "sigmoid")).error,
    };
    const told = Object.entries(leftover).map(
      ([activation, error]) => `${activation} ${(100 * error).toFixed(1)} %`,
    );
    print(`${name}${say(": ", "：")}${told.join(say(", ", "，"))}`);
    return leftover;
  };
  const result = {
    still: await fitted(say("leaky neuron", "漏积分神经元"), still),
    noisy: await fitted(say("leaky neuron in noise", "有噪声的漏积分神经元"), noisy),
    squid: await fitted(say("Hodgkin and Huxley's", "霍奇金-赫胥黎神经元"), squid),
    onsetRate: squid.rates.find((rate) => rate > 0) ?? 0,
  };
  const onset = `${squid.currents[squid.rates.findIndex((rate) => rate > 0)]} µA/cm²`;
  const rate = `${result.onsetRate.toFixed(1)} Hz`;
  print(
    say(
      `Hodgkin and Huxley's is silent below ${onset} and fires at ${rate} there: it jumps, and goes on rising`,
      `霍奇金-赫胥黎神经元在 ${onset} 以下沉默，到那里就以 ${rate} 发放：先跳变，再继续上升`,
    ),
  );
  return result;
}

const between = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));

const curveOf = (currents: readonly number[], rate: (current: number) => number): FICurve => ({
  currents,
  rates: currents.map(rate),
});

if (isMain(import.meta.url)) await runAsProgram(run, { currents: 41, duration: 600 });
