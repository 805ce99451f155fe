import type { DType } from "../../core/dtype.js";
import type { Tensor } from "../../core/tensor.js";

// A converted network as plain data: what other programs and other chips need to know of it, and nothing of how it is run here.

interface NodeBase {
  /** Its own among all nodes; that of the layer it came of, where there is one. */
  readonly name: string;
  /** The nodes that it reads, in order. */
  readonly inputs: readonly string[];
  /** Shape of one example of what it hands on at each step, without batch and time; channels stand last, as everywhere here. */
  readonly shape: readonly number[];
}

/** The data, the same numbers at every step. */
export interface InputNode extends NodeBase {
  readonly kind: "input";
  readonly dtype: DType;
}

/** `y = x weight + bias` along the last axis: synapses, and a constant current. */
export interface AffineNode extends NodeBase {
  readonly kind: "affine";
  /** [in, out] */
  readonly weight: Tensor;
  /** [out] */
  readonly bias: Tensor;
}

/** Before and after, for each spatial axis. */
export type Pads = readonly (readonly [before: number, after: number])[];

/** A convolution over one or two spatial axes. */
export interface ConvNode extends NodeBase {
  readonly kind: "conv";
  /** [...size, channels / groups, filters] */
  readonly weight: Tensor;
  /** [filters] */
  readonly bias: Tensor;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly groups: number;
  readonly padding: "valid" | "same" | "causal";
  /** The zeros that this padding comes to. */
  readonly pads: Pads;
}

/** `y = x scale + offset`, one pair of numbers for all, or one for each place of the last axis. */
export interface ScaleNode extends NodeBase {
  readonly kind: "scale";
  /** [] or [channels] */
  readonly scale: Tensor;
  /** [] or [channels] */
  readonly offset: Tensor;
}

/** The mean of each window, padding left out of it; all of an image is a window too. */
export interface AveragePoolNode extends NodeBase {
  readonly kind: "averagePool";
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: "valid" | "same";
  readonly pads: Pads;
}

/** What has come so far is counted for each input, and handed on is by how much the largest count of each window has grown. */
export interface MaxPoolNode extends NodeBase {
  readonly kind: "maxPool";
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: "valid" | "same";
  readonly pads: Pads;
}

/** The same numbers in one axis. */
export interface FlattenNode extends NodeBase {
  readonly kind: "flatten";
}

/** The same numbers in another `shape`. */
export interface ReshapeNode extends NodeBase {
  readonly kind: "reshape";
}

/** The sum of its inputs. */
export interface AddNode extends NodeBase {
  readonly kind: "add";
}

/** `v ← v + x`; where v ≥ vThreshold a spike, 1, and v ← v − vThreshold. */
export interface IntegrateAndFireNode extends NodeBase {
  readonly kind: "integrateAndFire";
  readonly vThreshold: number;
  /** v before the first step. */
  readonly vStart: number;
}

/** What the network says: the mean over the steps of what arrives, and of that an activation, where the network it came of had one. */
export interface OutputNode extends NodeBase {
  readonly kind: "output";
  readonly activation: string | null;
}

export type SpikingNode =
  | InputNode
  | AffineNode
  | ConvNode
  | ScaleNode
  | AveragePoolNode
  | MaxPoolNode
  | FlattenNode
  | ReshapeNode
  | AddNode
  | IntegrateAndFireNode
  | OutputNode;

/**
 * A converted network as plain data. Nothing in it is in milliseconds: time goes in steps, and in each of them what is handed on goes through all nodes, with no delay between.
 * Weights and thresholds are in the units of the activations they came of: a spike of a neuron with threshold θ stands for θ, and the weights behind it are multiplied by that.
 */
export interface SpikingDescription {
  /** Each after those it reads: the input first, the output last. */
  readonly nodes: readonly SpikingNode[];
}

/** Who feeds whom: a pair for each input of each node. */
export const edgesOf = ({ nodes }: SpikingDescription): readonly (readonly [from: string, to: string])[] =>
  nodes.flatMap(({ name, inputs }) => inputs.map((from) => [from, name] as const));
