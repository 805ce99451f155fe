import type { Tensor } from "../core/tensor.js";
import type { Optimizer } from "./optimizer.js";
import { iterationsPath } from "./state-entry.js";

/** The rate of an optimizer with a schedule, as it is at the steps done so far. Setting it throws `invalid_option`. */
export function scheduled(optimizer: Optimizer, read: (path: string) => Tensor): { learningRate: number } {
  return {
    get learningRate() {
      return optimizer.schedule?.at(Number(read(iterationsPath).item())) ?? optimizer.learningRate;
    },
    set learningRate(value) {
      optimizer.learningRate = value;
    },
  };
}
