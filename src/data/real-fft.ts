import { fourierTransform } from "./fft.js";

/** The power spectrum of `size` real numbers, a power of two: |Xₖ|² of their Fourier transform, for k = 0 … size/2. */
export function powerSpectrum(size: number): (x: Float64Array, out: Float64Array) => void {
  const transform = fourierTransform(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  return (x, out) => {
    re.set(x);
    im.fill(0);
    transform(re, im);
    for (let k = 0; k <= size / 2; k++) out[k] = re[k] * re[k] + im[k] * im[k];
  };
}
