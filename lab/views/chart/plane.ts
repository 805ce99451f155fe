import { type Range, type Scale, scale } from "./scale.js";

export interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A rectangle for marks, and where numbers lie in it. */
export interface Plane extends Edges {
  readonly x: Scale;
  readonly y: Scale;
}

export function planeOf(
  edges: Edges,
  x: Range,
  y: Range,
  { isLogX = false, isLogY = false }: { readonly isLogX?: boolean; readonly isLogY?: boolean } = {},
): Plane {
  const { left, right, top, bottom } = edges;
  return { ...edges, x: scale(x, [left, right], isLogX), y: scale(y, [bottom, top], isLogY) };
}
