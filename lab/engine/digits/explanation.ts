import { evaluate, type Model, ops, type Tensor, tensor, type Value } from "neurograd";
import { gradientTimesInput, inputGradients, integratedGradients, scores } from "neurograd/explain";
import type { DigitsData } from "./data.js";

export const methodNames = ["integratedGradients", "gradientTimesInput", "saliency"] as const;
export type MethodName = (typeof methodNames)[number];
export const baselineNames = ["empty", "full", "mean"] as const;
export type BaselineName = (typeof baselineNames)[number];

export interface ExplanationOptions {
  readonly image: Uint8Array;
  readonly method: MethodName;
  /** The digit whose score is explained. */
  readonly target: number;
  /** What the image is compared with: no ink, nothing but ink, the mean of the training images. */
  readonly baseline: BaselineName;
  /** Points on the way from the baseline. */
  readonly steps: number;
}

/** What each pixel has to do with the score F of a digit: what stands before the softmax. */
export interface Explanation {
  readonly method: MethodName;
  readonly target: number;
  /** 28 × 28 */
  readonly attributions: Float64Array;
  /** Σ of them. */
  readonly sum: number;
  /** F(x), F(x′) and their difference. */
  readonly score: number;
  readonly baselineScore: number;
  readonly difference: number;
  readonly baseline: Uint8Array;
}

export async function explanation(
  net: Model,
  data: DigitsData,
  { image, method, target, baseline: name, steps }: ExplanationOptions,
): Promise<Explanation> {
  const x = tensor(image, { shape: [1, 28, 28] });
  const baseline = await baselineImage(name, data);
  const found = await attributionsOf(net, x, method, target, baseline, steps);
  const both = await numbersOf(ops.concatenate([x, baseline], { axis: 0 }));
  const f = await scores(net, tensor(Uint8Array.from(both.toFloat64()), { shape: [2, 28, 28] }), { target });
  const [score, baselineScore] = f.toFloat64();
  const difference = ops.subtract(float64([score]), float64([baselineScore]));
  return {
    method,
    target,
    attributions: found.toFloat64(),
    sum: await only(ops.sum(float64(found.toFloat64()))),
    score,
    baselineScore,
    difference: await only(difference),
    baseline: baseline.data as Uint8Array, // of dtype uint8
  };
}

function attributionsOf(
  net: Model,
  x: Tensor,
  method: MethodName,
  target: number,
  baseline: Tensor,
  steps: number,
): Promise<Tensor> {
  if (method === "integratedGradients") return integratedGradients(net, x, { target, baseline, steps });
  if (method === "gradientTimesInput") return gradientTimesInput(net, x, { target });
  return inputGradients(net, x, { target }).then((slopes) => evaluate(ops.abs(slopes)));
}

/** [1, 28, 28], uint8. */
async function baselineImage(name: BaselineName, { train }: DigitsData): Promise<Tensor> {
  const plain = (level: number): Tensor => tensor(new Uint8Array(784).fill(level), { shape: [1, 28, 28] });
  if (name === "empty") return plain(0);
  if (name === "full") return plain(255);
  const known = means.get(train.x) ?? evaluate(meanOf(train.x));
  means.set(train.x, known);
  return known;
}

const means = new WeakMap<Tensor, Promise<Tensor>>();

/** In whole gray levels, as an image has them. */
function meanOf(images: Tensor): Value {
  const mean = ops.mean(ops.cast(images, { dtype: "float32" }), { axis: 0, keepdims: true });
  return ops.cast(ops.round(mean), { dtype: "uint8" });
}

const numbersOf = (value: Value): Promise<Tensor> => evaluate(value);
const only = async (value: Value): Promise<number> => (await evaluate(value)).toFloat64()[0];
const float64 = (numbers: ArrayLike<number>): Tensor =>
  tensor(Float64Array.from(numbers), { dtype: "float64" });
