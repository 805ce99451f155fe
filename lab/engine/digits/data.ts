import { NeurogradError, readIdx, type Tensor } from "neurograd";

/** The digits that the page trains on and is asked about: 4,000 and 1,000 images, as many of each digit. */
export interface DigitsData {
  readonly train: Digits;
  readonly test: Digits;
}
export interface Digits {
  /** uint8 [n, 28, 28] */
  readonly x: Tensor;
  /** uint8 [n] */
  readonly y: Tensor;
}

/** What the build put beside the page. */
export interface DigitsFiles {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** The trained network. */
  readonly reader: Uint8Array;
}

const trained = 4000;

export async function digitsData({ images, labels }: Omit<DigitsFiles, "reader">): Promise<DigitsData> {
  const x = await readIdx(images, { name: "digit-images.gz" });
  const y = await readIdx(labels, { name: "digit-labels.gz" });
  if (x.shape[0] !== y.size || x.shape[0] <= trained) {
    throw new NeurogradError(
      "shape_mismatch",
      `lab: there are ${x.shape[0]} images and ${y.size} labels; build the lab again`,
    );
  }
  return {
    train: { x: x.slice(0, trained), y: y.slice(0, trained) },
    test: { x: x.slice(trained), y: y.slice(trained) },
  };
}
