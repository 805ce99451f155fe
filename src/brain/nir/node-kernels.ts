import { sizeOf, type Tensor } from "../../core/tensor.js";
import type { FlatNode } from "./flatten-graph.js";
import type {
  NirAffine,
  NirAvgPool2d,
  NirConv1d,
  NirConv2d,
  NirDelay,
  NirLinear,
  NirNeuron,
  NirSumPool2d,
} from "./nir-graph.js";
import { convolutionWindow, type Window } from "./node-shapes.js";

type Shape = readonly number[];
/** A node without memory: what comes in, to what goes out. */
export type Kernel = (input: Float64Array) => Float64Array;

/** The kernel of a node without memory: of all but neurons and delays. */
export function kernelOf(
  node: Exclude<FlatNode, NirNeuron | NirDelay>,
  input: Shape,
  output: Shape,
  where: string,
  reached: (v: number, threshold: number) => boolean,
): Kernel {
  switch (node.type) {
    case "Input":
    case "Output":
    case "Flatten":
      return (x) => x;
    case "Affine":
    case "Linear":
      return matrix(node);
    case "Scale": {
      const scale = spreadOver(node.scale, sizeOf(input));
      return (x) => x.map((value, k) => value * scale[k]);
    }
    case "Threshold": {
      const threshold = spreadOver(node.threshold, sizeOf(input));
      return (x) => x.map((value, k) => (reached(value, threshold[k]) ? 1 : 0));
    }
    case "Conv1d":
    case "Conv2d":
      return convolution(node, input, output, where);
    case "SumPool2d":
    case "AvgPool2d":
      return pooling(node, input, output);
  }
}

/** The numbers of an array; one stands for all n. */
export function spreadOver(array: Tensor, n: number): Float64Array {
  const values = array.toFloat64();
  return values.length === 1 ? new Float64Array(n).fill(values[0]) : values;
}

function matrix(node: NirAffine | NirLinear): Kernel {
  const weight = node.weight.toFloat64();
  const bias = node.type === "Affine" ? node.bias.toFloat64() : undefined;
  const [out, fed] = node.weight.shape.slice(-2);
  return (x) => {
    const y = new Float64Array((x.length / fed) * out);
    for (let row = 0; row < y.length; row++) {
      const from = Math.floor(row / out) * fed;
      let sum = bias?.[row] ?? 0;
      for (let k = 0; k < fed; k++) sum += weight[row * fed + k] * x[from + k];
      y[row] = sum;
    }
    return y;
  };
}

/** One axis is an image of height 1. */
const image = (shape: Shape): Shape => (shape.length === 2 ? [shape[0], 1, shape[1]] : shape);
const along = ({ size, stride, dilation, margins }: Window): Window =>
  size.length === 2
    ? { size, stride, dilation, margins }
    : {
        size: [1, ...size],
        stride: [1, ...stride],
        dilation: [1, ...dilation],
        margins: [[0, 0], ...margins],
      };

function convolution(node: NirConv1d | NirConv2d, input: Shape, output: Shape, where: string): Kernel {
  const weight = node.weight.toFloat64();
  const bias = node.bias.toFloat64();
  const window = along(convolutionWindow(node, where));
  const [height, width] = window.size;
  const [, inHeight, inWidth] = image(input);
  const [filters, outHeight, outWidth] = image(output);
  const channels = node.weight.shape[1];
  const perGroup = filters / node.groups;
  return (x) => {
    const y = new Float64Array(filters * outHeight * outWidth);
    for (let f = 0; f < filters; f++) {
      const firstChannel = Math.floor(f / perGroup) * channels;
      for (let row = 0; row < outHeight; row++) {
        for (let column = 0; column < outWidth; column++) {
          let sum = bias[f];
          for (let i = 0; i < height; i++) {
            const at = row * window.stride[0] + i * window.dilation[0] - window.margins[0][0];
            if (at < 0 || at >= inHeight) continue;
            for (let j = 0; j < width; j++) {
              const beside = column * window.stride[1] + j * window.dilation[1] - window.margins[1][0];
              if (beside < 0 || beside >= inWidth) continue;
              for (let c = 0; c < channels; c++)
                sum +=
                  weight[((f * channels + c) * height + i) * width + j] *
                  x[((firstChannel + c) * inHeight + at) * inWidth + beside];
            }
          }
          y[(f * outHeight + row) * outWidth + column] = sum;
        }
      }
    }
    return y;
  };
}

function pooling(node: NirSumPool2d | NirAvgPool2d, input: Shape, output: Shape): Kernel {
  const { kernelSize, stride, padding, type } = node;
  const [channels, inHeight, inWidth] = input;
  const [, outHeight, outWidth] = output;
  const share = type === "AvgPool2d" ? 1 / sizeOf(kernelSize) : 1;
  return (x) => {
    const y = new Float64Array(channels * outHeight * outWidth);
    for (let k = 0; k < y.length; k++) {
      const c = Math.floor(k / (outHeight * outWidth));
      const top = (Math.floor(k / outWidth) % outHeight) * stride[0] - padding[0];
      const left = (k % outWidth) * stride[1] - padding[1];
      let sum = 0;
      for (let row = Math.max(0, top); row < Math.min(inHeight, top + kernelSize[0]); row++)
        for (let column = Math.max(0, left); column < Math.min(inWidth, left + kernelSize[1]); column++)
          sum += x[(c * inHeight + row) * inWidth + column];
      y[k] = sum * share;
    }
    return y;
  };
}
