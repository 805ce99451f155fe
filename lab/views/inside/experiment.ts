import type { Remedy } from "neurograd/explain";
import { activationNames, initializerNames, type LabSpec, limits } from "../../engine/spec.js";

/** What a remedy makes of the lab's set-up; undefined where the lab has no such control. */
export function changeOf({ change, to }: Remedy, spec: LabSpec): Partial<LabSpec> | undefined {
  if (change === "learningRate" && typeof to === "number") {
    const [least, most] = limits.learningRate;
    const learningRate = Math.max(least, Math.min(most, to));
    return { optimizer: { ...spec.optimizer, learningRate } };
  }
  if (change === "activation") {
    const activation = activationNames.find((name) => name === to);
    return activation && { layers: spec.layers.map(({ units }) => ({ units, activation })) };
  }
  if (change === "initializer") {
    const initializer = initializerNames.find((name) => name === to);
    return initializer && { initializer };
  }
  if (change === "fewerLayers" && spec.layers.length > 2) return { layers: spec.layers.slice(0, 2) };
  return undefined;
}
