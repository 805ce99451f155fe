import type { Picture } from "../read-image.js";

// Drawings to try the cat question without photographs: a face is a disk with two eyes; a cat's has pointed ears.

/** A face of chance size, place and color on a chance background. The same `random` numbers, the same picture. */
export function drawFace(isCat: boolean, random: () => number, size = 48): Picture {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const radius = between(0.22, 0.3) * size;
  const [cx, cy] = [between(0.4, 0.6) * size, between(0.5, 0.62) * size];
  const [paper, fur] = [color(between(140, 255), random), color(between(20, 130), random)];
  const ears = [-1, 1].map((side) => ({
    x: cx + side * 0.62 * radius,
    tip: cy - radius * between(1.35, 1.65),
  }));

  const rgb = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const inDisk = (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2;
      const inEar =
        isCat && ears.some((ear) => y > ear.tip && y < cy && Math.abs(x - ear.x) < (y - ear.tip) * 0.4);
      const inEye = [-1, 1].some(
        (side) => (x - cx - side * 0.4 * radius) ** 2 + (y - cy + 0.2 * radius) ** 2 < (0.14 * radius) ** 2,
      );
      const shade = inEye ? paper : inDisk || inEar ? fur : paper;
      for (let k = 0; k < 3; k++) rgb[3 * (y * size + x) + k] = clamp(shade[k] + 24 * (random() - 0.5));
    }
  }
  return { width: size, height: size, rgb };
}

const color = (light: number, random: () => number): number[] =>
  [0, 1, 2].map(() => clamp(light + 50 * (random() - 0.5)));
const clamp = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
