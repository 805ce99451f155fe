import type { Value } from "../../core/graph.js";
import { add, multiply, split } from "../../core/ops/index.js";
import { type ActivationLike, toActivation } from "../activation.js";
import type { Initializer } from "../initializer.js";
import { toInitializer } from "../to-initializer.js";
import type { RecurrentOptions } from "./recurrent.js";

// What lstm and convLSTM2d share: the memory cell with its four gates, side by side on the last axis.

export interface MemoryOptions extends RecurrentOptions {
  readonly recurrentActivation?: ActivationLike | null;
  /** The bias of the forget gate begins at 1. */
  readonly unitForgetBias?: boolean;
}

export const memoryDefaults = { recurrentActivation: "sigmoid", unitForgetBias: true } as const;

/** (z, cₜ₋₁) → [hₜ, cₜ], z being i, f, c̃ and o. */
export function memoryCell(
  name: string,
  options: MemoryOptions,
): (z: Value, c: Value) => readonly [h: Value, c: Value] {
  const [activation, gate] = [options.activation, options.recurrentActivation].map((like) =>
    toActivation(name, like),
  );
  return (z, c) => {
    const [input, forget, candidate, output] = split(z, { sections: 4 });
    const carry = add(multiply(gate(forget), c), multiply(gate(input), activation(candidate)));
    return [multiply(gate(output), activation(carry)), carry];
  };
}

/** The initializer of the bias of so many cells: ones for the forget gate, the second of four. */
export function memoryBias(
  where: string,
  { biasInitializer = "zeros", unitForgetBias }: MemoryOptions,
  cells: number,
): Initializer {
  const own = toInitializer(where, biasInitializer);
  if (!unitForgetBias) return own;
  return { ...own, values: (shape, key) => own.values(shape, key).fill(1, cells, 2 * cells) };
}
