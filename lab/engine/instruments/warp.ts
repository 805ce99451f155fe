import { type Tensor, tensor } from "neurograd";
import type { Training } from "../training.js";
import { watchedModel } from "./maps.js";

export interface WarpOptions {
  /** `hidden_1` */
  readonly layer: string;
  /** The two units that give the picture its axes. */
  readonly units: readonly [number, number];
  /** Cells along a side. */
  readonly size?: number;
}

/** Where places of the plane come to lie for a layer. Two numbers each: what the two units say. */
export interface Warp {
  readonly layer: string;
  readonly units: readonly [number, number];
  readonly size: number;
  /** Of the corners of size × size cells, (size + 1)² of them, rows from the top. */
  readonly corners: Float32Array;
  /** Of all points, training points first. */
  readonly points: Float32Array;
}

/** The plane as a layer sees it; undefined where there is no such layer. */
export async function warp(
  { net, data: { train, test } }: Training,
  { layer, units: [a, b], size = 40 }: WarpOptions,
): Promise<Warp | undefined> {
  const { model, names } = watchedModel(net);
  const at = names.indexOf(layer);
  if (at < 0) return undefined;
  const seen = async (x: Tensor): Promise<number[]> => {
    const outputs = Object.values(await model.predictAll(x, { batchSize: 2048 }))[at];
    const width = outputs.shape[1];
    const values = outputs.data as Float32Array;
    return Array.from({ length: outputs.shape[0] * 2 }, (_, i) => {
      const unit = i % 2 === 0 ? a : b;
      return unit < width ? values[(i >> 1) * width + unit] : 0; // a layer of one unit is a line
    });
  };
  const sets = test === train ? [train] : [train, test];
  const points = await Promise.all(sets.map(({ x }) => seen(x)));
  return {
    layer,
    units: [a, b],
    size,
    corners: Float32Array.from(await seen(cornersOf(size))),
    points: Float32Array.from(points.flat()),
  };
}

const known = new Map<number, Tensor>();

/** The corners of the cells of the square from −1 to 1, row by row from the top left. */
function cornersOf(size: number): Tensor {
  const found = known.get(size);
  if (found !== undefined) return found;
  const side = size + 1;
  const places = Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const corner = i >> 1;
    return i % 2 === 0 ? ((corner % side) / size) * 2 - 1 : 1 - (Math.floor(corner / side) / size) * 2;
  });
  const made = tensor(places, { shape: [side * side, 2] });
  known.set(size, made);
  return made;
}
