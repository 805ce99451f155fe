import type { Tensor } from "../../core/tensor.js";
import { encode } from "../files.js";
import type { EventTensor } from "./event.js";

/**
 * A weight as grey images: 0 is black, 1 and more is white. A vector is a column, a matrix lies on its long side, of three
 * axes the last is that of the images; weights of more axes have none.
 *
 * Source  Keras 3 `callbacks.TensorBoard(write_images=True)`, `tf.image.convert_image_dtype`.
 */
export async function weightImage({ shape, data }: Tensor): Promise<EventTensor | undefined> {
  const [images, height, width, at] = layout(shape.filter((size) => size !== 1));
  if (images === 0) return undefined;
  const shown: Uint8Array[] = [];
  for (let image = 0; image < Math.min(images, mostImages); image++) {
    const rows = new Uint8Array(height * (1 + width)); // a row begins with the number of its filter, 0: none
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        rows[y * (1 + width) + 1 + x] = Math.min(
          255,
          Math.max(0, Math.floor(Number(data[at(image, y, x)]) * 255.5)),
        );
    shown.push(await greyPng(rows, width, height));
  }
  const sizes = [width, height].map((size) => encode(String(size)));
  return { dtype: "string", shape: [2 + shown.length], data: [...sizes, ...shown] };
}

/** TensorBoard shows no more of one step. */
const mostImages = 3;

type Layout = readonly [
  images: number,
  height: number,
  width: number,
  at: (image: number, y: number, x: number) => number,
];

function layout(shape: readonly number[]): Layout {
  const [a, b, c] = shape;
  if (shape.length === 1) return [1, a, 1, (_image, y) => y];
  if (shape.length === 2)
    return a > b ? [1, b, a, (_image, y, x) => x * b + y] : [1, a, b, (_image, y, x) => y * b + x];
  if (shape.length === 3) return [c, a, b, (image, y, x) => (y * b + x) * c + image];
  return [0, 0, 0, () => 0];
}

/** A PNG file of 8-bit grey. Source  W3C PNG, third edition. */
async function greyPng(rows: Uint8Array<ArrayBuffer>, width: number, height: number): Promise<Uint8Array> {
  const header = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const zlib = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const packed = new Uint8Array(await new Response(zlib).arrayBuffer());
  return new Uint8Array([
    ...signature,
    ...chunk("IHDR", header),
    ...chunk("IDAT", packed),
    ...chunk("IEND", new Uint8Array()),
  ]);
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(encode(kind), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
