import type { Node, Value } from "../core/graph.js";
import { broadcastStrides, strides } from "../core/nd.js";
import { type AnyOp, normalizeAxis } from "../core/op.js";
import { type Axis, axesOf } from "../core/ops/broadcast.js";
import * as ops from "../core/ops/index.js";

import type { FunctionBody } from "./encode.js";
import { widthOf } from "./lanes.js";
import { copyFunction, moveFunction, transposeFunction } from "./layout.js";
import { packedBytes, productFunction } from "./matmul.js";
import { type Reduction, reductionFunction, softmaxFunction } from "./reduce.js";
import { argmaxFunction, oneHotFunction } from "./rows.js";

/** A function, made when it is needed: those of equal keys are one. */
export interface Kernel {
  readonly key: string;
  readonly make: () => FunctionBody;
}
/** One call of a function: addresses of what it reads, then of what it writes, then of memory to work in. */
export interface Call {
  readonly kernel: Kernel;
  readonly reads: readonly Value[];
  /** Which output; the first, if left out. */
  readonly writes?: number;
  readonly scratch?: number;
}
/** How a node that is not element-wise is computed: under another name, or by calls. */
export type NodeKernel = { readonly alias: Value } | { readonly calls: readonly Call[] };

type Choice = (node: Node) => NodeKernel | undefined;

const shapeOf = (value: Value | null): readonly number[] => (value?.shape ?? []) as readonly number[]; // sizes are bound
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const widthOfValue = (value: Value): number => widthOf(value.dtype) ?? 0;

/** The function that `make` gives for the numbers. */
export const kernelOf = <A>(name: string, make: (options: A) => FunctionBody, options: A): Kernel => ({
  key: `${name} ${JSON.stringify(options)}`,
  make: () => make(options),
});
const call = (kernel: Kernel, ...reads: readonly Value[]): NodeKernel => ({ calls: [{ kernel, reads }] });
const required = (node: Node, k = 0): Value => node.inputs[k] as Value;
const attrsOf = <A>(node: Node): A => node.attrs as A; // each op's own

const isFloat32 = (node: Node): boolean => required(node).dtype === "float32";

/** A matrix where it really lies: not turned over. */
interface Laid {
  readonly value: Value;
  readonly isTurned: boolean;
}

function laid(value: Value): Laid {
  const { node } = value;
  if (node?.op !== ops.transpose.def || value.shape.length !== 2) return { value, isTurned: false };
  const { value: source, isTurned } = laid(required(node));
  return { value: source, isTurned: !isTurned };
}

const matmul: Choice = (node) => {
  const [a, b] = [required(node), required(node, 1)].map(laid);
  const [shapeA, shapeB] = [shapeOf(required(node)), shapeOf(required(node, 1))];
  if (!isFloat32(node) || shapeB.length !== 2) return undefined;
  const [inner, columns] = shapeB;
  const rows = sizeOf(shapeA.slice(0, -1));
  const product = {
    rows,
    inner,
    columns,
    a: a.isTurned ? { row: 4, column: rows * 4 } : { row: inner * 4, column: 4 },
    b: b.isTurned ? { row: 4, column: inner * 4 } : { row: columns * 4, column: 4 },
  };
  return {
    calls: [
      {
        kernel: kernelOf("product", productFunction, product),
        reads: [a.value, b.value],
        scratch: packedBytes(product),
      },
    ],
  };
};

const reduction =
  (kind: Reduction["kind"]): Choice =>
  (node) => {
    if (!isFloat32(node)) return undefined;
    const x = required(node);
    const axes = axesOf(kind, attrsOf<{ readonly axis: Axis }>(node).axis, x).filter((k) => x.shape[k] !== 1);
    const shape = shapeOf(x);
    if (axes.length === 0) return { alias: x };
    const [first, last] = [axes[0], axes[axes.length - 1]];
    const isTogether = shape.slice(first, last).every((n, k) => n === 1 || axes.includes(first + k));
    if (!isTogether) return undefined;
    const [outer, length, inner] = [
      shape.slice(0, first),
      shape.slice(first, last + 1),
      shape.slice(last + 1),
    ];
    return call(
      kernelOf("reduction", reductionFunction, {
        outer: sizeOf(outer),
        length: sizeOf(length),
        inner: sizeOf(inner),
        kind,
      }),
      x,
    );
  };

/** Along the last axis. */
const softmax =
  (isLog: boolean): Choice =>
  (node) => {
    const shape = shapeOf(required(node));
    const axis = normalizeAxis("softmax", attrsOf<{ readonly axis: number }>(node).axis, shape.length);
    const columns = shape[axis];
    if (!isFloat32(node) || axis !== shape.length - 1 || columns === 0) return undefined;
    return call(
      kernelOf("softmax", softmaxFunction, { rows: sizeOf(shape) / columns, columns, isLog }),
      required(node),
    );
  };

const argBest =
  (isLeast: boolean): Choice =>
  (node) => {
    const shape = shapeOf(required(node));
    const axis = normalizeAxis("argmax", attrsOf<{ readonly axis: number }>(node).axis, shape.length);
    if (!isFloat32(node) || axis !== shape.length - 1) return undefined;
    return call(
      kernelOf("argmax", argmaxFunction, {
        rows: sizeOf(shape) / shape[axis],
        columns: shape[axis],
        isLeast,
      }),
      required(node),
    );
  };

