import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { filled, gatherStrided, type Nd, strides, walk } from "../nd.js";
import { constantInput, type OnnxNode } from "../onnx-contract.js";
import { checkAttrs, defineOp, normalizeAxis, type Op } from "../op.js";
import { type Operand, toValue } from "../operand.js";
import {
  addSizes,
  floorDivideSize,
  formatShape,
  multiplySizes,
  type Shape,
  type Size,
  sameSize,
  subtractSizes,
} from "../size.js";
import { tensor } from "../tensor.js";
import { reshape } from "./broadcast.js";

interface SliceAttrs {
  /** First index, number of elements and step, one each per axis. */
  starts: Shape;
  sizes: Shape;
  steps: readonly number[];
}
const cut: Op<["x"], SliceAttrs, "starts" | "sizes" | "steps"> = defineOp("slice", {
  inputs: ["x"],
  required: ["starts", "sizes", "steps"],
  attrs: {},
  onnx: (to, [x], { attrs: { starts, sizes, steps }, inputs: [value] }) => {
    const axes = starts.flatMap((_, k) =>
      isWhole((value as Value).shape[k], starts[k], sizes[k], steps[k]) ? [] : [k],
    );
    if (axes.length === 0) return to.node("Identity", [x]);
    // From start, `size` elements of step s end before start + s·(size − 1) + sign(s); below 0 that means "to the front".
    const ends = axes.map((k) =>
      addSizes(addSizes(starts[k], multiplySizes(steps[k], addSizes(sizes[k], -1))), Math.sign(steps[k])),
    );
    const bounded = ends.map((end) => (typeof end === "number" && end < 0 ? -(2 ** 31) : end));
    return to.node("Slice", [
      x,
      to.sizes(axes.map((k) => starts[k])),
      to.sizes(bounded),
      to.int64(axes),
      to.int64(axes.map((k) => steps[k])),
    ]);
  },
  fromOnnx: { Slice: readSlice },
  commutes: (axes, { starts, sizes, steps }) => ({
    attrs: { starts: undo(starts, axes), sizes: undo(sizes, axes), steps: undo(steps, axes) },
    axes,
  }),
  infer: ([x], { sizes }) => ({ dtype: x.dtype, shape: sizes }),
  vjp: ({ inputs: [x], g, attrs }) => [unslice(g, x.shape, attrs)],
  reference: ([x], { starts, steps }, { shape }) => {
    const own = strides(x.shape);
    const first = starts as readonly number[]; // bound by the evaluator
    checkInside(x.shape, first, shape, steps);
    const start = first.reduce((at, s, k) => at + s * own[k], 0);
    return gatherStrided(
      x,
      shape,
      own.map((step, k) => step * steps[k]),
      start,
    );
  },
  simplify: ({ inputs: [x], attrs: { starts, sizes, steps } }) =>
    x.shape.every((size, k) => isWhole(size, starts[k], sizes[k], steps[k])) ? x : undefined,
});

/** What stands for each axis after a transpose, in the order before it. */
const undo = <T>(list: readonly T[], axes: readonly number[]): T[] =>
  axes.map((_, k) => list[axes.indexOf(k)]);

/** A size that was only a name may turn out too small. Throws `index_out_of_range`. */
function checkInside(
  full: readonly number[],
  starts: readonly number[],
  sizes: readonly number[],
  steps: readonly number[],
): void {
  if (sizes.includes(0)) return;
  for (const [k, start] of starts.entries()) {
    const last = start + steps[k] * (sizes[k] - 1);
    if (Math.min(start, last) >= 0 && Math.max(start, last) < full[k]) continue;
    throw new NeurogradError(
      "index_out_of_range",
      `slice: elements ${start} to ${last} of axis ${k}, which has ${full[k]}; cut within it`,
    );
  }
}

const isWhole = (full: Size, start: Size, size: Size, step: number): boolean =>
  start === 0 && step === 1 && sameSize(size, full);

