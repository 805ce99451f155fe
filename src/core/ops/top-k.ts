import { constant } from "../constant.js";
import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { type Nd, strides, walk } from "../nd.js";
import { constantInput } from "../onnx-contract.js";
import { through } from "../onnx-dtype.js";
import { defineManyOp, type ManyOp, normalizeAxis } from "../op.js";
import { formatShape } from "../size.js";
import { sizeOf, tensor } from "../tensor.js";
import { broadcastTo } from "./broadcast.js";
import { scatterElementsAdd } from "./gather.js";

interface TopKAttrs {
  k: number;
  axis: number;
  largest: boolean;
}
/**
 * The `k` largest (or smallest) elements along `axis`, in order, and their indices; of equal ones the first.
 *
 * Shape   `axis` gets size k: [values, indices int64].
 * VJP     x̄ = ȳ of the values, put back at the indices.
 * Throws  `invalid_option` where k does not fit.
 * Source  https://onnx.ai/onnx/operators/onnx__TopK.html
 */
export const topK: ManyOp<["x"], TopKAttrs, "k"> = defineManyOp("topK", {
  inputs: ["x"],
  required: ["k"],
  attrs: { axis: -1 as number, largest: true as boolean },
  onnx: (to, [x], { attrs: { k, axis, largest }, inputs: [value] }) => {
    const { dtype, shape } = value as Value; // required
    const { into, back } = through(to, dtype);
    const topOf = (rows: string): string[] => {
      const attrs = { axis, largest: Number(largest), sorted: 1 };
      const [values, indices] = to.nodeOf("TopK", [into(rows), to.int64([k])], attrs, 2);
      return [back(values), indices];
    };
    const along = normalizeAxis("topK", axis, shape.length);
    const open = shape.flatMap((size, i) => (i < along && typeof size !== "number" ? [i] : []));
    if (open.length === 0) return topOf(x);
    // Of no rows the runtime's TopK divides by zero, which ends the process: rows are added and taken off again.
    const pads = to.int64([...shape.map(() => 0), ...shape.map((_, i) => Number(open.includes(i)))]);
    const padded = to.node("Pad", [x, pads, to.constant(tensor(0, { dtype }))]);
    const [starts, ends] = [0, -1].map((end) => to.int64(open.map(() => end)));
    return topOf(padded).map((y) => to.node("Slice", [y, starts, ends, to.int64(open)]));
  },
  fromOnnx: {
    TopK: (node) => {
      const k = node.inputs[1] ? constantInput(node, 1).item() : node.attr("k", 0);
      return topK(node.inputs[0] as Value, {
        k,
        axis: node.attr("axis", -1),
        largest: node.attr("largest", 1) === 1,
      });
    },
  },
  infer: ([x], { k, axis }) => {
    const along = normalizeAxis("topK", axis, x.shape.length);
    const full = x.shape[along];
    if (!Number.isInteger(k) || k < 0 || (typeof full === "number" && k > full)) {
      throw new NeurogradError(
        "invalid_option",
        `topK: k = ${k} along axis ${axis} of ${formatShape(x.shape)}; use 0 to ${full}`,
      );
    }
    const shape = x.shape.map((size, i) => (i === along ? k : size));
    return [
      { dtype: x.dtype, shape },
      { dtype: "int64", shape },
    ];
  },
  vjp: ({ inputs: [x], outputs: [, indices], gs: [g], attrs: { axis } }) => {
    if (g === null) return [null];
    const zeros = broadcastTo(constant(tensor(0, { dtype: x.dtype })), { shape: x.shape });
    return [scatterElementsAdd(zeros, indices, g, { axis })];
  },
  reference: ([x], { k, axis, largest }, [{ shape }]) => {
    const along = normalizeAxis("topK", axis, x.shape.length);
    const values: Nd = { shape, data: new Float64Array(sizeOf(shape)) };
    const indices: Nd = { shape, data: new Float64Array(sizeOf(shape)) };
    const [from, to] = [strides(x.shape), strides(shape)];
    walk(
      x.shape.map((n, i) => (i === along ? 1 : n)),
      [from, to],
      (start, out) => {
        const at = (i: number): number => x.data[start + i * from[along]];
        const order = Array.from({ length: x.shape[along] }, (_, i) => i).sort(
          (a, b) => (largest ? at(b) - at(a) : at(a) - at(b)) || a - b,
        );
        for (let i = 0; i < k; i++) {
          values.data[out + i * to[along]] = at(order[i]);
          indices.data[out + i * to[along]] = order[i];
        }
      },
    );
    return [values, indices];
  },
});
