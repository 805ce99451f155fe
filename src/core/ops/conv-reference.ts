import type { Nd } from "../nd.js";
import { indicesOf, type WindowAttrs, windowOf } from "./window.js";

/** y with a number for each channel added, in place. */
export function withBias(y: Nd, bias: Nd | null): Nd {
  if (bias === null) return y;
  const [, filters, ...spatial] = y.shape;
  const area = spatial.reduce((a, b) => a * b, 1);
  for (let i = 0; i < y.data.length; i++) y.data[i] += bias.data[Math.floor(i / area) % filters];
  return y;
}

/**
 * Visits every product of a convolution by the flat positions of its factors: in the larger array [batch, channels, ...],
 * in the kernel [filters, channels / groups, ...], in the smaller array [batch, filters, ...].
 */
export function eachTap(
  big: Nd,
  kernel: Nd,
  small: Nd,
  attrs: WindowAttrs & { readonly groups: number },
  visit: (big: number, kernel: number, small: number) => void,
): void {
  const window = windowOf("conv", kernel.shape.slice(2), attrs);
  const three = <T>(list: readonly T[], one: T): T[] => [
    ...Array.from({ length: 3 - list.length }, () => one),
    ...list,
  ];
  const [bigSize, kernelSize3, places] = [big, kernel, small].map((x) => three(x.shape.slice(2), 1));
  const [strides, dilations, pads] = [
    three(window.strides, 1),
    three(window.dilations, 1),
    three(window.pads, [0, 0] as const),
  ];
  const area = (size: readonly number[]): number => size[0] * size[1] * size[2];
  const [bigArea, kernelArea, smallArea] = [area(bigSize), area(kernelSize3), area(places)];
  const [filters, channels] = kernel.shape;
  /** Places along axis k at which the tap `i` meets an element, and the first such element. */
  const along = (k: number, i: number): [from: number, to: number, offset: number] => {
    const offset = i * dilations[k] - pads[k][0];
    const from = Math.max(0, Math.ceil(-offset / strides[k]));
    const to = Math.min(places[k], Math.floor((bigSize[k] - 1 - offset) / strides[k]) + 1);
    return [from, to, offset];
  };
  for (let n = 0; n < small.shape[0]; n++) {
    for (let o = 0; o < filters; o++) {
      const group = Math.floor((o * attrs.groups) / filters);
      for (let c = 0; c < channels; c++) {
        const bigStart = (n * big.shape[1] + group * channels + c) * bigArea;
        const smallStart = (n * filters + o) * smallArea;
        let tap = (o * channels + c) * kernelArea;
        for (const [i, j, l] of indicesOf(kernelSize3)) {
          const [[a0, a1, da], [b0, b1, db], [c0, c1, dc]] = [along(0, i), along(1, j), along(2, l)];
          for (let a = a0; a < a1; a++) {
            for (let b = b0; b < b1; b++) {
              const bigRow =
                bigStart + ((a * strides[0] + da) * bigSize[1] + b * strides[1] + db) * bigSize[2] + dc;
              const smallRow = smallStart + (a * places[1] + b) * places[2];
              for (let p = c0; p < c1; p++) visit(bigRow + p * strides[2], tap, smallRow + p);
            }
          }
          tap++;
        }
      }
    }
  }
}
