import { median } from "./statistics.js";

/** Something that runs n steps and gives ms per step of each chunk of them. */
export interface Runner {
  readonly name: string;
  run(n: number): Promise<readonly number[]>;
}

export interface Effort {
  readonly rounds: number;
  /** What one runner is to take of a round [ms]. */
  readonly roundMs: number;
  /** Rest before each turn, for threads that spin on after their work [ms]. */
  readonly restMs?: number;
}

/** Above this [ms] a runner gets fewer rounds. */
const longest = 8_000;
const mostSteps = 20_000;

/**
 * Round robin: in every round each runner takes a turn, and each round begins with another runner. Gives ms per step of every
 * round (the median of its chunks). A runner that fails is left out, and `onFailure` told why.
 */
export async function measure(
  runners: readonly Runner[],
  { rounds, roundMs, restMs = 0 }: Effort,
  onFailure: (runner: Runner, error: unknown) => void,
): Promise<Map<Runner, number[]>> {
  const turns = new Map<Runner, { steps: number; rounds: number; times: number[] }>();
  for (const runner of runners) {
    try {
      turns.set(runner, { ...(await plan(runner, rounds, roundMs)), times: [] });
    } catch (error) {
      onFailure(runner, error);
    }
  }
  for (let round = 0; round < rounds; round++) {
    const order = [...turns.keys()];
    for (let i = 0; i < order.length; i++) {
      const runner = order[(i + round) % order.length];
      const turn = turns.get(runner);
      if (turn === undefined || round >= turn.rounds) continue;
      await new Promise((resolve) => setTimeout(resolve, restMs));
      try {
        turn.times.push(median(await runner.run(turn.steps)));
      } catch (error) {
        turns.delete(runner);
        onFailure(runner, error);
      }
    }
  }
  return new Map([...turns].map(([runner, { times }]) => [runner, times]));
}

async function plan(
  runner: Runner,
  rounds: number,
  roundMs: number,
): Promise<{ steps: number; rounds: number }> {
  let steps = 1;
  let ms = median(await runner.run(1));
  if (ms < roundMs / 10) {
    ms = median(await runner.run(Math.min(mostSteps, Math.ceil(roundMs / 10 / ms)))); // one step alone is a poor guess
    steps = Math.max(1, Math.min(mostSteps, Math.floor(roundMs / ms)));
  }
  return { steps, rounds: Math.max(1, Math.min(rounds, Math.floor(longest / (steps * ms)))) };
}
