import {
  input,
  type LabeledTensors,
  layers,
  type Model,
  optimizers,
  sequential,
  setSeed,
  type Tensor,
  tableEncodingKey,
  trainTestSplit,
} from "neurograd";
import { heldOut, type TableSpec } from "./table-spec.js";

export interface TableData {
  readonly xTrain: Tensor;
  readonly yTrain: Tensor;
  readonly xTest: Tensor;
  readonly yTest: Tensor;
}

/** Rows to learn from and rows to test on; the same ones where none are kept for testing. */
export function splitRows(
  { x, y: given, classes }: LabeledTensors,
  { testShare, seed }: TableSpec,
): TableData {
  const y = classes === undefined ? given.reshape([-1, 1]) : given;
  const testSize = heldOut(x.shape[0], testShare);
  if (testSize === 0) return { xTrain: x, yTrain: y, xTest: x, yTest: y };
  const [xTrain, xTest, yTrain, yTest] = trainTestSplit([x, y], { testSize, seed });
  return { xTrain, yTrain, xTest, yTest };
}

/** Dense layers between a scaling of the inputs and, for a quantity, one back to its unit: all of it in the model's file. */
export function tableNetwork({ xTrain, yTrain }: TableData, tensors: LabeledTensors, spec: TableSpec): Model {
  setSeed(spec.seed);
  const { classes, encoding, featureNames } = tensors;
  const scale = layers.normalization();
  scale.adapt(xTrain);
  const unit = layers.normalization({ invert: true });
  if (classes === undefined) unit.adapt(yTrain);
  const net = sequential([
    input({ shape: [featureNames.length] }),
    ...(spec.isScaled ? [scale] : []),
    ...spec.layers.map((units) => layers.dense({ units, activation: "relu" })),
    ...(classes === undefined
      ? [layers.dense({ units: 1 }), unit]
      : [layers.dense({ units: classes.length, activation: "softmax" })]),
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: spec.learningRate }),
    loss: classes === undefined ? "meanSquaredError" : "sparseCategoricalCrossentropy",
    metrics: [classes === undefined ? "mae" : "accuracy"],
    runtime: "wasm",
    threads: 1,
  });
  net.metadata = { [tableEncodingKey]: JSON.stringify(encoding) };
  return net;
}
