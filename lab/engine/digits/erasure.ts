import { evaluate, type Model, ops, permutation, type Tensor, tensor } from "neurograd";
import { erase, scores } from "neurograd/explain";

export interface ErasureOptions {
  readonly image: Uint8Array;
  /** 28 × 28: the highest go first. */
  readonly attributions: Float64Array;
  /** What stands in their place. */
  readonly baseline: Uint8Array;
  readonly target: number;
}

/** What becomes of the probability while pixels go: those that an explanation names, or any. */
export interface ErasureReading {
  /** Which parts of the pixels that differ from the baseline are gone. */
  readonly shares: readonly number[];
  /** The target's probability, the highest ranked gone first. */
  readonly byRank: readonly number[];
  /** The mean over `draws` random orders. */
  readonly byChance: readonly number[];
  readonly draws: number;
  /** The image after each share, highest ranked first, and after the first random order: 28 × 28 each. */
  readonly rankedImages: readonly Uint8Array[];
  readonly randomImages: readonly Uint8Array[];
}

const shares: readonly number[] = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const draws = 10;

export async function erasure(net: Model, options: ErasureOptions): Promise<ErasureReading> {
  const { image, attributions, baseline, target } = options;
  const x = tensor(image, { shape: [1, 28, 28] });
  const empty = tensor(baseline, { shape: [1, 28, 28] });
  const ranks = tensor(attributions, { shape: [1, 28, 28], dtype: "float64" });
  const orders = Array.from({ length: draws }, (_, seed) =>
    tensor(Float64Array.from(permutation(784, seed)), { shape: [1, 28, 28], dtype: "float64" }),
  );
  const images = (order: Tensor): readonly Uint8Array[] =>
    shares.map((share) => erase(x, order, { share, baseline: empty }).data as Uint8Array); // as x
  const probabilities = async (all: readonly Uint8Array[]): Promise<Tensor> => {
    const pixels = new Uint8Array(all.length * 784);
    all.forEach((one, k) => {
      pixels.set(one, k * 784);
    });
    const given = tensor(pixels, { shape: [all.length, 28, 28] });
    return scores(net, given, { target, score: "output", batchSize: shares.length });
  };
  const ranked = images(ranks);
  const random = orders.map(images);
  const chance = (await probabilities(random.flat())).reshape([draws, shares.length]);
  return {
    shares,
    byRank: [...(await probabilities(ranked)).toFloat64()],
    byChance: [...(await evaluate(ops.mean(chance, { axis: 0 }))).toFloat64()],
    draws,
    rankedImages: ranked,
    randomImages: random[0],
  };
}
