import type { Value } from "../core/graph.js";
import { add, divide, maximum, minimum, multiply, sqrt, sum } from "../core/ops/index.js";

export interface ClipOptions {
  readonly clipnorm: number | null;
  readonly clipvalue: number | null;
  readonly globalClipnorm: number | null;
}

/** Gradients clipped in the one way that is given, if any. */
export function clipGradients(
  grads: readonly Value[],
  { clipnorm, clipvalue, globalClipnorm }: ClipOptions,
): readonly Value[] {
  if (clipvalue !== null) return grads.map((g) => maximum(minimum(g, clipvalue), -clipvalue));
  if (clipnorm !== null) return grads.map((g) => shrunk(g, norm([g]), clipnorm));
  if (globalClipnorm === null) return grads;
  const all = norm(grads);
  return grads.map((g) => shrunk(g, all, globalClipnorm));
}

const norm = (grads: readonly Value[]): Value =>
  sqrt(grads.map((g) => sum(multiply(g, g))).reduce((a, b) => add(a, b)));

/** g · limit / max(norm, limit) */
const shrunk = (g: Value, length: Value, limit: number): Value =>
  multiply(g, divide(limit, maximum(length, limit)));