/** The transpose of a slice: the cotangent put back in place, zeros elsewhere. */
function unslice(g: Value, shape: Shape, { starts, sizes, steps }: SliceAttrs): Value {
  let y = g;
  for (const [k, step] of steps.entries()) {
    if (step < 0) y = flip(y, { axis: k });
    if (Math.abs(step) > 1) y = spread(y, k, Math.abs(step));
  }
  const pads = shape.map((full, k): readonly [Size, Size] => {
    const span = addSizes(multiplySizes(Math.abs(steps[k]), addSizes(sizes[k], -1)), 1);
    const first = steps[k] > 0 ? starts[k] : addSizes(starts[k], subtractSizes(1, span));
    return sizes[k] === 0 ? [full, 0] : [first, subtractSizes(subtractSizes(full, first), span)];
  });
  return padZeros(y, { pads, value: 0 });
}

/** `step − 1` zeros between neighbors along `axis`. */
function spread(x: Value, axis: number, step: number): Value {
  const [before, [size, ...after]] = [x.shape.slice(0, axis), x.shape.slice(axis)];
  const column = reshape(x, { shape: [...before, size, 1, ...after] });
  const padded = padZeros(column, {
    pads: column.shape.map((_, k): readonly [Size, Size] => [0, k === axis + 1 ? step - 1 : 0]),
    value: 0,
  });
  const flat = reshape(padded, { shape: [...before, multiplySizes(size, step), ...after] });
  return size === 0
    ? flat
    : slice(flat, {
        axes: [axis],
        starts: [0],
        ends: [addSizes(multiplySizes(step, addSizes(size, -1)), 1)],
      });
}

interface PadAttrs {
  pads: readonly (readonly [before: Size, after: Size])[];
  value: number;
}
/** Constant padding, one `[before, after]` per axis. Its transpose is a slice. */
export const padZeros: Op<["x"], PadAttrs, "pads"> = defineOp("pad", {
  inputs: ["x"],
  required: ["pads"],
  attrs: { value: 0 as number },
  onnx: (to, [x], { attrs: { pads, value }, inputs: [type] }) => {
    const amounts = to.sizes([...pads.map(([before]) => before), ...pads.map(([, after]) => after)]);
    return to.node("Pad", [x, amounts, to.constant(tensor(value, { dtype: (type as Value).dtype }))]);
  },
  commutes: (axes, { pads, value }) => ({ attrs: { pads: undo(pads, axes), value }, axes }),
  infer: ([x], { pads }) => {
    if (pads.length !== x.shape.length) {
      throw new NeurogradError(
        "shape_mismatch",
        `pad: ${pads.length} pairs for ${formatShape(x.shape)}; give one [before, after] per axis`,
      );
    }
    const negative = pads.flat().find((n) => typeof n === "number" && (n < 0 || !Number.isInteger(n)));
    if (negative !== undefined)
      throw new NeurogradError(
        "invalid_option",
        `pad: width ${negative}; use whole numbers from 0, or ops.slice to cut`,
      );
    return {
      dtype: x.dtype,
      shape: x.shape.map((size, k) => addSizes(size, addSizes(pads[k][0], pads[k][1]))),
    };
  },
  vjp: ({ inputs: [x], g, attrs: { pads } }) => [
    cut(g, { starts: pads.map(([before]) => before), sizes: x.shape, steps: pads.map(() => 1) }),
  ],
  reference: ([x], { pads, value }, { shape }): Nd => {
    const y = filled(shape, value);
    const to = strides(shape);
    const start = pads.reduce((at, [before], k) => at + (before as number) * to[k], 0); // bound by the evaluator
    let i = 0;
    walk(x.shape, [to], (offset) => {
      y.data[start + offset] = x.data[i++];
    });
    return y;
  },
  simplify: ({ inputs: [x], attrs: { pads } }) =>
    pads.every(([a, b]) => a === 0 && b === 0) ? x : undefined,
});

export interface SliceOptions {
  readonly starts: readonly Size[];
  readonly ends?: readonly (Size | null)[];
  /** Axes that `starts` and `ends` speak of; the first ones if left out. */
  readonly axes?: readonly number[];
  readonly steps?: readonly number[];
}

