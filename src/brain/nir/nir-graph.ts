import type { Tensor } from "../../core/tensor.js";

// What a NIR file says, with types. Names of fields are the file's, in camelCase; time constants and delays are in seconds, as they stand there.

/** Whatever else a program wrote beside a node: nothing here relies on it. */
export interface NirMetadata {
  readonly [key: string]: NirMetadata | Tensor | string | number;
}

interface NirBase {
  readonly metadata?: NirMetadata;
}

/** Where data come in; the shape is that of one step, channels first. */
export interface NirInput extends NirBase {
  readonly type: "Input";
  readonly shape: readonly number[];
}

/** Where data go out. */
export interface NirOutput extends NirBase {
  readonly type: "Output";
  readonly shape: readonly number[];
}

/** `y = W x + b`; the weight is [..., out, in]. */
export interface NirAffine extends NirBase {
  readonly type: "Affine";
  readonly weight: Tensor;
  readonly bias: Tensor;
}

/** `y = W x`. */
export interface NirLinear extends NirBase {
  readonly type: "Linear";
  readonly weight: Tensor;
}

/** `y = s ⊙ x`. */
export interface NirScale extends NirBase {
  readonly type: "Scale";
  readonly scale: Tensor;
}

/** What surrounds the input: zeros on both sides of each axis, or a word of PyTorch's. */
export type NirPadding = readonly number[] | "same" | "valid";

/** A convolution along one axis: input [in, n], weight [out, in / groups, size]. */
export interface NirConv1d extends NirBase {
  readonly type: "Conv1d";
  /** n, where the file knows it. */
  readonly inputShape?: readonly number[];
  readonly weight: Tensor;
  readonly stride: readonly number[];
  readonly padding: NirPadding;
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly bias: Tensor;
}

/** A convolution of images: input [in, height, width], weight [out, in / groups, height, width]. */
export interface NirConv2d extends NirBase {
  readonly type: "Conv2d";
  readonly inputShape?: readonly number[];
  readonly weight: Tensor;
  readonly stride: readonly number[];
  readonly padding: NirPadding;
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly bias: Tensor;
}

/** The axes from `startDim` to `endDim` as one; the first axis of a step is 0, for there is no batch. */
export interface NirFlatten extends NirBase {
  readonly type: "Flatten";
  readonly startDim: number;
  readonly endDim: number;
  readonly inputType?: readonly number[];
}

/** The sum of each window. */
export interface NirSumPool2d extends NirBase {
  readonly type: "SumPool2d";
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
}

/** The mean of each window, the zeros of its padding counted in. */
export interface NirAvgPool2d extends NirBase {
  readonly type: "AvgPool2d";
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
}

/** `z = [x > threshold]`. */
export interface NirThreshold extends NirBase {
  readonly type: "Threshold";
  readonly threshold: Tensor;
}

/** `y(t) = x(t − delay)`. */
export interface NirDelay extends NirBase {
  readonly type: "Delay";
  /** [s] */
  readonly delay: Tensor;
}

/** `v̇ = R I`. */
export interface NirI extends NirBase {
  readonly type: "I";
  readonly r: Tensor;
}

/** `v̇ = R I`; `v > vThreshold`: a spike, and v is reset. */
export interface NirIF extends NirBase {
  readonly type: "IF";
  readonly r: Tensor;
  readonly vThreshold: Tensor;
  readonly vReset: Tensor;
}

/** `τ v̇ = (vLeak − v) + R I`. */
export interface NirLI extends NirBase {
  readonly type: "LI";
  readonly tau: Tensor;
  readonly r: Tensor;
  readonly vLeak: Tensor;
}

/** `τ v̇ = (vLeak − v) + R I`; `v > vThreshold`: a spike, and v is reset. */
export interface NirLIF extends NirBase {
  readonly type: "LIF";
  readonly tau: Tensor;
  readonly r: Tensor;
  readonly vLeak: Tensor;
  readonly vThreshold: Tensor;
  readonly vReset: Tensor;
}

/** `τsyn İ = −I + wIn S`, `τmem v̇ = (vLeak − v) + R I`. */
export interface NirCubaLI extends NirBase {
  readonly type: "CubaLI";
  readonly tauSyn: Tensor;
  readonly tauMem: Tensor;
  readonly r: Tensor;
  readonly vLeak: Tensor;
  readonly wIn: Tensor;
}

/** `τsyn İ = −I + wIn S`, `τmem v̇ = (vLeak − v) + R I`; `v > vThreshold`: a spike, and v is reset. */
export interface NirCubaLIF extends NirBase {
  readonly type: "CubaLIF";
  readonly tauSyn: Tensor;
  readonly tauMem: Tensor;
  readonly r: Tensor;
  readonly vLeak: Tensor;
  readonly vThreshold: Tensor;
  readonly vReset: Tensor;
  readonly wIn: Tensor;
}

/** Nodes by name and who feeds whom; a graph may be a node of another. */
export interface NirGraph extends NirBase {
  readonly type: "NIRGraph";
  readonly nodes: Readonly<Record<string, NirNode>>;
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Of the program that wrote the file; of the outermost graph alone. */
  readonly version?: string;
}

/** The kinds of node with a membrane. */
export type NirNeuron = NirI | NirIF | NirLI | NirLIF | NirCubaLI | NirCubaLIF;

/** The kinds of node that compute. */
export type NirUnit =
  | NirAffine
  | NirLinear
  | NirScale
  | NirConv1d
  | NirConv2d
  | NirFlatten
  | NirSumPool2d
  | NirAvgPool2d
  | NirThreshold
  | NirDelay
  | NirNeuron;

export type NirNode = NirInput | NirOutput | NirUnit | NirGraph;
