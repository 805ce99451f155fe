/** A Gabor function up to its size: lengths in wavelengths, phase in radians. */
export interface GaborShape {
  readonly nAcross: number;
  readonly nAlong: number;
  readonly phase: number;
}

/**
 * How a Gabor function is tuned to gratings, of which each is shown at its best phase. Its spectrum is a bell at f and one at −f, which overlap where the waves are few: then an even function lets the lowest frequencies pass and an odd one is tuned
 * higher than f. Both widths are full ones at half of the greatest answer.
 *
 * Units   octaves, infinite where frequency 0 passes too; °, 180 where all orientations pass.
 */
export function gratingTuning({ nAcross, nAlong, phase }: GaborShape): {
  readonly bandwidth: number;
  readonly orientationBandwidth: number;
} {
  // Frequencies in units of f, across and along the stripes.
  const bell = (u: number, v: number): number =>
    Math.exp(-2 * Math.PI ** 2 * ((nAcross * u) ** 2 + (nAlong * v) ** 2));
  const answer = (u: number, v: number): number => {
    const [right, left] = [bell(u - 1, v), bell(u + 1, v)];
    return Math.hypot(Math.cos(phase) * (right + left), Math.sin(phase) * (right - left));
  };
  const far = 1 + 1 / nAcross;
  let peak = 0;
  for (let k = 0; k <= 2000; k++) {
    const u = (far * k) / 2000;
    if (answer(u, 0) > answer(peak, 0)) peak = u;
  }
  const half = answer(peak, 0) / 2;
  const passes = (u: number): boolean => answer(u, 0) >= half;
  const high = border(peak, far, passes);
  const low = passes(0) ? 0 : border(peak, 0, passes);
  const turned = (angle: number): boolean => answer(peak * Math.cos(angle), peak * Math.sin(angle)) >= half;
  const angle = turned(Math.PI / 2) ? Math.PI / 2 : border(0, Math.PI / 2, turned);
  return { bandwidth: Math.log2(high / low), orientationBandwidth: (360 / Math.PI) * angle };
}

/** Where between two numbers, of which the first passes and the second does not, passing ends. */
function border(inside: number, outside: number, passes: (x: number) => boolean): number {
  let [yes, no] = [inside, outside];
  for (let k = 0; k < 50; k++) {
    const middle = (yes + no) / 2;
    if (passes(middle)) yes = middle;
    else no = middle;
  }
  return (yes + no) / 2;
}
