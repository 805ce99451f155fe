import { isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { TensorType, Value } from "../graph.js";
import { filled, type Nd, strides, walk } from "../nd.js";
import type { OnnxAttr, OnnxNode } from "../onnx-contract.js";
import { defineOp, type Op, requireDType } from "../op.js";
import { addSizes, formatShape, multiplySizes, type Shape, type Size, subtractSizes } from "../size.js";
import { reshape } from "./broadcast.js";
import { padZeros, slice } from "./slice.js";
import {
  extent,
  indicesOf,
  placesOf,
  plainWindow,
  readWindow,
  type Window,
  type WindowAttrs,
  windowOf,
} from "./window.js";

export interface PoolAttrs extends WindowAttrs {
  /** One number for each spatial axis. Strides left out are 1, as everywhere in ONNX. */
  poolSize: readonly number[];
}

/* @__NO_SIDE_EFFECTS__ */
/** What the two poolings share: all but their formulas. */
export const definePool = (
  name: string,
  onnx: string,
  read: (op: Op<["x"], PoolAttrs, "poolSize">, node: OnnxNode, attrs: PoolAttrs) => Value,
  vjp: (x: Value, y: Value, g: Value, attrs: PoolAttrs) => Value,
  ofWindow: (x: Float64Array, positions: readonly number[]) => number,
): Op<["x"], PoolAttrs, "poolSize"> => {
  const op: Op<["x"], PoolAttrs, "poolSize"> = defineOp(name, {
    inputs: ["x"],
    required: ["poolSize"],
    attrs: plainWindow(),
    onnx: (to, [x], { attrs }) => to.node(onnx, [x], onnxAttrs(name, attrs)),
    fromOnnx: {
      [onnx]: (node) => {
        const poolSize = node.attr("kernel_shape", []);
        const x = node.inputs[0] as Value; // required by ONNX
        return read(op, node, { poolSize, ...readWindow(node, x.shape.slice(2), poolSize) });
      },
    },
    infer: ([x], attrs) => pooledType(name, x, attrs),
    vjp: ({ inputs: [x], output, g, attrs }) => [vjp(x, output, g, attrs)],
    reference: ([x], attrs, { shape }) => poolNd(x, windowOf(name, attrs.poolSize, attrs), shape, ofWindow),
  });
  return op;
};

export const isTiling = ({ size, strides: steps, dilations }: Window): boolean =>
  size.every((n, k) => steps[k] === n && dilations[k] === 1);

/** The size of the padded axis k as far as windows reach. */
const coveredSize = (places: Shape, window: Window, k: number): Size =>
  addSizes(multiplySizes(window.strides[k], addSizes(places[k], -1)), extent(window, k));

/** x padded, and without what no window reaches. */
export function cover(x: Value, places: Shape, window: Window, value: number): Value {
  const padded = padZeros(x, { pads: [[0, 0], [0, 0], ...window.pads], value });
  return slice(padded, {
    axes: places.map((_, k) => k + 2),
    starts: places.map(() => 0),
    ends: places.map((_, k) => coveredSize(places, window, k)),
  });
}

/** The transpose of `cover` with zeros. */
export function uncover(g: Value, x: Value, { pads }: Window): Value {
  const filled = padZeros(g, {
    pads: x.shape.map((size, k): readonly [Size, Size] => {
      if (k < 2) return [0, 0];
      const [before, after] = pads[k - 2];
      return [0, subtractSizes(addSizes(size, before + after), g.shape[k])];
    }),
  });
  return slice(filled, {
    axes: pads.map((_, k) => k + 2),
    starts: pads.map(([before]) => before),
    ends: pads.map(([before], k) => addSizes(x.shape[k + 2], before)),
  });
}

/** stride − 1 zeros between spatial neighbors. */
export function spreadOut(x: Value, steps: readonly number[]): Value {
  return steps.reduce((y, step, k) => {
    if (step === 1) return y;
    const axis = k + 2;
    const [before, [size, ...after]] = [y.shape.slice(0, axis), y.shape.slice(axis)];
    const column = reshape(y, { shape: [...before, size, 1, ...after] });
    const padded = padZeros(column, {
      pads: column.shape.map((_, i): readonly [Size, Size] => [0, i === axis + 1 ? step - 1 : 0]),
    });
    const flat = reshape(padded, { shape: [...before, multiplySizes(size, step), ...after] });
    const end = addSizes(multiplySizes(step, addSizes(size, -1)), 1);
    return slice(flat, { axes: [axis], starts: [0], ends: [end] });
  }, x);
}

function onnxAttrs(where: string, attrs: PoolAttrs): Record<string, OnnxAttr> {
  const { size, strides: steps, pads, dilations } = windowOf(where, attrs.poolSize, attrs);
  return {
    kernel_shape: size,
    strides: steps,
    pads: [...pads.map(([before]) => before), ...pads.map(([, after]) => after)],
    ...(dilations.some((n) => n !== 1) && { dilations }),
  };
}

function pooledType(where: string, x: TensorType, attrs: PoolAttrs): TensorType {
  requireDType(where, x, isFloat, "a float dtype");
  if (
    x.shape.length !== attrs.poolSize.length + 2 ||
    attrs.poolSize.length < 1 ||
    attrs.poolSize.length > 3
  ) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: poolSize [${attrs.poolSize}] for ${formatShape(x.shape)}; give each axis but the first two a number, one to three of them`,
    );
  }
  const window = windowOf(where, attrs.poolSize, attrs);
  const wide = window.pads.findIndex((pad, k) => pad.some((n) => n >= extent(window, k)));
  if (wide >= 0) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: pads [${window.pads[wide]}] around windows of ${extent(window, wide)}: some would see nothing but padding; pad less`,
    );
  }
  return { dtype: x.dtype, shape: [...x.shape.slice(0, 2), ...placesOf(where, x.shape.slice(2), window)] };
}

/** `ofWindow` of the positions in x that each window sees. */
function poolNd(
  x: Nd,
  window: Window,
  shape: readonly number[],
  ofWindow: (x: Float64Array, positions: readonly number[]) => number,
): Nd {
  const y = filled(shape, 0);
  const own = strides(x.shape);
  const spatial = x.shape.slice(2);
  const taps = indicesOf(window.size);
  const places = indicesOf(shape.slice(2)).map((place) =>
    taps.flatMap((tap) => {
      const at = place.map(
        (p, k) => p * window.strides[k] + tap[k] * window.dilations[k] - window.pads[k][0],
      );
      const isInside = at.every((i, k) => i >= 0 && i < spatial[k]);
      return isInside ? [at.reduce((offset, i, k) => offset + i * own[k + 2], 0)] : [];
    }),
  );
  let i = 0;
  walk(shape.slice(0, 2), [own.slice(0, 2)], (start) => {
    const channel = x.data.subarray(start);
    for (const positions of places) y.data[i++] = ofWindow(channel, positions);
  });
  return y;
}
