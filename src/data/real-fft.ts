/**
 * The discrete Fourier transform of `size` real numbers, a power of two: `Xₖ = Σₙ xₙ·e^(−2πikn/size)` for k = 0 … size/2.
 * Made once for a size, since its tables are; gives |Xₖ|².
 *
 * Source  Cooley and Tukey, "An algorithm for the machine calculation of complex Fourier series", 1965.
 */
export function powerSpectrum(size: number): (x: Float64Array, out: Float64Array) => void {
  const half = size / 2;
  const cos = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sin = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = (reversed[i >> 1] >> 1) + (i & 1) * half;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  return (x, out) => {
    for (let i = 0; i < size; i++) re[i] = x[reversed[i]];
    im.fill(0);
    for (let span = 1; span < size; span *= 2) {
      const step = half / span;
      for (let start = 0; start < size; start += 2 * span) {
        for (let j = 0; j < span; j++) {
          const [a, b, w] = [start + j, start + j + span, j * step];
          const real = re[b] * cos[w] - im[b] * sin[w];
          const imaginary = re[b] * sin[w] + im[b] * cos[w];
          re[b] = re[a] - real;
          im[b] = im[a] - imaginary;
          re[a] += real;
          im[a] += imaginary;
        }
      }
    }
    for (let k = 0; k <= half; k++) out[k] = re[k] * re[k] + im[k] * im[k];
  };
}
