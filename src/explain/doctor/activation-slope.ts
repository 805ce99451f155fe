import type { Layer } from "../../nn/layer.js";

/** What an activation's output tells of its slope, without looking at its input. */
export interface SlopeOfOutput {
  /** f′(z), written with a = f(z). */
  slope(a: number): number;
  /** The largest slope there is. */
  readonly most: number;
}

const seluScale = 1.0507009873554805;
const seluBottom = -seluScale * 1.6732632423543772;

/** The activations whose slope follows from their output and can come near zero. */
const slopes: Readonly<Record<string, SlopeOfOutput>> = {
  tanh: { slope: (a) => 1 - a * a, most: 1 },
  sigmoid: { slope: (a) => a * (1 - a), most: 0.25 },
  softplus: { slope: (a) => 1 - Math.exp(-a), most: 1 },
  elu: { slope: (a) => (a > 0 ? 1 : a + 1), most: 1 },
  selu: { slope: (a) => (a > 0 ? seluScale : a - seluBottom), most: -seluBottom },
  softsign: { slope: (a) => (1 - Math.abs(a)) ** 2, most: 1 },
  hardSigmoid: { slope: (a) => (a > 0 && a < 1 ? 1 / 6 : 0), most: 1 / 6 },
  hardTanh: { slope: (a) => (a > -1 && a < 1 ? 1 : 0), most: 1 },
};

/** Those that give exactly 0 with slope 0 on one side. */
const rectifiers: readonly string[] = ["relu", "relu6", "reLU"];

/** Kinds of layers whose output is the activation of a weighted sum, or of their input. */
const kinds = /^(dense$|conv[123]d|depthwiseConv|separableConv|simpleRNN$|activation$)/;

/** The name of the activation that makes a layer's output; undefined where there is none. */
export function activationOf({ kind, config }: Pick<Layer, "kind" | "config">): string | undefined {
  if (kind === "reLU") return isPlainRectifier(config) ? "reLU" : undefined;
  if (!kinds.test(kind)) return undefined;
  const { activation } = config;
  if (activation === undefined && kind === "simpleRNN") return "tanh";
  if (typeof activation === "string") return activation;
  const named = activation as { readonly kind?: unknown } | null | undefined; // as config writes activations that no string names
  return typeof named?.kind === "string" ? named.kind : undefined;
}

const isPlainRectifier = ({ negativeSlope = 0, threshold = 0 }: Readonly<Record<string, unknown>>): boolean =>
  negativeSlope === 0 && threshold === 0;

export const isRectifier = (activation: string | undefined): boolean =>
  activation !== undefined && rectifiers.includes(activation);

export const slopeOfOutput = (activation: string | undefined): SlopeOfOutput | undefined =>
  activation !== undefined && Object.hasOwn(slopes, activation) ? slopes[activation] : undefined;
