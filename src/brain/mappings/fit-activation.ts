import type { Value } from "../../core/graph.js";
import { add, mean, multiply, square, subtract } from "../../core/ops/index.js";
import { simplify } from "../../core/simplify.js";
import { tensor } from "../../core/tensor.js";
import { tensorType, trace } from "../../core/trace.js";
import { grad } from "../../core/vjp.js";
import { type ActivationLike, toActivation } from "../../nn/activation.js";
import { lbfgs } from "../../nn/lbfgs/lbfgs.js";
import { Yielder } from "../../nn/yielder.js";
import { Float64Program } from "../dynamics/float64-program.js";
import type { FICurve } from "../rates/f-i-curve.js";
import { activationAt } from "./unit-mapping.js";

/** An activation laid over an f–I curve. */
export interface FittedActivation {
  /** `rate ≈ height · φ(slope · I + bias)`. */
  readonly height: number;
  readonly slope: number;
  readonly bias: number;
  /** φ itself at each current: what a unit with this slope and bias would say. */
  readonly units: readonly number[];
  /** The fitted rates [Hz], height · φ. */
  readonly rates: readonly number[];
  /** Root of the mean squared difference, as a share of the highest rate. */
  readonly error: number;
}

/**
 * How well an activation describes a neuron: `height · φ(slope · I + bias)` laid over its f–I curve by least squares. A layer learns slope and bias by itself, and the next one height;
 * what is left over is how far unit and neuron differ in shape.
 *
 * Throws  `unknown_name` for an activation that does not exist.
 *
 * @example
 * const currents = Array.from({ length: 30 }, (_, k) => 0.1 * k);
 * const noisy = currents.map((I) => siegertRate({ mean: -70 + 10 * I, deviation: 4, tRefractory: 2 }));
 * const { error } = await fitActivation({ currents, rates: noisy }, "softplus");
 * error;                                                        // 0.009: a noisy neuron is a softplus, nearly
 */
export async function fitActivation(
  { currents, rates }: FICurve,
  activation: ActivationLike,
): Promise<FittedActivation> {
  const phi = toActivation("fitActivation", activation);
  const [low, high] = [Math.min(...currents), Math.max(...currents)];
  const highest = Math.max(...rates) || 1;
  // Currents from −1 to 1, rates to 1: so that a step of the search means the same in each direction.
  const x = currents.map((current) => (2 * (current - low)) / (high - low || 1) - 1);
  const y = rates.map((rate) => rate / highest);
  const { height, slope, bias, value } = await best(x, y, phi);
  const scale = 2 / (high - low || 1);
  const found = { height: height * highest, slope: slope * scale, bias: bias - slope * (1 + low * scale) };
  const fitted = activationAt(
    phi,
    currents.map((current) => found.slope * current + found.bias),
  );
  const fittedRates = fitted.map((unit) => found.height * unit);
  return { ...found, units: fitted, rates: fittedRates, error: Math.sqrt(value) };
}

interface Fit {
  readonly height: number;
  readonly slope: number;
  readonly bias: number;
  readonly value: number;
}

/** The best of several searches: a bend may stand anywhere, and be steep or flat. */
async function best(x: readonly number[], y: readonly number[], phi: (x: Value) => Value): Promise<Fit> {
  const scalar = tensorType([1], "float64");
  const [xs, ys] = [x, y].map((numbers) => tensor(Float64Array.from(numbers)));
  const program = new Float64Program(
    simplify(
      trace({ height: scalar, slope: scalar, bias: scalar }, ({ height, slope, bias }) => {
        const unit = phi(add(multiply(slope, xs), bias));
        const loss = mean(square(subtract(multiply(height, unit), ys)));
        const [a, b, c] = grad(loss, [height, slope, bias]);
        return { loss, a, b, c };
      }),
    ),
  );
  const clock = new Yielder();
  const evaluate = async (point: Float64Array): Promise<{ value: number; gradient: Float64Array }> => {
    await clock.pause();
    const { inputs, outputs } = program;
    [inputs.height[0], inputs.slope[0], inputs.bias[0]] = point;
    program.run();
    const gradient = Float64Array.of(outputs.a[0], outputs.b[0], outputs.c[0]);
    return { value: outputs.loss[0], gradient };
  };
  const options = { memory: 10, maxIterations: 500, gradientTolerance: 1e-9, valueTolerance: 1e-12 };
  let found: Fit = { height: 0, slope: 0, bias: 0, value: Infinity };
  for (const slope of [1, 4, 12])
    for (const place of [-0.5, 0, 0.5]) {
      const start = Float64Array.of(0.5, slope, -slope * place);
      const { x: at, value } = await lbfgs(start, evaluate, options);
      if (value < found.value) found = { height: at[0], slope: at[1], bias: at[2], value };
    }
  return found;
}
