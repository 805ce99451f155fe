import {
  type Bound,
  type DriftDiffusion,
  driftDiffusion,
  simulateDiffusion,
  wongWang,
} from "neurograd/brain";

/** What is drawn of time [s]. */
export const span = 4;
export const bins = 50;
const dt = 0.01;

export interface Race {
  readonly drift: number;
  readonly threshold: number;
}

/** Decisions by drift and diffusion, one after another, with what they came to. */
export class DiffusionRace {
  readonly race: Race;
  readonly closed: DriftDiffusion;
  /** How many ended in each stretch of time, at either bound. */
  readonly counts: Readonly<Record<Bound, Uint32Array>> = {
    upper: new Uint32Array(bins),
    lower: new Uint32Array(bins),
  };
  count = 0;
  wrong = 0;
  private total = 0; // s
  private seed = 0;

  constructor(race: Race) {
    this.race = race;
    this.closed = driftDiffusion(race);
  }

  get meanTime(): number {
    return this.total / this.count;
  }

  /** One decision, with the way of its evidence. */
  one(): { readonly path: Float64Array; readonly dt: number } {
    const { paths } = this.add(1, 1);
    return { path: paths[0], dt };
  }

  add(trials: number, record = 0): { readonly paths: readonly Float64Array[] } {
    const { choices, times, paths } = simulateDiffusion({
      ...this.race,
      trials,
      record,
      dt,
      seed: this.seed++,
    });
    for (const [k, t] of times.entries()) {
      const bin = Math.floor((t / span) * bins);
      if (bin < bins) this.counts[choices[k] === 1 ? "upper" : "lower"][bin]++;
      this.total += t;
      if (choices[k] !== 1) this.wrong++;
    }
    this.count += trials;
    return { paths };
  }
}

const network = wongWang();
/** The rate at which a population has won [Hz]. */
export const winningRate = 15;
const every = 10; // steps of 1 ms

export interface Contest {
  /** Rates of both populations [Hz], each 10 ms. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly dt: number;
}

/** Decisions by two populations that compete. */
export class PopulationRace {
  readonly coherence: number;
  count = 0;
  wrong = 0;
  private total = 0;
  private seed = 0;

  constructor(coherence: number) {
    this.coherence = coherence;
  }

  get meanTime(): number {
    return this.total / this.count;
  }

  one(): Contest {
    const { coherence } = this;
    const { choices, times, paths } = network.decide({
      coherence,
      trials: 1,
      record: 1,
      dt: 0.001,
      duration: span,
      threshold: winningRate,
      seed: this.seed++,
    });
    this.count++;
    this.total += times[0];
    if (choices[0] !== 0) this.wrong++;
    const [path] = paths;
    const last = path.length / 2 - 1;
    const rates = Array.from({ length: Math.ceil(last / every) + 1 }, (_, k) => {
      const at = 2 * Math.min(last, every * k);
      return network.rates([path[at], path[at + 1]], coherence);
    });
    return { first: rates.map(([a]) => a), second: rates.map(([, b]) => b), dt: every / 1000 };
  }
}
