import { tensor } from "neurograd";
import { decide } from "neurograd/brain";
import { meanOf } from "../mean-of.js";

export interface OwnDecisions {
  /** Share of the decisions for class 1. */
  readonly share: number;
  /** [s] */
  readonly meanTime: number;
}

const trials = 300;

/** What a network's probability of class 1 comes to when its log-odds drive a diffusion. */
export function ownDecisions(probability: number, threshold: number, seed: number): OwnDecisions {
  const predictions = tensor(new Float64Array(trials).fill(probability), {
    shape: [trials, 1],
    dtype: "float64",
  });
  const { choices, times } = decide(predictions, { threshold, dt: 0.02, seed });
  return { share: meanOf(choices), meanTime: meanOf(times) };
}
