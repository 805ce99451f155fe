/**
 * The discrete Fourier transform of `size` complex numbers, a power of two, in place: `Xₖ = Σₙ xₙ·e^(−2πikn/size)`. Made once for a size, since its tables are.
 *
 * Source  Cooley and Tukey, "An algorithm for the machine calculation of complex Fourier series", 1965.
 */
export function fourierTransform(size: number): (re: Float64Array, im: Float64Array) => void {
  const half = size / 2;
  const cos = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sin = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = (reversed[i >> 1] >> 1) + (i & 1) * half;
  return (re, im) => {
    for (let i = 0; i < size; i++) {
      const j = reversed[i];
      if (i >= j) continue;
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
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
  };
}
