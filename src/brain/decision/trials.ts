/** Decisions, one for each trial. */
export interface DecisionTrials {
  /** What was chosen, by number: in a diffusion 1 is the upper bound, 0 the lower; −1: nothing within the duration. */
  readonly choices: Int32Array;
  /** [s] */
  readonly times: Float64Array;
  /** Share of wrong decisions among those made. */
  readonly errorRate: number;
  /** Mean time of the decisions made [s]. */
  readonly meanTime: number;
}

/** The trials with what they come to; `right` is the choice that counts as right. */
export function trialsOf(choices: Int32Array, times: Float64Array, right: number): DecisionTrials {
  const made = choices.reduce((count, choice) => count + Number(choice >= 0), 0);
  const wrong = choices.reduce((count, choice) => count + Number(choice >= 0 && choice !== right), 0);
  const time = times.reduce((sum, t, i) => sum + (choices[i] >= 0 ? t : 0), 0);
  return { choices, times, errorRate: wrong / made, meanTime: time / made };
}