const oneHot: Choice = (node) => {
  const x = required(node);
  const { depth, axis } = attrsOf<{ readonly depth: number; readonly axis: number }>(node);
  const isLast = normalizeAxis("oneHot", axis, x.shape.length + 1) === x.shape.length;
  if (!isLast || node.outputs[0].dtype !== "float32") return undefined;
  return call(kernelOf("oneHot", oneHotFunction, { count: sizeOf(shapeOf(x)), depth, dtype: x.dtype }), x);
};

/** Elements in another order, by steps over the result's shape. */
function strided(node: Node, steps: readonly number[], start = 0): NodeKernel {
  const width = widthOfValue(required(node));
  return call(
    kernelOf("copy", copyFunction, {
      width,
      shape: shapeOf(node.outputs[0]),
      steps: steps.map((step) => step * width),
      start: start * width,
    }),
    required(node),
  );
}

const transpose: Choice = (node) => {
  const shape = shapeOf(required(node));
  const given = attrsOf<{ readonly axes: readonly number[] | null }>(node).axes;
  const axes = shape.map((_, k) => {
    const axis = given?.[k] ?? shape.length - 1 - k;
    return axis < 0 ? axis + shape.length : axis;
  });
  const last = shape.length - 1;
  const isSwap = axes.every((axis, k) => axis === (k === last ? last - 1 : k === last - 1 ? last : k));
  if (shape.length >= 2 && isSwap && widthOfValue(required(node)) === 4) {
    const matrices = sizeOf(shape.slice(0, -2));
    return call(
      kernelOf("transpose", transposeFunction, { matrices, rows: shape[last - 1], columns: shape[last] }),
      required(node),
    );
  }
  const own = strides(shape);
  return strided(
    node,
    axes.map((axis) => own[axis]),
  );
};

const broadcastTo: Choice = (node) =>
  strided(node, broadcastStrides(shapeOf(required(node)), shapeOf(node.outputs[0])));

const slice: Choice = (node) => {
  const { starts, steps } = attrsOf<{
    readonly starts: readonly number[];
    readonly steps: readonly number[];
  }>(node);
  const own = strides(shapeOf(required(node)));
  return strided(
    node,
    own.map((step, k) => step * steps[k]),
    starts.reduce((at, s, k) => at + s * own[k], 0),
  );
};

/** Blocks of an axis: of `part` elements, at `start`, within all. */
function blocks(whole: readonly number[], axis: number, start: number, part: number, width: number) {
  const after = sizeOf(whole.slice(axis + 1)) * width;
  const [bytes, step] = [part * after, whole[axis] * after];
  return {
    rows: sizeOf(whole.slice(0, axis)),
    bytes,
    apart: { offset: start * after, step },
    together: { offset: 0, step: bytes },
  };
}

const concatenate: Choice = (node) => {
  const inputs = node.inputs as readonly Value[]; // none is optional
  const whole = shapeOf(node.outputs[0]);
  const axis = normalizeAxis("concatenate", attrsOf<{ readonly axis: number }>(node).axis, whole.length);
  let start = 0;
  const calls = inputs.map((x): Call => {
    const part = shapeOf(x)[axis];
    const { rows, bytes, apart, together } = blocks(whole, axis, start, part, widthOfValue(x));
    start += part;
    return { kernel: kernelOf("move", moveFunction, { rows, bytes, from: together, to: apart }), reads: [x] };
  });
  return { calls };
};

const split: Choice = (node) => {
  const x = required(node);
  const whole = shapeOf(x);
  const axis = normalizeAxis("split", attrsOf<{ readonly axis: number }>(node).axis, whole.length);
  let start = 0;
  const calls = node.outputs.map((output, writes): Call => {
    const part = shapeOf(output)[axis];
    const { rows, bytes, apart, together } = blocks(whole, axis, start, part, widthOfValue(x));
    start += part;
    const kernel = kernelOf("move", moveFunction, { rows, bytes, from: apart, to: together });
    return { kernel, reads: [x], writes };
  });
  return { calls };
};

const table = new Map<AnyOp, Choice>([
  [ops.reshape.def, (node) => ({ alias: required(node) })],
  [ops.stopGradient.def, (node) => ({ alias: required(node) })],
  [ops.matrixProduct.def, matmul],
  [ops.sum.def, reduction("sum")],
  [ops.mean.def, reduction("mean")],
  [ops.max.def, reduction("max")],
  [ops.min.def, reduction("min")],
  [ops.softmax.def, softmax(false)],
  [ops.logSoftmax.def, softmax(true)],
  [ops.argmax.def, argBest(false)],
  [ops.argmin.def, argBest(true)],
  [ops.oneHot.def, oneHot],
  [ops.transpose.def, transpose],
  [ops.broadcastTo.def, broadcastTo],
  [ops.cut.def, slice],
  [ops.concatenate.def, concatenate],
  [ops.splitSizes.def, split],
]);

/** How a node is computed; undefined where there is no kernel for it. */
export function nodeKernel(node: Node): NodeKernel | undefined {
  const isHandled = [...node.inputs, ...node.outputs].every(
    (value) => value === null || widthOf(value.dtype) !== undefined,
  );
  return isHandled ? table.get(node.op)?.(node) : undefined;
}

/** Whether there is a kernel for some nodes of the op. */
export const hasNodeKernel = (op: AnyOp): boolean => table.has(op);

/** Bytes as they are. */
export const copyOf = (bytes: number): Kernel => {
  const place = { offset: 0, step: 0 };
  return kernelOf("move", moveFunction, { rows: 1, bytes, from: place, to: place });
};
