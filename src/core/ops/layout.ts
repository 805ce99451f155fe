import { constant } from "../constant.js";
import { NeurogradError } from "../errors.js";
import type { TensorType, Value } from "../graph.js";
import { gatherStrided, type Nd, strides, transposeNd } from "../nd.js";
import { constantInput } from "../onnx-contract.js";
import { checkAttrs, defineManyOp, defineOp, type ManyOp, normalizeAxis, type Op } from "../op.js";
import { type Operand, toValue, toValues } from "../operand.js";
import { addSizes, formatShape, type Size, sameSize, staticShape } from "../size.js";
import { sizeOf, tensor } from "../tensor.js";
import { broadcastTo, expandDims } from "./broadcast.js";
import { commonDType } from "./infer.js";
import { slice } from "./slice.js";

/** The permutation meant: reversed axes if none is given, as NumPy. Throws `axis_out_of_range`. */
function permutation(axes: readonly number[] | null, rank: number): number[] {
  if (axes === null) return Array.from({ length: rank }, (_, k) => rank - 1 - k);
  const perm = axes.map((axis) => normalizeAxis("transpose", axis, rank));
  if (perm.length === rank && new Set(perm).size === rank) return perm;
  throw new NeurogradError(
    "axis_out_of_range",
    `transpose: axes [${axes.join(", ")}] are no permutation of ${rank} axes; name each once`,
  );
}

/**
 * `x` with its axes permuted: axis k of y is axis `axes[k]` of x; reversed if `axes` is null.
 *
 * VJP     x̄ = ȳ permuted back.
 * Source  https://onnx.ai/onnx/operators/onnx__Transpose.html
 */
export const transpose: Op<["x"], { axes: readonly number[] | null }> = defineOp("transpose", {
  inputs: ["x"],
  attrs: { axes: null as readonly number[] | null },
  onnx: (to, [x], { attrs: { axes }, inputs: [value] }) =>
    to.node("Transpose", [x], { perm: permutation(axes, (value as Value).shape.length) }),
  fromOnnx: {
    Transpose: (node) =>
      transpose(node.inputs[0] as Value, { axes: node.has("perm") ? node.attr("perm", []) : null }),
  },
  infer: ([x], { axes }) => ({
    dtype: x.dtype,
    shape: permutation(axes, x.shape.length).map((axis) => x.shape[axis]),
  }),
  vjp: ({ inputs: [x], g, attrs: { axes } }) => [
    transpose(g, { axes: inverse(permutation(axes, x.shape.length)) }),
  ],
  reference: ([x], { axes }) => transposeNd(x, permutation(axes, x.shape.length)),
  simplify: ({ inputs: [x], attrs: { axes } }) => {
    const perm = permutation(axes, x.shape.length);
    if (perm.every((axis, k) => axis === k)) return x;
    if (x.node?.op !== transpose.def) return undefined;
    const source = x.node.inputs[0] as Value;
    const first = permutation((x.node.attrs as { axes: readonly number[] | null }).axes, perm.length);
    return transpose(source, { axes: perm.map((axis) => first[axis]) });
  },
});

const inverse = (perm: readonly number[]): number[] => perm.map((_, k) => perm.indexOf(k));

interface AxisAttr {
  axis: number;
}

/**
 * Values joined along an axis.
 *
 * Shape   sizes of `axis` add up; the others must be equal.
 * VJP     each gets its slice of ȳ.
 * Throws  `shape_mismatch`, `axis_out_of_range`, `dtype_mismatch`.
 * Source  https://onnx.ai/onnx/operators/onnx__Concat.html
 */
export const concatenate: Op<["...values"], AxisAttr> = defineOp("concatenate", {
  inputs: ["...values"],
  attrs: { axis: -1 as number },
  onnx: "Concat",
  fromOnnx: {
    Concat: (node) => concatenate(node.inputs as readonly Value[], { axis: node.attr("axis", 0) }),
  },
  commutes: (axes, attrs) => ({
    attrs: { axis: axes[normalizeAxis("concatenate", attrs.axis, axes.length)] },
    axes,
  }),
  infer: (types, { axis }) => joinedType(types, axis),
  vjp: ({ inputs, g, attrs: { axis } }) => {
    let start: Size = 0;
    return inputs.map((x) => {
      const along = normalizeAxis("concatenate", axis, x.shape.length);
      const end: Size = addSizes(start, x.shape[along]);
      const part = slice(g, { axes: [along], starts: [start], ends: [end] });
      start = end;
      return part;
    });
  },
  reference: (values, { axis }) => joinNd(values, normalizeAxis("concatenate", axis, values[0].shape.length)),
  simplify: ({ inputs }) => (inputs.length === 1 ? inputs[0] : undefined),
});

function joinedType(types: readonly TensorType[], axis: number): TensorType {
  if (types.length === 0)
    throw new NeurogradError("missing_input", "concatenate: got no values; pass at least one");
  const [first] = types;
  const along = normalizeAxis("concatenate", axis, first.shape.length);
  for (const { shape } of types) {
    if (
      shape.length === first.shape.length &&
      shape.every((size, k) => k === along || sameSize(size, first.shape[k]))
    )
      continue;
    throw new NeurogradError(
      "shape_mismatch",
      `concatenate: ${types.map((t) => formatShape(t.shape)).join(", ")} along axis ${axis}: the other axes must be equal`,
    );
  }
  const total = types.reduce<Size>((n, { shape }) => addSizes(n, shape[along]), 0);
  return {
    dtype: commonDType("concatenate", ...types),
    shape: first.shape.map((size, k) => (k === along ? total : size)),
  };
}

