import type { TensorType, Value } from "./core/graph.js";
import { type Tensor, tensor } from "./core/tensor.js";
import { grad } from "./core/vjp.js";
import { checkOptionNames } from "./nn/config.js";
import { type LbfgsOptions, type LbfgsResult, lbfgs } from "./nn/lbfgs/lbfgs.js";
import { checkNumber, checkPositiveInteger } from "./nn/options.js";
import { program, type TensorLike } from "./program.js";
import type { RuntimeOptions } from "./runtime/create-executor.js";

export interface MinimizeOptions extends Partial<LbfgsOptions>, RuntimeOptions {}

/** Where the search ended. */
export interface Minimum<K extends string> extends Omit<LbfgsResult, "x" | "gradient"> {
  readonly at: Readonly<Record<K, Tensor>>;
  readonly gradient: Readonly<Record<K, Tensor>>;
}

const defaults: LbfgsOptions = {
  memory: 10,
  maxIterations: 1000,
  gradientTolerance: 1e-5,
  valueTolerance: 1e-9,
};

/**
 * The nearest minimum of a function of arrays, by L-BFGS: the value and its gradient are one compiled program, the
 * search is done outside. For smooth functions of all the data at once; where that is too much, train by batches.
 *
 * Dtype   as the runtime computes: float64 in `runtime: "reference"`, else float32, whose rounding ends the search at
 *         about 1e-7 of the value.
 * Throws  what the ops throw; `not_a_scalar`; `invalid_option`; `non_finite_loss` where the start has no finite value.
 * Source  Nocedal & Wright, Numerical Optimization, 2nd edition, chapter 7; its defaults are those of SciPy's
 *         `fmin_l_bfgs_b`, nearly.
 *
 * @example
 * const { at, value } = await minimize(
 *   ({ x }) => ops.sum(ops.square(ops.subtract(x, tensor([3, -1])))),
 *   { x: [0, 0] },
 * );
 * at.x;                                                         // [3, -1]
 */
export async function minimize<K extends string>(
  loss: (values: Readonly<Record<K, Value>>) => Value,
  start: Readonly<Record<K, TensorLike>>,
  options: MinimizeOptions = {},
): Promise<Minimum<K>> {
  const { memory, maxIterations, gradientTolerance, valueTolerance, ...running } = options;
  checkOptionNames("minimize", options, [...Object.keys(defaults), "runtime", "threads"]);
  const given = { memory, maxIterations, gradientTolerance, valueTolerance };
  const set = {
    ...defaults,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  checkPositiveInteger("minimize", "memory", set.memory);
  checkPositiveInteger("minimize", "maxIterations", set.maxIterations);
  checkNumber("minimize", "gradientTolerance", set.gradientTolerance, 0);
  checkNumber("minimize", "valueTolerance", set.valueTolerance, 0);

  const names = Object.keys(start) as K[];
  const first = names.map((name) => tensor(start[name], { dtype: "float64" }));
  const types = Object.fromEntries(
    names.map((name, i): [string, TensorType] => [name, { dtype: "float32", shape: first[i].shape }]),
  ) as Record<K, TensorType>; // of its names
  const compiled = await program(
    types,
    (values) => {
      const own = values as Readonly<Record<K, Value>>;
      const value = loss(own);
      const gradients = grad(
        value,
        names.map((name) => own[name]),
      );
      return { value, ...Object.fromEntries(names.map((name, i) => [`gradient/${name}`, gradients[i]])) };
    },
    running,
  );
  const dtype = compiled.runtime === "reference" ? "float64" : "float32";
  /** A flat vector as the arrays it is made of. */
  const parts = (x: Float64Array, kind: "float32" | "float64"): Record<K, Tensor> => {
    let offset = 0;
    const entries = names.map((name, i) => {
      const data = x.subarray(offset, offset + first[i].size);
      offset += first[i].size;
      return [
        name,
        tensor(kind === "float32" ? Float32Array.from(data) : data.slice(), { shape: first[i].shape }),
      ];
    });
    return Object.fromEntries(entries) as Record<K, Tensor>; // of its names
  };
  const flat = (tensors: readonly Tensor[]): Float64Array =>
    Float64Array.from(tensors.flatMap((t) => Array.from(t.toFloat64())));
  try {
    const { x, gradient, ...found } = await lbfgs(
      flat(first),
      async (point) => {
        const out = await compiled.run(parts(point, dtype));
        return { value: out.value.item(), gradient: flat(names.map((name) => out[`gradient/${name}`])) };
      },
      set,
    );
    return { ...found, at: parts(x, dtype), gradient: parts(gradient, dtype) };
  } finally {
    await compiled.dispose();
  }
}
