import type { Value } from "../core/graph.js";
import type { OnnxNode } from "../core/onnx-contract.js";
import { sizesVector } from "../core/ops/range.js";
import { addSizes, floorDivideSize, multiplySizes, type Size, subtractSizes } from "../core/size.js";

/**
 * Shape arithmetic, done while reading: exporters compute shapes with nodes (`Shape`, `Gather`, `Concat`, …), which
 * here are expressions of named sizes. Undefined for nodes that are not shape arithmetic.
 */
export function foldSizes(node: OnnxNode): readonly Value[] | undefined {
  if (node.opType === "Shape") {
    const { shape } = node.inputs[0] as Value;
    const end = node.attr("end", shape.length);
    return [sizesVector({ sizes: shape.slice(node.attr("start", 0), end) })];
  }
  if (node.opType === "Size") {
    const { shape } = node.inputs[0] as Value;
    return [sizesVector({ sizes: [shape.reduce<Size>(multiplySizes, 1)], scalar: true })];
  }
  const fold = folds[node.opType];
  const operands = node.inputs.map((_, i) => node.sizes(i));
  const isOpen = operands.some((sizes) => sizes?.some((size) => typeof size !== "number")); // constants fold elsewhere
  if (fold === undefined || !isOpen || !operands.every((sizes) => sizes !== undefined)) return undefined;
  const sizes = fold(operands as readonly (readonly Size[])[], node);
  return sizes && [sizesVector(sizes)];
}

interface Folded {
  sizes: readonly Size[];
  scalar?: boolean;
}
type Fold = (operands: readonly (readonly Size[])[], node: OnnxNode) => Folded | undefined;

const elementwise =
  (f: (a: Size, b: Size) => Size | undefined): Fold =>
  ([a, b], node) => {
    const length = Math.max(a.length, b.length);
    const sizes = Array.from({ length }, (_, i) => f(a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]));
    if (sizes.some((size) => size === undefined)) return undefined;
    return { sizes: sizes as readonly Size[], scalar: node.inputs.every((x) => x?.shape.length === 0) };
  };

const isScalar = (node: OnnxNode): boolean => node.inputs[0]?.shape.length === 0;

const folds: Readonly<Record<string, Fold>> = {
  Add: elementwise(addSizes),
  Sub: elementwise(subtractSizes),
  Mul: elementwise(multiplySizes),
  Div: elementwise((a, b) => (typeof b === "number" && b > 0 ? floorDivideSize(a, b) : undefined)),
  Concat: (operands) => ({ sizes: operands.flat() }),
  Gather: ([sizes, indices], node) => ({
    sizes: indices.map((i) => sizes.at(i as number) as Size), // indices are constants here
    scalar: node.inputs[1]?.shape.length === 0,
  }),
  Slice: ([sizes, [start], [end], , [step] = [1]]) =>
    step === 1 ? { sizes: sizes.slice(start as number, end as number) } : undefined,
  Unsqueeze: ([sizes]) => ({ sizes }),
  Squeeze: ([sizes]) => ({ sizes, scalar: sizes.length === 1 }),
  Reshape: ([sizes, shape]) => ({ sizes, scalar: shape.length === 0 }),
  Cast: ([sizes], node) => (node.attr("to", 0) === 7 ? { sizes, scalar: isScalar(node) } : undefined),
  Identity: ([sizes], node) => ({ sizes, scalar: isScalar(node) }),
};
