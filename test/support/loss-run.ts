import { expect } from "vitest";
import type { LossRun } from "../../golden/read-golden.js";
import type { Optimizer } from "../../src/nn/optimizer.js";
import * as optimizers from "../../src/nn/optimizers/index.js";
import { fromKeras, functionName } from "./from-keras.js";

type TrainedRun = Pick<LossRun, "optimizer" | "options">;

const makers = optimizers as unknown as Readonly<Record<string, (options: object) => Optimizer>>; // by golden names

/** Options of Keras's own that a run may name only at what they are here anyway. */
const unnamed: Readonly<Record<string, unknown>> = { useEma: false, emaMomentum: 0.99 };

/** The optimizer of a run of ten losses. */
export function optimizerOf({ optimizer, options }: TrainedRun): Optimizer {
  const given = Object.entries(fromKeras(options)).filter(([name, value]) => {
    if (name in unnamed) expect(value).toBe(unnamed[name]);
    return !(name in unnamed);
  });
  return makers[functionName(optimizer)](Object.fromEntries(given));
}

export const titleOf = ({ optimizer, options }: TrainedRun): string => {
  const { learning_rate, momentum = 0, nesterov, centered } = options;
  const parts = [
    `rate ${learning_rate}`,
    momentum !== 0 && `momentum ${momentum}`,
    nesterov && "nesterov",
    centered && "centered",
  ];
  return `${optimizer}, ${parts.filter(Boolean).join(", ")}`;
};
