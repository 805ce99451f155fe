import { isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { TensorType, Value } from "../graph.js";
import { broadcastNumbers, broadcastStrides, type Nd, walk } from "../nd.js";
import { defineOp, type Op, requireDType } from "../op.js";
import { type Operand, toValues } from "../operand.js";
import { formatShape, multiplySizes, sameSize } from "../size.js";
import { sizeOf, tensor } from "../tensor.js";
import { expandDims, reshape, squeeze } from "./broadcast.js";
import { broadcastShapes, commonDType } from "./infer.js";
import { transpose } from "./layout.js";

/** Matrix product of the last two axes; the axes before broadcast. Rank 2 or more: `matmul` takes care of vectors. */
const matrixProduct: Op<["a", "b"]> = defineOp("matmul", {
  inputs: ["a", "b"],
  attrs: {},
  onnx: (to, [a, b], { inputs: [left], outputs: [{ dtype, shape }] }) =>
    // Of nothing, the runtime's batched products are whatever stood in memory.
    left?.shape.at(-1) === 0
      ? to.node("Expand", [to.constant(tensor(0, { dtype })), to.sizes(shape)])
      : to.node("MatMul", [a, b]),
  fromOnnx: { MatMul: (node) => matmul(node.inputs[0] as Value, node.inputs[1] as Value) },
  broadcasts: "batch",
  infer: ([a, b]) => productType(a, b),
  vjp: ({ inputs: [a, b], g }) => [
    matrixProduct(g, swapLast(b)),
    // One matrix for all of a batch: one product of all rows, not a product for each and their sum.
    b.shape.length === 2 ? ofAllRows(a, g) : matrixProduct(swapLast(a), g),
  ],
  reference: ([a, b]) => productOf(a, b),
});

/** Σ aᵀ g over all rows, in whichever order: a transpose that both have had is left out. */
function ofAllRows(a: Value, g: Value): Value {
  const [before, after] = [a, g].map(rowsMoved);
  return before !== undefined && after !== undefined && before.axes.join() === after.axes.join()
    ? ofAllRows(before.x, after.x)
    : matrixProduct(swapLast(asRows(a)), asRows(g));
}

/** What was transposed with its last axis left in place, and how. */
function rowsMoved({
  node,
  shape,
}: Value): { readonly x: Value; readonly axes: readonly number[] } | undefined {
  if (node?.op !== transpose.def) return undefined;
  const { axes } = node.attrs as { readonly axes: readonly number[] | null };
  const last = shape.length - 1;
  return axes?.[last] === last ? { x: node.inputs[0] as Value, axes } : undefined;
}

/** [..., m, n] as [rows, n]. */
function asRows(x: Value): Value {
  if (x.shape.length === 2) return x;
  const rows = x.shape.slice(0, -1).reduce((p, q) => multiplySizes(p, q));
  return reshape(x, { shape: [rows, x.shape[x.shape.length - 1]] });
}

function productType(a: TensorType, b: TensorType): TensorType {
  requireDType("matmul", a, isFloat, "a float dtype");
  const [m, k] = a.shape.slice(-2);
  const [inner, n] = b.shape.slice(-2);
  if (!sameSize(k, inner)) {
    throw new NeurogradError(
      "shape_mismatch",
      `matmul: ${formatShape(a.shape)} times ${formatShape(b.shape)}: ${k} columns meet ${inner} rows; they must be equal`,
    );
  }
  return {
    dtype: commonDType("matmul", a, b),
    shape: [...broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2)), m, n],
  };
}

function productOf(a: Nd, b: Nd): Nd {
  const [m, k] = a.shape.slice(-2);
  const n = b.shape[b.shape.length - 1];
  const batch = broadcastNumbers(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, m, n];
  const data = new Float64Array(sizeOf(shape));
  let out = 0;
  const steps = [
    broadcastStrides(a.shape.slice(0, -2), batch),
    broadcastStrides(b.shape.slice(0, -2), batch),
  ];
  walk(batch, steps, (ia, ib) => {
    const [baseA, baseB] = [ia * m * k, ib * k * n];
    for (let i = 0; i < m; i++, out += n) {
      for (let l = 0; l < k; l++) {
        const x = a.data[baseA + i * k + l];
        if (x === 0 && !checkInfinite(b.data, baseB + l * n, n)) continue;
        for (let j = 0; j < n; j++) data[out + j] += x * b.data[baseB + l * n + j];
      }
    }
  });
  return { shape, data };
}

/** 0 · ∞ is NaN, so rows met by a zero may be skipped only if they are finite. */
function checkInfinite(data: Float64Array, start: number, count: number): boolean {
  for (let j = start; j < start + count; j++) if (!Number.isFinite(data[j])) return true;
  return false;
}

/** The last two axes exchanged. */
export function swapLast(x: Value): Value {
  const axes = x.shape.map((_, k) => k);
  [axes[axes.length - 2], axes[axes.length - 1]] = [axes.length - 1, axes.length - 2];
  return transpose(x, { axes });
}

/**
 * Matrix product `y = a b` as NumPy's `matmul`: the last two axes are multiplied, those before broadcast; a vector
 * on the left is a row, on the right a column, and its axis goes away again.
 *
 * Shape   [..., m, k] × [..., k, n] → [..., m, n].
 * VJP     ā = ȳ bᵀ,  b̄ = aᵀ ȳ.
 * Throws  `shape_mismatch`.
 * Source  https://onnx.ai/onnx/operators/onnx__MatMul.html
 */
export function matmul(left: Operand, right: Operand): Value {
  const [a, b] = toValues(matrixProduct.def, [left, right]) as readonly [Value, Value]; // neither is optional
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw new NeurogradError(
      "shape_mismatch",
      `matmul: ${formatShape(a.shape)} times ${formatShape(b.shape)}: a number is no matrix; use ops.multiply`,
    );
  }
  const rows = a.shape.length === 1 ? expandDims(a, { axis: 0 }) : a;
  const columns = b.shape.length === 1 ? expandDims(b, { axis: 1 }) : b;
  const y = matrixProduct(rows, columns);
  const gone = [...(a.shape.length === 1 ? [-2] : []), ...(b.shape.length === 1 ? [-1] : [])];
  return gone.length === 0 ? y : squeeze(y, { axis: gone });
}

/** The op behind `matmul`, for tests and the reader. */
export { matrixProduct };
