// Colors of the theme, for canvases: as numbers, and mixed.

export type Rgb = readonly [red: number, green: number, blue: number];

/** What fields and drawings are painted with, read from the theme once. */
export interface Palette {
  readonly classes: readonly Rgb[];
  readonly zero: Rgb;
  readonly ink: Rgb;
  readonly paper: Rgb;
}

export const paletteOf = (): Palette => ({
  classes: [rgbOf("--class-0"), rgbOf("--class-1"), rgbOf("--class-2")],
  zero: rgbOf("--zero"),
  ink: rgbOf("--ink"),
  paper: rgbOf("--panel"),
});

/** A color of the theme as canvases take it. */
export const colorOf = (name: string): string => cssOf(rgbOf(name));

export const cssOf = (color: Rgb): string => `rgb(${color.join(" ")})`;

/** Whatever notation the style sheet uses: a pixel is painted with it. */
function rgbOf(name: string): Rgb {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return [0, 0, 0];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

const mixed = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Full colors would hide what is drawn on them. */
const strongest = 0.85;

/** −1 is the first color, 0 plain, 1 the second. */
export function signedColor(value: number, { classes, zero }: Palette): Rgb {
  const share = Math.max(-1, Math.min(1, value));
  return mixed(zero, share < 0 ? classes[0] : classes[1], Math.abs(share) * strongest);
}

/** The color of the probable class of a cell, the paler the less sure. */
export function classColor(values: Float32Array, cell: number, { classes, zero }: Palette): Rgb {
  const count = classes.length;
  const shares = values.subarray(cell * count, (cell + 1) * count);
  let best = 0;
  for (let k = 1; k < count; k++) if (shares[k] > shares[best]) best = k;
  const sure = Math.max(0, (shares[best] - 1 / count) / (1 - 1 / count));
  return mixed(zero, classes[best], sure * strongest);
}

/** 0 is paper, 1 is ink. */
export const inkColor = (share: number, { paper, ink }: Palette): Rgb =>
  mixed(paper, ink, Math.max(0, Math.min(1, share)));
