import { isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { TensorType, Value } from "../graph.js";
import { filled } from "../nd.js";
import type { OnnxAttr, OnnxNode } from "../onnx-contract.js";
import { defineOp, type Op, requireDType } from "../op.js";
import {
  addSizes,
  formatShape,
  multiplySizes,
  type Shape,
  type Size,
  sameSize,
  shapeSize,
  staticShape,
  subtractSizes,
} from "../size.js";
import { reshape, sum } from "./broadcast.js";
import { eachTap, withBias } from "./conv-reference.js";
import { commonDType } from "./infer.js";
import { concatenate, transpose } from "./layout.js";
import { matrixProduct } from "./matmul.js";
import { padZeros, slice } from "./slice.js";
import {
  endsOf,
  extent,
  indicesOf,
  placesOf,
  plainWindow,
  readWindow,
  type Window,
  type WindowAttrs,
  windowOf,
} from "./window.js";

export interface ConvAttrs extends WindowAttrs {
  groups: number;
}
export interface ConvTransposeAttrs extends ConvAttrs {
  /** Elements added behind each spatial axis, fewer than its stride; null: none. */
  outputPadding: readonly number[] | null;
}

/**
 * Convolution (in truth correlation) over one to three spatial axes: `y[n, o, p] = b[o] + Σ_{c, k} w[o, c, k] x[n, c, p·stride + k·dilation − before]`,
 * with zeros beyond the ends; with groups, each group of outputs sees its own group of inputs.
 *
 * Shape   x [batch, channels, ...spatial], kernel [filters, channels / groups, ...size], bias [filters]
 *         → [batch, filters, ...places], ⌊(spatial + pads − dilation · (size − 1) − 1) / stride⌋ + 1 places.
 * VJP     x̄ = convTranspose(ȳ, kernel);  kernel̄ = the patches of x times ȳ;  b̄ = Σ ȳ.
 * Throws  `shape_mismatch`, `invalid_option`, `dtype_mismatch`; while differentiating, `unknown_size`.
 * Source  https://onnx.ai/onnx/operators/onnx__Conv.html
 *
 * @example ops.conv(pictures, kernel, bias, { strides: [2, 2], pads: [[1, 1], [1, 1]] })
 */
export const conv: Op<["x", "kernel", "bias?"], ConvAttrs> = defineOp("conv", {
  inputs: ["x", "kernel", "bias?"],
  attrs: { ...plainWindow(), groups: 1 as number },
  onnx: (to, inputs, { attrs, inputs: [, kernel] }) =>
    to.node("Conv", inputs, onnxAttrs("conv", kernel as Value, attrs)),
  fromOnnx: {
    Conv: (node) => {
      const [x, kernel, bias] = node.inputs as readonly [Value, Value, Value | null | undefined]; // the first two are required
      const window = readWindow(node, x.shape.slice(2), kernelSize("Conv", kernel.type));
      return conv(x, kernel, bias ?? null, { ...window, groups: node.attr("group", 1) });
    },
  },
  infer: ([x, kernel, bias], attrs) => {
    checkTypes("conv", x, kernel, bias, attrs);
    const [filters, channels] = kernel.shape;
    const wanted = multiplySizes(channels, attrs.groups);
    if (!sameSize(x.shape[1], wanted))
      throw wrongChannels("conv", x, kernel, `${x.shape[1]} channels of x meet ${wanted} of the kernel`);
    checkGroups("conv", kernel.shape[0], attrs.groups);
    checkBias("conv", bias, filters);
    const places = placesOf("conv", x.shape.slice(2), windowIn("conv", kernel, attrs));
    return { dtype: commonDType("conv", x, kernel), shape: [x.shape[0], filters, ...places] };
  },
  vjp: ({ inputs: [x, kernel, bias], g, attrs }) => [
    convTranspose(g, kernel, null, { ...attrs, outputPadding: missing(x, kernel, g, attrs) }),
    kernelGradient(x, g, kernel, attrs),
    bias && sum(g, { axis: allButChannels(g), keepdims: false }),
  ],
  reference: ([x, kernel, bias], attrs, { shape }) => {
    const y = filled(shape, 0);
    eachTap(x, kernel, y, attrs, (big, k, small) => {
      y.data[small] += kernel.data[k] * x.data[big];
    });
    return withBias(y, bias);
  },
});

/**
 * The transpose of `conv`, as an upsampling layer of its own: every element of x adds its multiple of the kernel to y,
 * `y[n, o, p·stride + k·dilation − before] += w[c, o, k] x[n, c, p]`.
 *
 * Shape   x [batch, channels, ...places], kernel [channels, filters / groups, ...size], bias [filters]
 *         → [batch, filters, ...], (places − 1) · stride + dilation · (size − 1) + 1 − pads + outputPadding each.
 * VJP     x̄ = conv(ȳ, kernel);  kernel̄ = the patches of ȳ times x;  b̄ = Σ ȳ.
 * Throws  `shape_mismatch`, `invalid_option`, `dtype_mismatch`.
 * Source  https://onnx.ai/onnx/operators/onnx__ConvTranspose.html
 */
export const convTranspose: Op<["x", "kernel", "bias?"], ConvTransposeAttrs> = defineOp("convTranspose", {
  inputs: ["x", "kernel", "bias?"],
  attrs: { ...plainWindow(), groups: 1 as number, outputPadding: null as readonly number[] | null },
  onnx: (to, inputs, { attrs, inputs: [, kernel] }) =>
    to.node("ConvTranspose", inputs, {
      ...onnxAttrs("convTranspose", kernel as Value, attrs),
      ...(attrs.outputPadding && { output_padding: attrs.outputPadding }),
    }),
  fromOnnx: { ConvTranspose: readConvTranspose },
  infer: ([x, kernel, bias], attrs) => {
    checkTypes("convTranspose", x, kernel, bias, attrs);
    const [channels, filters] = kernel.shape;
    if (!sameSize(x.shape[1], channels))
      throw wrongChannels(
        "convTranspose",
        x,
        kernel,
        `${x.shape[1]} channels of x meet ${channels} of the kernel`,
      );
    checkGroups("convTranspose", channels, attrs.groups);
    const all = multiplySizes(filters, attrs.groups);
    checkBias("convTranspose", bias, all);
    const window = windowIn("convTranspose", kernel, attrs);
    const extra = attrs.outputPadding ?? window.size.map(() => 0);
    if (extra.length !== window.size.length || extra.some((n, k) => !(n >= 0 && n < window.strides[k]))) {
      throw new NeurogradError(
        "invalid_option",
        `convTranspose: outputPadding [${extra}] with strides [${window.strides}]; give each spatial axis a whole number from 0 and less than its stride`,
      );
    }
    const grown = x.shape.slice(2).map((size, k) => addSizes(grownSize(size, window, k), extra[k]));
    const small = grown.find((size) => typeof size === "number" && size < 1);
    if (small !== undefined)
      throw new NeurogradError(
        "shape_mismatch",
        `convTranspose: pads ${JSON.stringify(window.pads)} leave nothing of ${formatShape(x.shape)}; pad less`,
      );
    return { dtype: commonDType("convTranspose", x, kernel), shape: [x.shape[0], all, ...grown] };
  },
  vjp: ({ inputs: [x, kernel, bias], g, attrs: { strides, pads, dilations, groups } }) => {
    const attrs = { strides, pads, dilations, groups };
    return [
      conv(g, kernel, null, attrs),
      kernelGradient(g, x, kernel, attrs),
      bias && sum(g, { axis: allButChannels(g), keepdims: false }),
    ];
  },
  reference: ([x, kernel, bias], attrs, { shape }) => {
    const y = filled(shape, 0);
    eachTap(y, kernel, x, attrs, (big, k, small) => {
      y.data[big] += kernel.data[k] * x.data[small];
    });
    return withBias(y, bias);
  },
});

const kernelSize = (where: string, { shape }: TensorType): readonly number[] => {
  const size = staticShape(shape.slice(2));
  if (size !== undefined) return size;
  throw new NeurogradError(
    "unknown_size",
    `${where}: the kernel ${formatShape(shape)} needs numbers as its size; fix the shape of the kernel`,
  );
};
const windowIn = (where: string, kernel: TensorType, attrs: ConvAttrs): Window =>
  windowOf(where, kernelSize(where, kernel), attrs);

const allButChannels = (x: Value): number[] => x.shape.flatMap((_, k) => (k === 1 ? [] : [k]));

/** The size of an axis after `convTranspose`, before outputPadding. */
const grownSize = (places: Size, window: Window, k: number): Size =>
  addSizes(
    multiplySizes(window.strides[k], addSizes(places, -1)),
    extent(window, k) - window.pads[k][0] - window.pads[k][1],
  );

/** What the last strides of a convolution left over of x. Throws `unknown_size`. */
function missing(x: Value, kernel: Value, g: Value, attrs: ConvAttrs): readonly number[] {
  const window = windowIn("conv", kernel.type, attrs);
  return x.shape.slice(2).map((size, k) => {
    const rest = subtractSizes(size, grownSize(g.shape[k + 2], window, k));
    if (typeof rest === "number") return rest;
    throw new NeurogradError(
      "unknown_size",
      `conv: the derivative with strides needs numbers as spatial sizes, got ${formatShape(x.shape)}; fix the input's shape`,
    );
  });
}

/**
 * `Σ_{n, p} small[n, o, p] big[n, c, p·stride + k·dilation − before]` in the shape of `kernel`: patches as slices, and one
 * matrix product over all places of all examples. `Conv` on transposed tensors takes up to 1.6 times as long, and one
 * product for each example, then a sum, up to 5 times where places are few. Not best everywhere: `Conv` was 9 % faster
 * for a 5×5 kernel, and a product for each example 1.9 times as fast for one input channel (bench/LOG.md).
 */
function kernelGradient(big: Value, small: Value, kernel: Value, attrs: ConvAttrs): Value {
  const { groups } = attrs;
  const window = windowIn("conv", kernel.type, attrs);
  const places = small.shape.slice(2);
  const [filters, channels] = kernel.shape as readonly number[]; // numbers: infer divided by groups
  const byChannel = (x: Value, each: number): Value => {
    const moved = transpose(x, { axes: [1, 0, ...places.map((_, k) => k + 2)] });
    // Grouped right away: a transpose does not pass a reshape, and past the slices it would have all patches to move.
    return reshape(moved, { shape: [groups, each, x.shape[0], ...x.shape.slice(2)] });
  };
  const pads = [[0, 0], [0, 0], [0, 0], ...window.pads] as const;
  const padded = padZeros(byChannel(big, channels), { pads, value: 0 });
  const axes = places.map((_, k) => k + 3);
  const patches = indicesOf(window.size).map((index) => {
    const starts = index.map((i, k) => i * window.dilations[k]);
    return slice(padded, { axes, starts, ends: endsOf(starts, places, window), steps: window.strides });
  });
  const length = multiplySizes(small.shape[0], shapeSize(places)); // of one row of the product
  const taps = patches.length;
  const rows = reshape(concatenate(patches, { axis: 1 }), { shape: [groups, taps * channels, length] });
  const columns = reshape(byChannel(small, filters / groups), { shape: [groups, filters / groups, length] });
  const product = matrixProduct(rows, transpose(columns, { axes: [0, 2, 1] })); // the runtime multiplies by it as it lies
  const last = window.size.length + 1;
  const spread = reshape(product, { shape: [groups, ...window.size, channels, filters / groups] });
  const order = [0, last + 1, last, ...window.size.map((_, k) => k + 1)];
  return reshape(transpose(spread, { axes: order }), { shape: kernel.shape });
}

function onnxAttrs(where: string, kernel: Value, attrs: ConvAttrs): Record<string, OnnxAttr> {
  const { size, strides, pads, dilations } = windowIn(where, kernel.type, attrs);
  return {
    kernel_shape: size,
    strides,
    pads: [...pads.map(([before]) => before), ...pads.map(([, after]) => after)],
    dilations,
    group: attrs.groups,
  };
}

function checkTypes(
  where: string,
  x: TensorType,
  kernel: TensorType,
  bias: TensorType | null,
  { groups }: ConvAttrs,
): void {
  requireDType(where, x, isFloat, "a float dtype");
  commonDType(where, x, kernel, ...(bias ? [bias] : []));
  const rank = x.shape.length;
  if (rank < 3 || rank > 5 || kernel.shape.length !== rank) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: x ${formatShape(x.shape)} with kernel ${formatShape(kernel.shape)}; both have two axes more than there are spatial ones, of which there are one to three`,
    );
  }
  if (!(Number.isInteger(groups) && groups >= 1))
    throw new NeurogradError("invalid_option", `${where}: groups is ${groups}; use a whole number from 1`);
}

function checkGroups(where: string, channels: Size, groups: number): void {
  if (typeof channels === "number" && channels % groups === 0) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${channels} channels do not make ${groups} groups; they must divide`,
  );
}

