import { Tensor } from "../core/tensor.js";

/**
 * A gray image in the PGM format, as text (P2) or bytes (P5), with up to 16 bits a pixel.
 *
 * Shape   [height, width].   Dtype  uint8, 0 black to 255 white.
 * Throws  `RangeError` that says what is wrong.
 * Source  https://netpbm.sourceforge.net/doc/pgm.html
 */
export function readPgm(bytes: Uint8Array): Tensor {
  const header = new Header(bytes);
  const magic = String.fromCharCode(bytes[0], bytes[1]);
  if (magic !== "P2" && magic !== "P5") throw new RangeError('it does not begin with "P2" or "P5"');
  const [width, height, most] = [header.next(), header.next(), header.next()];
  if (!(width >= 1 && height >= 1 && width * height <= 2 ** 28))
    throw new RangeError(`the size ${width} × ${height} is not one of an image`);
  if (!(most >= 1 && most <= 65_535))
    throw new RangeError(`the largest value ${most} is not from 1 to 65535`);
  const pixels = new Uint8Array(width * height);
  const start = header.at + 1; // one white space
  const each = most > 255 ? 2 : 1;
  if (magic === "P5" && bytes.length < start + pixels.length * each)
    throw new RangeError(`it is cut off: ${bytes.length - start} of ${pixels.length * each} bytes are there`);
  for (let i = 0; i < pixels.length; i++) {
    const value =
      magic === "P2"
        ? header.next()
        : each === 1
          ? bytes[start + i]
          : bytes[start + 2 * i] * 256 + bytes[start + 2 * i + 1];
    if (!(value <= most)) throw new RangeError(`pixel ${i} is ${value}, above the largest value ${most}`);
    pixels[i] = Math.round((value * 255) / most);
  }
  return new Tensor(pixels, [height, width], "uint8");
}

/** The numbers after the first two bytes, with white space and comments between them. */
class Header {
  at = 2;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** NaN where there is none. */
  next(): number {
    const { bytes } = this;
    while (isSpace(bytes[this.at]) || bytes[this.at] === 0x23) {
      if (bytes[this.at] === 0x23) while (this.at < bytes.length && bytes[this.at] !== 0x0a) this.at++;
      else this.at++;
    }
    const start = this.at;
    while (bytes[this.at] >= 0x30 && bytes[this.at] <= 0x39) this.at++;
    if (start === this.at) return Number.NaN;
    return Number(String.fromCharCode(...bytes.subarray(start, Math.min(this.at, start + 9))));
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
