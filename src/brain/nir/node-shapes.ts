import { NeurogradError } from "../../core/errors.js";
import { sizeOf, type Tensor } from "../../core/tensor.js";
import type { FlatNode } from "./flatten-graph.js";
import type { NirConv1d, NirConv2d, NirPadding } from "./nir-graph.js";

type Shape = readonly number[];

/** Before and after each axis. */
export type Margins = readonly (readonly [before: number, after: number])[];

/** A window that goes over the last axes of its input: of a convolution or of pooling. */
export interface Window {
  readonly size: Shape;
  readonly stride: Shape;
  readonly dilation: Shape;
  readonly margins: Margins;
}

export function convolutionWindow(
  { weight, stride, dilation, padding }: NirConv1d | NirConv2d,
  where: string,
): Window {
  const size = weight.shape.slice(2);
  if (padding === "same" && stride.some((step) => step !== 1)) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: padding "same" with stride ${stride.join(", ")}; like PyTorch, NIR has it for stride 1: write the numbers`,
    );
  }
  return { size, stride, dilation, margins: marginsOf(padding, size, dilation) };
}

const marginsOf = (padding: NirPadding, size: Shape, dilation: Shape): Margins =>
  size.map((n, axis) => {
    if (padding === "valid") return [0, 0];
    if (padding !== "same") return [padding[axis], padding[axis]];
    const total = dilation[axis] * (n - 1);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  });

/** The shape of what a node hands on for an input of this shape. Throws `shape_mismatch`. */
export function outputShape(node: FlatNode, input: Shape, where: string): Shape {
  switch (node.type) {
    case "Input":
    case "Output":
      return same(node.shape, input, where);
    case "Affine":
    case "Linear": {
      const lead = node.weight.shape.slice(0, -2);
      const [out, fed] = node.weight.shape.slice(-2);
      same([...lead, fed], input, where);
      return [...lead, out];
    }
    case "Conv1d":
    case "Conv2d": {
      const [filters, channels] = node.weight.shape;
      const window = convolutionWindow(node, where);
      if (input.length !== window.size.length + 1 || input[0] !== channels * node.groups) {
        const wanted = [channels * node.groups, ...window.size.map(() => "n")];
        throw mismatch(where, `[${wanted.join(", ")}]`, input);
      }
      return [filters, ...windowed(input.slice(1), window, where)];
    }
    case "SumPool2d":
    case "AvgPool2d": {
      if (input.length !== 3) throw mismatch(where, "[channels, height, width]", input);
      const margins = node.padding.map((n) => [n, n] as const);
      const window = { size: node.kernelSize, stride: node.stride, dilation: [1, 1], margins };
      return [input[0], ...windowed(input.slice(1), window, where)];
    }
    case "Flatten": {
      const place = (axis: number): number => (axis < 0 ? axis + input.length : axis);
      const [start, end] = [place(node.startDim), place(node.endDim)];
      if (!(start >= 0 && start <= end && end < input.length)) {
        throw new NeurogradError(
          "shape_mismatch",
          `${where}: has axes ${node.startDim} to ${node.endDim} for [${input.join(", ")}]; axes count from 0, there is no batch`,
        );
      }
      return [...input.slice(0, start), sizeOf(input.slice(start, end + 1)), ...input.slice(end + 1)];
    }
    case "Scale":
      return fitting(node.scale, input, where);
    case "Threshold":
      return fitting(node.threshold, input, where);
    case "Delay":
      return fitting(node.delay, input, where);
    default: {
      for (const value of Object.values(node)) if (isArray(value)) fitting(value, input, where);
      return input;
    }
  }
}

const isArray = (value: unknown): value is Tensor =>
  typeof value === "object" && value !== null && "dtype" in value;

/** The shape of what comes in, where a node's own numbers say it. */
export function ownShape(node: FlatNode): Shape | undefined {
  if (node.type === "Input") return node.shape;
  if (node.type === "Affine" || node.type === "Linear")
    return [...node.weight.shape.slice(0, -2), ...node.weight.shape.slice(-1)];
  if (node.type === "Conv1d" || node.type === "Conv2d") return undefined;
  for (const value of Object.values(node)) if (isArray(value) && value.size > 1) return value.shape;
  return undefined;
}

/** One number stands for all; else the sizes must be equal. */
function fitting({ shape, size }: Tensor, input: Shape, where: string): Shape {
  if (size !== 1 && size !== sizeOf(input)) throw mismatch(where, `[${shape.join(", ")}]`, input);
  return size === 1 ? input : shape;
}

function same(wanted: Shape, input: Shape, where: string): Shape {
  if (wanted.join() !== input.join()) throw mismatch(where, `[${wanted.join(", ")}]`, input);
  return wanted;
}

const mismatch = (where: string, wanted: string, input: Shape): NeurogradError =>
  new NeurogradError(
    "shape_mismatch",
    `${where}: takes ${wanted}, but [${input.join(", ")}] comes in; check the node before it (channels stand first, there is no batch)`,
  );

function windowed(input: Shape, { size, stride, dilation, margins }: Window, where: string): Shape {
  return input.map((n, axis) => {
    const [before, after] = margins[axis];
    const out = Math.floor((n + before + after - dilation[axis] * (size[axis] - 1) - 1) / stride[axis]) + 1;
    if (out >= 1) return out;
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: a window of ${size[axis]} does not fit into ${n}; use a smaller one, or padding`,
    );
  });
}
