import { constant } from "../core/constant.js";
import { NeurogradError } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import type { OnnxNode } from "../core/onnx-contract.js";
import { type AnyOp, applyOp } from "../core/op.js";
import * as ops from "../core/ops/index.js";
import { readPad } from "../core/ops/pad.js";
import { tensor } from "../core/tensor.js";
import { readScan } from "./read-scan.js";

export type Reader = (node: OnnxNode) => Value | readonly Value[];

/** How to read each ONNX operator: from the records of the ops, and the few composites below. */
export const readers: ReadonlyMap<string, Reader> = new Map([
  ...fromRecords(),
  ...Object.entries(composites()),
]);

function* fromRecords(): Iterable<[string, Reader]> {
  for (const op of Object.values<unknown>(ops)) {
    const def = (op as { def?: AnyOp }).def;
    if (def?.fromOnnx) yield* Object.entries(def.fromOnnx);
    else if (def && typeof def.onnx === "string") yield [def.onnx, plainReader(def)];
  }
}

/** Inputs and attributes under the same names. */
function plainReader(def: AnyOp): Reader {
  return (node) => {
    const attrs = Object.fromEntries(
      Object.entries(def.attrs).map(([name, fallback]) => [name, node.attr(name, fallback as number)]),
    );
    const isVariadic = def.inputs[0]?.startsWith("...");
    return applyOp(def, isVariadic ? node.inputs : def.inputs.map((_, i) => node.inputs[i] ?? null), attrs);
  };
}

/** ONNX operators that are functions of ours. */
function composites(): Readonly<Record<string, Reader>> {
  const axesOf = (node: OnnxNode): number[] | undefined => {
    if (node.inputs[1]) {
      const axes = node.constant(1);
      if (axes === undefined)
        throw new NeurogradError(
          "unsupported_operator",
          `${node.opType}: axes must be constant; fold the model first`,
        );
      return Array.from(axes.toFloat64());
    }
    return node.has("axes") ? [...node.attr("axes", [])] : undefined;
  };
  return {
    Constant: (node) => constant(constantValue(node)),
    ConstantOfShape: (node) => {
      const value = node.attr("value", undefined) ?? tensor([0]);
      const shape = node.sizes(0);
      if (shape === undefined)
        throw new NeurogradError(
          "unsupported_operator",
          "ConstantOfShape: the shape must be known; fold the model first",
        );
      return ops.broadcastTo(value.reshape([]), { shape });
    },
    Unsqueeze: (node) => ops.expandDims(node.inputs[0] as Value, { axis: axesOf(node) ?? [] }),
    Squeeze: (node) => ops.squeeze(node.inputs[0] as Value, { axis: axesOf(node) ?? null }),
    Flatten: (node) => {
      const x = node.inputs[0] as Value;
      const axis = node.attr("axis", 1);
      const at = axis < 0 ? axis + x.shape.length : axis;
      const isOpen = x.shape.slice(0, at).every((size) => typeof size === "number");
      const rows = ops.reshape(x, { shape: [...x.shape.slice(0, at), -1] });
      return at === 1
        ? rows
        : ops.reshape(rows, {
            shape: isOpen ? [product(x.shape.slice(0, at)), -1] : [-1, ...rows.shape.slice(at)],
          });
    },
    Gemm: (node) => {
      const [a, b, c] = node.inputs as readonly [Value, Value, Value | null | undefined]; // the first two are required
      const left = node.attr("transA", 0) ? ops.transpose(a) : a;
      const y = scaled(
        ops.matmul(left, node.attr("transB", 0) ? ops.transpose(b) : b),
        node.attr("alpha", 1),
      );
      return c ? ops.add(y, scaled(c, node.attr("beta", 1))) : y;
    },
    Pad: readPad,
    Scan: readScan,
    Softsign: (node) => {
      const x = node.inputs[0] as Value;
      return ops.divide(x, ops.add(ops.abs(x), 1));
    },
  };
}

const product = (sizes: readonly unknown[]): number =>
  (sizes as readonly number[]).reduce((a, b) => a * b, 1); // checked by the caller

const scaled = (x: Value, factor: number): Value => (factor === 1 ? x : ops.multiply(x, factor));

function constantValue(node: OnnxNode): ReturnType<typeof tensor> {
  const value = node.attr("value", undefined);
  if (value !== undefined) return value;
  if (node.has("value_float")) return tensor(node.attr("value_float", 0));
  if (node.has("value_floats")) return tensor([...node.attr("value_floats", [])]);
  if (node.has("value_int")) return tensor(node.attr("value_int", 0), { dtype: "int64" });
  if (node.has("value_ints")) return tensor([...node.attr("value_ints", [])], { dtype: "int64" });
  if (node.has("value_string")) return tensor(node.attr("value_string", ""));
  throw new NeurogradError(
    "unsupported_operator",
    "Constant: only value, value_float(s), value_int(s) and value_string are read; export the model again",
  );
}
