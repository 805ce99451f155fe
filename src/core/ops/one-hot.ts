import { isInteger } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { nd } from "../nd.js";
import { constantInput } from "../onnx-contract.js";
import { onnxDType } from "../onnx-dtype.js";
import { defineOp, normalizeAxis, type Op, requireDType } from "../op.js";
import { sizeOf, tensor } from "../tensor.js";
import { greater } from "./compare.js";
import { take } from "./gather.js";
import { cast, where } from "./select.js";

interface OneHotAttrs {
  depth: number;
  axis: number;
  dtype: "float32" | "float64" | "float16";
}
/**
 * `y[…, k] = 1 where k = x[…], else 0`, along a new axis of size `depth`; an index outside gives zeros.
 *
 * VJP     zero.
 * Source  https://onnx.ai/onnx/operators/onnx__OneHot.html
 */
export const oneHot: Op<["x"], OneHotAttrs, "depth"> = defineOp("oneHot", {
  inputs: ["x"],
  required: ["depth"],
  attrs: { axis: -1 as number, dtype: "float32" as OneHotAttrs["dtype"] },
  fromOnnx: {
    OneHot: (node) => {
      const [x, , values] = node.inputs as readonly [Value, Value, Value]; // all required by ONNX
      const depth = constantInput(node, 1).item();
      const hot = oneHot(isInteger(x.dtype) ? x : cast(x, { dtype: "int64" }), {
        depth,
        axis: node.attr("axis", -1),
      });
      const [off, on] = [0, 1].map((k) => take(values, tensor(k, { dtype: "int64" })));
      return where(greater(hot, 0), on, off);
    },
  },
  onnx: (to, [x], { attrs: { depth, axis, dtype }, inputs: [value] }) => {
    const indices = value?.dtype === "int64" ? x : to.node("Cast", [x], { to: onnxDType.int64 }); // ONNX Runtime has no kernel for most others
    const isScalar = value?.shape.length === 0; // which ONNX refuses
    const ranked = isScalar ? to.node("Reshape", [indices, to.int64([1])]) : indices;
    const hot = to.node("OneHot", [ranked, to.int64([depth]), to.constant(tensor([0, 1]))], { axis });
    const y = isScalar ? to.node("Reshape", [hot, to.int64([depth])]) : hot;
    return dtype === "float32" ? y : to.node("Cast", [y], { to: onnxDType[dtype] });
  },
  infer: ([x], { depth, axis, dtype }) => {
    requireDType("oneHot", x, isInteger, "integer indices");
    const at = normalizeAxis("oneHot", axis, x.shape.length + 1);
    if (!Number.isInteger(depth) || depth < 0)
      throw new NeurogradError("invalid_option", `oneHot: depth = ${depth}; use a whole number from 0`);
    return { dtype, shape: [...x.shape.slice(0, at), depth, ...x.shape.slice(at)] };
  },
  vjp: "zero",
  reference: ([x], { depth, axis }, { shape }) => {
    const at = normalizeAxis("oneHot", axis, x.shape.length + 1);
    const step = sizeOf(x.shape.slice(at));
    const y = nd(shape, new Float64Array(sizeOf(shape)));
    for (const [i, index] of x.data.entries()) {
      const k = index < 0 ? index + depth : index;
      if (k >= 0 && k < depth) y.data[Math.floor(i / step) * step * depth + k * step + (i % step)] = 1;
    }
    return y;
  },
});
