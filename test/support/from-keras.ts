import type { GoldenTensor } from "../../golden/read-golden.js";
import type { DType } from "../../src/core/dtype.js";
import { type Tensor, tensor } from "../../src/core/tensor.js";

/** Numbers of a golden file, in float64 unless they are class numbers. */
export const goldenTensor = ({ shape, data }: GoldenTensor, dtype: DType = "float64"): Tensor =>
  tensor(Array.from(data), { shape, dtype });

/** Keras's `label_smoothing`, `beta_1`, `glorot_uniform` in camelCase. */
export const camelCase = (name: string): string =>
  name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

const irregular: Readonly<Record<string, string>> = {
  ELU: "elu",
  GRU: "gru",
  LSTM: "lstm",
  RMSNormalization: "rmsNormalization",
  RMSprop: "rmsprop",
  SGD: "sgd",
  KLDivergence: "klDivergence",
  L1L2: "l1l2",
  IoU: "iou",
  CTC: "ctc",
  AUC: "auc",
};

/** Keras's class `MeanSquaredError` as the function `meanSquaredError`, `Conv2D` as `conv2d`. */
export const functionName = (className: string): string =>
  irregular[className] ??
  `${className[0].toLowerCase()}${className.slice(1)}`.replace(/\dD/, (rank) => rank.toLowerCase());

/** Names of initializers that Keras spells in another way beside its classes. */
const initializers: Readonly<Record<string, string>> = { uniform: "randomUniform", Zeros: "zeros" };
const nameOf = (option: string, name: string): string =>
  (option.endsWith("initializer") ? initializers[name] : undefined) ?? camelCase(name);

/** Keras's options in our spelling: names and names that are values in camelCase. */
export const fromKeras = (options: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      camelCase(name),
      typeof value === "string" ? nameOf(name, value) : value,
    ]),
  );
