/** Red, green, blue, 0 to 255. */
type Color = readonly [number, number, number];

const paper: Color = [255, 255, 255];
const warm: readonly Color[] = [paper, [252, 190, 140], [226, 88, 58], [125, 14, 42]];
const cold: readonly Color[] = [paper, [150, 200, 235], [54, 122, 194], [16, 42, 110]];

/**
 * The color of a share of the largest size: white for 0, darker red to 1, darker blue to −1. Both sides darken alike, so the
 * size can be read without the hue.
 */
export function colorOf(share: number): string {
  const stops = share < 0 ? cold : warm;
  const at = Math.min(1, Math.abs(share)) * (stops.length - 1);
  const k = Math.min(stops.length - 2, Math.floor(at));
  return hex(stops[k].map((c, i) => c + (stops[k + 1][i] - c) * (at - k)));
}

/** A color of parts 0 to 255, `#rrggbb`. */
export const hex = (parts: readonly number[]): string =>
  `#${parts
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
