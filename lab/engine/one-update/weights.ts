import { evaluate, type Model, ops, optimizers, type Probe } from "neurograd";
import { optimizerOf, penaltyOf } from "../network.js";
import type { LabSpec } from "../spec.js";
import type { Training } from "../training.js";
import { derivative } from "./layer.js";

/** Everything about one tensor of weights in this update; each a number for each weight. */
export interface WeightNumbers {
  /** `hidden_1/kernel` */
  readonly path: string;
  readonly value: Float64Array;
  /** Derivative of what the example that is looked at contributes: g = ∂(ℓ + penalty)/∂w. */
  readonly exampleGradient: Float64Array;
  /** Of the penalty alone; undefined where there is none. */
  readonly penaltyGradient: Float64Array | undefined;
  /** ∂L/∂w: with a batch the mean of its examples' gradients. */
  readonly gradient: Float64Array;
  readonly update: Float64Array;
  readonly next: Float64Array;
  /** What the optimizer keeps, before and after. */
  readonly slots: Readonly<Record<string, { readonly before: Float64Array; readonly after: Float64Array }>>;
  /** What it computes on its way. */
  readonly parts: Readonly<Record<string, Float64Array>>;
}

/** All weights, from the probe of one example and that of the batch. */
export function weightNumbers(
  { spec }: Training,
  twin: Model,
  example: Probe,
  batch: Probe,
): Promise<readonly WeightNumbers[]> {
  const rule = penaltyOf(spec);
  const state = new Map(twin.state.map(({ path, value }) => [path, value]));
  const kept = Object.keys(optimizerOf(spec).slots);
  return Promise.all(
    twin.trainableWeights.map(async ({ name: path, value }) => ({
      path,
      value: value.toFloat64(),
      exampleGradient: example.gradients[path].toFloat64(),
      penaltyGradient:
        rule && path.endsWith("/kernel") ? await derivative((w) => rule.penalty(w, path), value) : undefined,
      gradient: batch.gradients[path].toFloat64(),
      update: batch.updates[path].toFloat64(),
      next: (await evaluate(ops.add(value, batch.updates[path]))).toFloat64(),
      slots: Object.fromEntries(
        kept.map((slot) => [
          slot,
          {
            before: state.get(`optimizer/${slot}/${path}`)?.toFloat64() ?? new Float64Array(),
            after: batch.slots[`${slot}/${path}`].toFloat64(),
          },
        ]),
      ),
      parts: Object.fromEntries(
        Object.entries(batch.parts)
          .filter(([name]) => name.endsWith(`/${path}`))
          .map(([name, part]) => [name.slice(0, name.indexOf("/")), part.toFloat64()]),
      ),
    })),
  );
}

/** The optimizer's numbers, its defaults included: learningRate, beta1, … */
export function optimizerConstants(spec: LabSpec): Readonly<Record<string, number>> {
  const { kind, config } = optimizerOf(spec);
  const { defaults } = (optimizers as unknown as Record<string, { readonly defaults: object }>)[kind]; // makers carry them
  const entries = Object.entries({ ...defaults, ...config });
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
