import { centerDigit, evaluate, ops, tensor } from "neurograd";

/**
 * A square drawing as the network takes it, uint8 28 × 28: cut out, scaled and centered as the images that it has learned from were,
 * or else only made smaller. Its side is a multiple of 28.
 */
export async function prepared(ink: Uint8Array, side: number, isCentered: boolean): Promise<Uint8Array> {
  const drawing = tensor(ink, { shape: [side, side] });
  if (isCentered) return centerDigit(drawing).data as Uint8Array; // its dtype
  const size = side / 28;
  const batch = ops.reshape(ops.cast(drawing, { dtype: "float32" }), { shape: [1, 1, side, side] });
  const small = ops.averagePool(batch, { poolSize: [size, size], strides: [size, size] });
  return (await evaluate(ops.cast(ops.round(small), { dtype: "uint8" }))).data as Uint8Array; // cast to it
}
