import type { NirNode } from "./nir-graph.js";

/** Each kind of node but the graph. */
export type NirType = Exclude<NirNode["type"], "NIRGraph">;

/**
 * What a field holds: numbers with a shape; a whole number; whole numbers, as many as an axis list has; the same for one or two axes, where one number
 * stands for all; padding, which may be a word.
 */
export type FieldKind = "array" | "integer" | "integers" | "axis" | "axes" | "padding1d" | "padding2d";

export interface Field {
  /** In the file. */
  readonly name: string;
  readonly kind: FieldKind;
  /** Whether a file may leave it out. */
  readonly optional?: true;
  /** What an absent array is: zeros or ones in the shape of this other field. */
  readonly like?: readonly [field: string, fill: number];
}

const array = (name: string): Field => ({ name, kind: "array" });
const vReset: Field = { name: "v_reset", kind: "array", like: ["v_threshold", 0] }; // absent in files before 2024
const wIn = (field: string): Field => ({ name: "w_in", kind: "array", like: [field, 1] });
const convolution = (axis: "axis" | "axes", padding: FieldKind): readonly Field[] => [
  { name: "input_shape", kind: axis, optional: true },
  array("weight"),
  { name: "stride", kind: axis },
  { name: "padding", kind: padding },
  { name: "dilation", kind: axis },
  { name: "groups", kind: "integer" },
  array("bias"),
];
const pooling: readonly Field[] = [
  { name: "kernel_size", kind: "axes" },
  { name: "stride", kind: "axes" },
  { name: "padding", kind: "axes" },
];
const shape: readonly Field[] = [{ name: "shape", kind: "integers" }];

/** The fields of each kind of node, as NIR's own program writes them. */
export const nodeFields: Readonly<Record<NirType, readonly Field[]>> = {
  Input: shape,
  Output: shape,
  Affine: [array("weight"), array("bias")],
  Linear: [array("weight")],
  Scale: [array("scale")],
  Conv1d: convolution("axis", "padding1d"),
  Conv2d: convolution("axes", "padding2d"),
  Flatten: [
    { name: "start_dim", kind: "integer" },
    { name: "end_dim", kind: "integer" },
    { name: "input_type", kind: "integers", optional: true },
  ],
  SumPool2d: pooling,
  AvgPool2d: pooling,
  Threshold: [array("threshold")],
  Delay: [array("delay")],
  I: [array("r")],
  IF: [array("r"), array("v_threshold"), vReset],
  LI: [array("tau"), array("r"), array("v_leak")],
  LIF: [array("tau"), array("r"), array("v_leak"), array("v_threshold"), vReset],
  CubaLI: [array("tau_syn"), array("tau_mem"), array("r"), array("v_leak"), wIn("v_leak")],
  CubaLIF: [
    array("tau_syn"),
    array("tau_mem"),
    array("r"),
    array("v_leak"),
    array("v_threshold"),
    vReset,
    wIn("v_threshold"),
  ],
};

/** The types that a file may name. */
export const nirTypes: readonly string[] = [...Object.keys(nodeFields), "NIRGraph"];

/** `tau_mem` is `tauMem` here. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