function joinNd(values: readonly Nd[], axis: number): Nd {
  const total = values.reduce((n, x) => n + x.shape[axis], 0);
  const shape = values[0].shape.map((n, k) => (k === axis ? total : n));
  const [before, after] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  const data = new Float64Array(before * total * after);
  let start = 0;
  for (const x of values) {
    const block = x.shape[axis] * after;
    for (let i = 0; i < before; i++)
      data.set(x.data.subarray(i * block, (i + 1) * block), i * total * after + start);
    start += block;
  }
  return { shape, data };
}

/** Values of one shape joined along a new axis. Throws what `concatenate` throws. */
export function stack(values: readonly Operand[], options: { readonly axis?: number } = {}): Value {
  checkAttrs("stack", options, ["axis"]);
  const { axis = 0 } = options;
  if (values.length === 0)
    throw new NeurogradError("missing_input", "stack: got no values; pass at least one");
  const xs = toValues(concatenate.def, values) as readonly Value[]; // none is optional
  const at = normalizeAxis("stack", axis, xs[0].shape.length + 1);
  return concatenate(
    xs.map((x) => expandDims(x, { axis: at })),
    { axis: at },
  );
}

interface SplitAttrs {
  sizes: readonly number[];
  axis: number;
}
const splitSizes: ManyOp<["x"], SplitAttrs, "sizes"> = defineManyOp("split", {
  inputs: ["x"],
  required: ["sizes"],
  attrs: { axis: -1 as number },
  onnx: (to, [x], { attrs: { sizes, axis } }) =>
    to.nodeOf("Split", [x, to.int64(sizes)], { axis }, sizes.length),
  fromOnnx: {
    Split: (node) => {
      const x = node.inputs[0] as Value;
      const listed = node.inputs[1]
        ? constantInput(node, 1).toFloat64()
        : node.has("split")
          ? node.attr("split", [])
          : undefined;
      return split(x, {
        axis: node.attr("axis", 0),
        sections: listed ? Array.from(listed) : node.outputCount,
      });
    },
  },
  infer: ([x], { sizes, axis }) => {
    const along = normalizeAxis("split", axis, x.shape.length);
    const total = sizes.reduce((a, b) => a + b, 0);
    if (x.shape[along] !== total || sizes.some((n) => n < 0)) {
      throw new NeurogradError(
        "shape_mismatch",
        `split: parts of ${sizes.join(" + ")} do not make axis ${axis} of ${formatShape(x.shape)}; sizes must add up`,
      );
    }
    return sizes.map((n) => ({ dtype: x.dtype, shape: x.shape.map((size, k) => (k === along ? n : size)) }));
  },
  vjp: ({ outputs, gs, attrs: { axis } }) => [
    concatenate(
      gs.map((g, i) => g ?? zeros(outputs[i])),
      { axis },
    ),
  ],
  reference: ([x], { axis }, types) => {
    const along = normalizeAxis("split", axis, x.shape.length);
    let start = 0;
    return types.map(({ shape }) => {
      const part = gatherStrided(x, shape, strides(x.shape), start * strides(x.shape)[along]);
      start += shape[along];
      return part;
    });
  },
});

const zeros = (x: Value): Value => broadcastTo(constant(tensor(0, { dtype: x.dtype })), { shape: x.shape });

/**
 * `x` cut along `axis`: into `sections` equal parts (the last smaller, as ONNX, where it does not come out even),
 * or into parts of the sizes listed.
 *
 * VJP     ȳ of the parts joined.
 * Source  https://onnx.ai/onnx/operators/onnx__Split.html
 */
export function split(
  operand: Operand,
  options: { readonly sections: number | readonly number[]; readonly axis?: number },
): readonly Value[] {
  checkAttrs("split", options, ["axis"], ["sections"]);
  const { sections, axis = -1 } = options;
  const x = toValue(operand);
  if (typeof sections !== "number") return splitSizes(x, { sizes: sections, axis });
  if (!Number.isInteger(sections) || sections < 1) {
    throw new NeurogradError(
      "invalid_option",
      `split: sections = ${sections}; use a whole number from 1, or list the sizes of the parts`,
    );
  }
  const [total] = staticShape([x.shape[normalizeAxis("split", axis, x.shape.length)]]) ?? [];
  if (total === undefined) {
    throw new NeurogradError(
      "unknown_size",
      `split: axis ${axis} of ${formatShape(x.shape)} is not a number; list the sizes of the parts`,
    );
  }
  const each = Math.ceil(total / sections);
  const sizes = Array.from({ length: sections }, (_, i) => Math.max(0, Math.min(each, total - i * each)));
  return splitSizes(x, { sizes, axis });
}

/** The op behind `split`, for tests and the reader. */
export { splitSizes };
