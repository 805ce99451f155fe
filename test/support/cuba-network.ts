import { clockDriven, irregularity } from "neurograd/brain";
import { cuba } from "../../golden/cuba-network.js";
import { readBrain } from "../../golden/read-brain.js";

export interface Figures {
  /** [Hz] */
  readonly rate: number;
  /** Mean CV of the intervals of excitatory neurons. */
  readonly irregularity: number;
}

/** What the network does in `length` ms, once 200 ms have passed. */
export async function figures(seed: number, length: number, runtime: "float64" | "native"): Promise<Figures> {
  const { spikes } = await clockDriven(cuba(seed), { dt: 0.1, duration: length + 200, runtime, threads: 1 });
  const [e, i] = [spikes.e, spikes.i].map((trains) => trains.between(200));
  return { rate: (1000 * (e.length + i.length)) / 4000 / length, irregularity: irregularity(e) };
}

export const meanFigures = (runs: readonly Figures[]): Figures => {
  const mean = (f: (run: Figures) => number): number =>
    runs.reduce((sum, run) => sum + f(run), 0) / runs.length;
  return { rate: mean(({ rate }) => rate), irregularity: mean((run) => run.irregularity) };
};

/** Brian's, over five seeds. */
export const brianFigures = (length: "2000" | "500"): Figures =>
  meanFigures(readBrain().cubaNetwork.map((run) => run[length]));

/** Ours over 2 s, of three seeds. */
export const ourFigures = async (): Promise<Figures> =>
  meanFigures([
    await figures(0, 2000, "float64"),
    await figures(1, 2000, "float64"),
    await figures(2, 2000, "float64"),
  ]);