function checkBias(where: string, bias: TensorType | null, filters: Size): void {
  if (bias === null || (bias.shape.length === 1 && sameSize(bias.shape[0], filters))) return;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: bias ${formatShape(bias.shape)} for ${filters} filters; give it the shape [${filters}]`,
  );
}

const wrongChannels = (where: string, x: TensorType, kernel: TensorType, what: string): NeurogradError =>
  new NeurogradError(
    "shape_mismatch",
    `${where}: x ${formatShape(x.shape)} with kernel ${formatShape(kernel.shape)}: ${what}; they must be equal`,
  );

function readConvTranspose(node: OnnxNode): Value {
  const [x, kernel, bias] = node.inputs as readonly [Value, Value, Value | null | undefined]; // the first two are required
  const size = kernelSize("ConvTranspose", kernel.type);
  const ones = size.map(() => 1);
  const given = windowOf("ConvTranspose", size, {
    strides: node.attr("strides", ones),
    dilations: node.attr("dilations", ones),
    pads: null,
  });
  const extra = node.attr(
    "output_padding",
    ones.map(() => 0),
  );
  const full = x.shape.slice(2).map((places, k) => addSizes(grownSize(places, given, k), extra[k]));
  const automatic = node.attr("auto_pad", "NOTSET");
  const wanted: Shape | undefined = node.has("output_shape")
    ? node.attr("output_shape", []).slice(-size.length)
    : automatic.startsWith("SAME")
      ? x.shape.slice(2).map((places, k) => multiplySizes(places, given.strides[k]))
      : undefined;
  const list = node.attr("pads", [...ones, ...ones].fill(0));
  const isUpper = automatic !== "SAME_LOWER";
  const pads = size.map((_, k): readonly [number, number] => {
    if (wanted === undefined) return automatic === "VALID" ? [0, 0] : [list[k], list[k + size.length]];
    const total = subtractSizes(full[k], wanted[k]);
    if (typeof total !== "number")
      throw new NeurogradError(
        "unknown_size",
        `ConvTranspose: auto_pad needs numbers as spatial sizes, got ${formatShape(x.shape)}; export the model with them`,
      );
    if (total < 0) return [0, total]; // more is wanted than there is
    const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
    return isUpper ? [less, more] : [more, less];
  });
  const { strides, dilations } = given;
  const more = pads.map(([, after], k) => extra[k] + Math.max(0, -after));
  const kept = pads.map(([before, after]): readonly [number, number] => [before, Math.max(0, after)]);
  return convTranspose(x, kernel, bias ?? null, {
    strides,
    dilations,
    pads: kept,
    groups: node.attr("group", 1),
    outputPadding: more,
  });
}
