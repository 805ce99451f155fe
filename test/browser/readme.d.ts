/** The first example of README.md as a module. */
declare module "virtual:readme" {
  import type { Model, Tensor } from "neurograd";
  export const history: Awaited<ReturnType<Model["fit"]>>;
  export const loss: number;
  export const accuracy: number;
  export const probabilities: Tensor;
  export const again: Model;
  export const xTest: Tensor;
}
