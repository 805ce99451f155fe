/** A filter's numbers, row by row. */
export interface FilterPixels {
  readonly height: number;
  readonly width: number;
  readonly pixels: Float64Array;
}

/** How strongly a filter answers to the best phase of a grating: `|Σ w e^(−2πi f (x cos α + y sin α))|`. */
export function gratingResponse(
  { height, width, pixels }: FilterPixels,
  frequency: number,
  angle: number,
): number {
  const [fx, fy] = [frequency * Math.cos(angle), frequency * Math.sin(angle)];
  let [re, im] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const w = pixels[y * width + x];
      const phase = 2 * Math.PI * (fx * x + fy * y);
      re += w * Math.cos(phase);
      im -= w * Math.sin(phase);
    }
  return Math.hypot(re, im);
}

/** The grating that a filter answers to most, of 24 directions [rad] and frequencies up to ½ cycle/pixel, a quarter of what its size resolves apart. */
export function strongestWave(filter: FilterPixels): {
  readonly frequency: number;
  readonly angle: number;
} {
  const step = 1 / (4 * Math.max(filter.height, filter.width));
  let best = { frequency: step, angle: 0 };
  let most = -1;
  for (let k = 0; k < 24; k++)
    for (let frequency = step; frequency <= 0.5; frequency += step) {
      const angle = (Math.PI * k) / 24;
      const response = gratingResponse(filter, frequency, angle);
      if (response <= most) continue;
      [most, best] = [response, { frequency, angle }];
    }
  return best;
}