/**
 * `x[starts : ends : steps]`, as NumPy: negative indices count from the end, `null` means to the end, indices
 * beyond an end are clamped.
 *
 * VJP     x̄ = ȳ in its place, zeros elsewhere.
 * Throws  `axis_out_of_range`, `invalid_option` for a step of 0.
 * Source  https://onnx.ai/onnx/operators/onnx__Slice.html
 *
 * @example ops.slice(x, { axes: [1], starts: [0], ends: [2] })        // the first two columns
 */
export function slice(operand: Operand, options: SliceOptions): Value {
  checkAttrs("slice", options, ["ends", "axes", "steps"], ["starts"]);
  const { starts, ends, axes, steps } = options;
  const x = toValue(operand);
  const attrs = { starts: x.shape.map((): Size => 0), sizes: [...x.shape], steps: x.shape.map(() => 1) };
  for (const [i, axis] of (axes ?? starts.map((_, k) => k)).entries()) {
    const k = normalizeAxis("slice", axis, x.shape.length);
    const step = steps?.[i] ?? 1;
    if (!Number.isInteger(step) || step === 0)
      throw new NeurogradError(
        "invalid_option",
        `slice: step ${step} on axis ${axis}; use a whole number but 0`,
      );
    for (const index of [starts[i], ends?.[i]]) {
      if (typeof index !== "number" || Number.isInteger(index)) continue;
      throw new NeurogradError("invalid_option", `slice: index ${index} on axis ${axis}; use a whole number`);
    }
    [attrs.starts[k], attrs.sizes[k]] = range(x.shape[k], starts[i], ends?.[i] ?? null, step);
    attrs.steps[k] = step;
  }
  return cut(x, attrs);
}

/** First index and number of elements of `start : end : step` on an axis of size `full`. */
function range(full: Size, start: Size, end: Size | null, step: number): [Size, Size] {
  const from = place(full, start, step);
  const to = end === null ? (step > 0 ? full : -1) : place(full, end, step);
  const count = floorDivideSize(
    addSizes(step > 0 ? subtractSizes(to, from) : subtractSizes(from, to), Math.abs(step) - 1),
    Math.abs(step),
  );
  return typeof count === "number" && count <= 0 ? [0, 0] : [from, count];
}

/** An index from the front, clamped to the axis where its size is a number; 2³¹ − 1 and beyond mean an end. */
function place(full: Size, index: Size, step: number): Size {
  if (typeof index !== "number") return index;
  const [low, high] = step > 0 ? [0, full] : [-1, addSizes(full, -1)];
  if (index >= 2 ** 31 - 1) return high;
  if (index <= 1 - 2 ** 31) return low;
  const counted = index < 0 ? addSizes(full, index) : index;
  return typeof counted === "number" && typeof high === "number"
    ? Math.min(Math.max(counted, low), high)
    : counted;
}

/** `x` with the order along `axis` (all axes if none is given) reversed. VJP ȳ reversed. */
export function flip(operand: Operand, options: { readonly axis?: number | readonly number[] } = {}): Value {
  checkAttrs("flip", options, ["axis"]);
  const { axis } = options;
  const x = toValue(operand);
  const axes = axis === undefined ? x.shape.map((_, k) => k) : typeof axis === "number" ? [axis] : axis;
  return slice(x, {
    axes,
    starts: axes.map(() => -1),
    ends: axes.map(() => null),
    steps: axes.map(() => -1),
  });
}

/** The op behind `slice`, for tests and the reader. */
export { cut };

function readSlice(node: OnnxNode): Value {
  const x = node.inputs[0] as Value;
  const list = (input: number, attr: string): number[] | undefined => {
    if (node.inputs[input]) return constantList(node, input);
    return node.has(attr) ? [...node.attr(attr, [])] : undefined;
  };
  const places = (input: number, attr: string): readonly Size[] =>
    node.sizes(input) ?? list(input, attr) ?? [];
  const axes = list(3, "axes");
  const steps = list(4, "steps");
  return slice(x, {
    starts: places(1, "starts"),
    ends: places(2, "ends"),
    ...(axes && { axes }),
    ...(steps && { steps }),
  });
}

const constantList = (node: OnnxNode, index: number): number[] =>
  Array.from(constantInput(node, index).toFloat64());
