import { isFloat } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import { evaluateNd } from "./evaluate.js";
import { type Graph, graphInput, type Value } from "./graph.js";
import { type Nd, ndFromTensor } from "./nd.js";
import { multiply } from "./ops/arithmetic.js";
import { sum } from "./ops/broadcast.js";
import { hashUniform } from "./random-bits.js";
import { bindShape, formatShape } from "./size.js";
import { sizeOf, type Tensor } from "./tensor.js";
import { gradOrNull } from "./vjp.js";

export interface CheckGradientsOptions {
  /** 1 checks the gradient, 2 also the gradient of the gradient. */
  readonly order?: 1 | 2;
  /** Largest error allowed, relative to max(1, |numeric|). */
  readonly tolerance?: number;
  /** Step of the central difference. */
  readonly epsilon?: number;
  readonly seed?: number;
}

/**
 * Checks derivatives against central differences in float64, in one random direction v:
 * `(f(x + εv) − f(x − εv)) / 2ε` against `⟨∇f(x), v⟩`, where f is `fn` weighted by random numbers and summed.
 * For ops, layers and losses of one's own. Float inputs only are differentiated; keep them off kinks.
 *
 * Returns the largest relative error seen.
 * Throws  `gradient_mismatch` with both numbers; what `fn` throws.
 * Source  Griewank & Walther, Evaluating Derivatives, 2008, section 3.2, for the one-direction test.
 *
 * @example
 * checkGradients((x) => ops.sum(ops.square(x)), [tensor([1, 2, 3])]);
 */
export function checkGradients(
  fn: (...inputs: readonly Value[]) => Value,
  inputs: readonly Tensor[],
  { order = 2, tolerance = 1e-6, epsilon = 1e-5, seed = 0 }: CheckGradientsOptions = {},
): number {
  const values = inputs.map((x, i) =>
    graphInput(`x${i}`, { dtype: isFloat(x.dtype) ? "float64" : x.dtype, shape: x.shape }),
  );
  const nds = inputs.map(ndFromTensor);
  const random = (shape: readonly number[], stream: number): Nd => ({
    shape,
    data: hashUniform(seed * 1000 + stream, sizeOf(shape)).map((u) => 2 * u - 1),
  });
  let stream = 0;
  let worst = 0;

  /** y weighted and summed: a scalar with a generic gradient. */
  const scalar = (y: Value): Value => sum(multiply(y, weightsFor(y)));
  const extra = new Map<Value, Nd>();
  const weightsFor = (y: Value): Value => {
    const shape = bindShape(y.shape, {});
    const weights = graphInput(`weights${stream}`, { dtype: y.dtype, shape });
    extra.set(weights, random(shape, stream++));
    return weights;
  };

  const check = (loss: Value, level: number, what: string): void => {
    const floats = values.flatMap((v, i) => (isFloat(v.dtype) ? [i] : []));
    const grads = gradOrNull(
      loss,
      floats.map((i) => values[i]),
    );
    const directions = new Map(floats.map((i) => [i, random(inputs[i].shape, stream++)]));
    const at = (s: number): number =>
      run(
        loss,
        nds.map((x, i) => shifted(x, directions.get(i), s)),
      ).data[0];
    const numeric = (at(epsilon) - at(-epsilon)) / (2 * epsilon);
    let exact = 0;
    for (const [k, g] of grads.entries())
      if (g !== null) exact += dot(run(g, nds), directions.get(floats[k]) as Nd); // set above
    const error = Math.abs(numeric - exact) / Math.max(1, Math.abs(numeric));
    worst = Math.max(worst, error);
    if (!(error <= tolerance)) {
      const shapes = inputs.map((x) => formatShape(x.shape)).join(", ");
      throw new NeurogradError(
        "gradient_mismatch",
        `checkGradients: ${what} of a function of ${shapes}: numeric ${numeric}, exact ${exact}, relative error ${error.toExponential(1)}; mend the derivative, or move inputs off kinks`,
      );
    }
    if (level < order)
      for (const [k, g] of grads.entries())
        if (g !== null) check(scalar(g), level + 1, `second derivative by input ${floats[k]}`);
  };

  const run = (y: Value, xs: readonly Nd[]): Nd => {
    const all = [...values, ...extra.keys()];
    const graph: Graph = { inputs: all, outputs: { y } };
    const feeds = Object.fromEntries(all.map((v, i) => [v.name, xs[i] ?? extra.get(v)]));
    return evaluateNd(graph, feeds as Record<string, Nd>).y; // every input has its value above
  };

  check(scalar(fn(...values)), 1, "derivative");
  return worst;
}

const shifted = (x: Nd, direction: Nd | undefined, s: number): Nd =>
  direction === undefined ? x : { shape: x.shape, data: x.data.map((v, i) => v + s * direction.data[i]) };

const dot = (a: Nd, b: Nd): number => a.data.reduce((total, v, i) => total + v * b.data[i], 0);
