import type { Model } from "../../src/index.js";

/** Compiled for the reference: in float64, so that sums of numbers reach a threshold where arithmetic says so. */
export function onReference(net: Model): Model {
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return net;
}

/** Rows of 0 and 1. */
export const identityMatrix = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));
