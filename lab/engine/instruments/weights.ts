import type { Training } from "../training.js";

export interface WeightReading {
  readonly path: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** All weights as they are. */
export async function weights(
  { net }: Training,
  _: Readonly<Record<string, never>>,
): Promise<readonly WeightReading[]> {
  return net.trainableWeights.map(({ name, shape, value }) => ({
    path: name,
    shape,
    values: Float32Array.from(value.data as Float32Array),
  }));
}
