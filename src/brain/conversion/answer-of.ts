import { constant } from "../../core/constant.js";
import { evaluateGraph } from "../../core/evaluate.js";
import { castTensor, fromFloat64, type Tensor } from "../../core/tensor.js";
import { type ActivationName, toActivation } from "../../nn/activation.js";

/** The mean over the steps of what was received, [examples, steps, ...], and of that the activation. */
export function answerOf({ data, shape, dtype }: Tensor, activation: string | null): Tensor {
  const [examples, steps, ...rest] = shape;
  const each = rest.reduce((a, b) => a * b, 1);
  const mean = new Float64Array(examples * each);
  for (let i = 0; i < examples; i++)
    for (let t = 0; t < steps; t++)
      for (let k = 0; k < each; k++) mean[i * each + k] += Number(data[(i * steps + t) * each + k]) / steps;
  const said = fromFloat64(mean, [examples, ...rest], "float64");
  if (activation === null) return castTensor(said, dtype);
  const y = toActivation("predict", activation as ActivationName)(constant(said, "float64")); // the trained network had it
  return castTensor(evaluateGraph({ inputs: [], outputs: { y } }, {}).y, dtype);
}
