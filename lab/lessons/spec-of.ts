import { type ActivationName, defaultSpec, type LabSpec, type LayerSpec } from "../engine/spec.js";

/** The usual set-up with some things changed. */
export const specOf = (change: Partial<LabSpec>): LabSpec => ({ ...defaultSpec, ...change });

export const dataOf = (
  name: LabSpec["data"]["name"],
  change: Partial<LabSpec["data"]> = {},
): LabSpec["data"] => ({
  ...defaultSpec.data,
  name,
  ...change,
});

/** Hidden layers of so many neurons each. */
export const layersOf = (activation: ActivationName, ...units: readonly number[]): LayerSpec[] =>
  units.map((count) => ({ units: count, activation }));
