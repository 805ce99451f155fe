import { type Tensor, tensor } from "../core/tensor.js";
import { standardize } from "../data/index.js";
import { sequential } from "../index.js";
import type { LossName, OptimizerName } from "../nn/compile.js";
import type { Layer } from "../nn/layer.js";
import * as layers from "../nn/layers/index.js";
import type { Model } from "../nn/model.js";
import type { Optimizer } from "../nn/optimizer.js";
import * as optimizers from "../nn/optimizers/index.js";
import { usageError } from "./command-error.js";
import type { Messages } from "./messages.js";
import type { Examples, Task } from "./task.js";
import type { ActivationWord, RuntimeWord, TrainValues } from "./train-options.js";

/** A network for a task, compiled, with how it wants its targets. */
export interface Network {
  readonly net: Model;
  /** Units of the layers, from the input: 784, 128, 128, 10. */
  readonly widths: readonly number[];
  readonly activation: ActivationWord;
  readonly optimizer: OptimizerName;
  /** Targets in the form that the loss compares with. */
  readonly targets: (examples: Examples) => Tensor;
}

/** The network that the options ask for. Throws an error of usage for a loss that does not fit the task. */
export function buildNetwork(task: Task, values: TrainValues, runtime: RuntimeWord, say: Messages): Network {
  const { layers: hidden = task.test ? [128, 128] : [64, 32], activation = "relu", dropout = 0 } = values;
  const { optimizer = "adam", learningRate, threads } = values;
  const { units, last, loss, metric, targets } = headFor(task, values.loss, say);
  const middle = hidden.flatMap((width) => [
    layers.dense({ units: width, activation }),
    ...(dropout > 0 ? [layers.dropout({ rate: dropout })] : []),
  ]);
  const net = sequential([
    task.input,
    ...task.entry,
    ...middle,
    layers.dense({ units, activation: last }),
    ...backToUnits(task),
  ]);
  net.compile({
    optimizer: makers[optimizer](rateFor(task, optimizer, learningRate, loss)),
    loss,
    metrics: [metric],
    runtime,
    ...(threads !== undefined && { threads }),
  });
  return { net, widths: [task.width, ...hidden, units], activation, optimizer, targets };
}

const makers: Readonly<Record<OptimizerName, (options: { readonly learningRate?: number }) => Optimizer>> =
  optimizers;

/**
 * The loss of a quantity is in its own unit, so its gradient is larger than that of the standardized one by the variance
 * (deviation, where the loss is linear). Plain descent takes that out of its rate; the others are free of it by themselves.
 */
function rateFor(
  { classes, train }: Task,
  optimizer: OptimizerName,
  asked: number | undefined,
  loss: LossName,
): { readonly learningRate?: number } {
  if (optimizer !== "sgd" || classes !== undefined) return asked === undefined ? {} : { learningRate: asked };
  const { std } = standardize(train.y);
  const isSquared = loss === "meanSquaredError" || loss === "mse";
  return { learningRate: (asked ?? 0.01) / std.item() ** (isSquared ? 2 : 1) };
}

/** A quantity is learned about 0, with deviation 1, and told in its own unit. */
function backToUnits({ classes, train }: Task): readonly Layer[] {
  if (classes !== undefined) return [];
  const unit = layers.normalization({ invert: true });
  unit.adapt(train.y.reshape([-1, 1]));
  return [unit];
}

interface Head {
  readonly units: number;
  readonly last: ActivationWord;
  readonly loss: LossName;
  readonly metric: "accuracy" | "mae";
  readonly targets: (examples: Examples) => Tensor;
}

const forClasses: readonly LossName[] = [
  "sparseCategoricalCrossentropy",
  "categoricalCrossentropy",
  "binaryCrossentropy",
  "logLoss",
];

/** The last layer and the targets, by the loss: class numbers, one of two, or a share for each class. */
function headFor({ classes }: Task, asked: LossName | undefined, say: Messages): Head {
  if (classes === undefined) {
    if (asked !== undefined && forClasses.includes(asked)) throw usageError(say.lossNeedsClasses(asked));
    const loss = asked ?? "meanSquaredError";
    return { units: 1, last: "linear", loss, metric: "mae", targets: ({ y }) => y.reshape([-1, 1]) };
  }
  const loss = asked ?? "sparseCategoricalCrossentropy";
  const [units, metric] = [classes.length, "accuracy"] as const;
  if (loss === "sparseCategoricalCrossentropy")
    return { units, last: "softmax", loss, metric, targets: ({ y }) => y };
  const isBinary = loss === "binaryCrossentropy" || loss === "logLoss";
  if (isBinary && units === 2) {
    const targets = ({ y }: Examples): Tensor => tensor(y, { dtype: "float32" }).reshape([-1, 1]);
    return { units: 1, last: "sigmoid", loss, metric, targets };
  }
  return {
    units,
    last: isBinary ? "sigmoid" : "softmax",
    loss,
    metric,
    targets: ({ y }) => oneHot(y, units),
  };
}

function oneHot(y: Tensor, classes: number): Tensor {
  const shares = new Float32Array(y.size * classes);
  y.toFloat64().forEach((label, row) => {
    shares[row * classes + label] = 1;
  });
  return tensor(shares, { shape: [y.size, classes] });
}
