import { NeurogradError } from "../../core/errors.js";
import type { TensorType } from "../../core/graph.js";
import { add, matmul } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { type ActivationLike, toActivation } from "../activation.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";
import { asFloat } from "./as-float.js";

export interface DenseOptions extends WeightRules<"kernel" | "bias"> {
  /** Width: the number of neurons. */
  readonly units: number;
  readonly activation?: ActivationLike | null;
  readonly useBias?: boolean;
  readonly kernelInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * A fully connected layer: `y = activation(x kernel + bias)`.
 *
 * Shape   x [batch, ..., n] → [batch, ..., units]; kernel [n, units], bias [units].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Dense`.
 *
 * @example layers.dense({ units: 128, activation: "relu" })
 */
export const dense: (options: DenseOptions) => Layer = defineLayer<DenseOptions>("dense", {
  required: ["units"],
  defaults: {
    activation: null,
    useBias: true,
    kernelInitializer: "glorotUniform",
    biasInitializer: "zeros",
    ...ruleDefaults("kernel", "bias"),
  },
  check: ({ units, activation, kernelInitializer, biasInitializer }, where) => {
    checkPositiveInteger(where, "units", units);
    toActivation(`${where}: activation`, activation);
    toInitializer(`${where}: kernelInitializer`, kernelInitializer ?? "glorotUniform");
    toInitializer(`${where}: biasInitializer`, biasInitializer ?? "zeros");
  },
  weights: (
    { units, useBias, kernelInitializer = "glorotUniform", biasInitializer = "zeros" },
    [x],
    where,
  ) => ({
    kernel: { shape: [lastAxis(where, x), units], initializer: toInitializer(where, kernelInitializer) },
    ...(useBias && { bias: { shape: [units], initializer: toInitializer(where, biasInitializer) } }),
  }),
  mask: "pass",
  call: ({ x, weights: { kernel, bias }, options, name }) => {
    const product = matmul(asFloat(x), kernel); // [batch, ..., units]
    return toActivation(name, options.activation)(bias ? add(product, bias) : product);
  },
});

function lastAxis(where: string, { shape }: TensorType): number {
  const size = shape.at(-1);
  if (shape.length >= 2 && typeof size === "number") return size;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: expects [batch, ..., features] with a known number of features, got ${formatShape(shape)}; give the input's shape in full`,
  );
}
