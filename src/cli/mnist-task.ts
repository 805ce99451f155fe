import { datasets } from "../data/index.js";
import * as layers from "../nn/layers/index.js";
import { input } from "../nn/symbol.js";
import { usageError } from "./command-error.js";
import { holdOut } from "./hold-out.js";
import type { Messages } from "./messages.js";
import { typed } from "./parse-options.js";
import type { Task } from "./task.js";
import type { TrainValues } from "./train-options.js";

/** Ten digits from images of 28 × 28. */
export async function mnistTask(values: TrainValues, seed: number, say: Messages): Promise<Task> {
  for (const key of ["target", "task", "ignore"] as const)
    if (values[key] !== undefined) throw usageError(say.notForMnist(typed(key)));
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: values.train, test: values.test });
  const split = holdOut(xTrain, yTrain, values.validationSplit ?? 0, seed);
  return {
    name: "mnist",
    about: [say.mnistData(split.train.x.shape[0], yTest.shape[0])],
    ...split,
    test: { x: xTest, y: yTest },
    input: input({ shape: [28, 28], dtype: "uint8" }),
    entry: [layers.rescaling({ scale: 1 / 255 }), layers.flatten()],
    width: 28 * 28,
    classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    encoding: undefined,
  };
}
