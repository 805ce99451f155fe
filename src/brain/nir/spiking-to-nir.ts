import { NeurogradError } from "../../core/errors.js";
import { castTensor, sizeOf, Tensor } from "../../core/tensor.js";
import type {
  AffineNode,
  AveragePoolNode,
  ConvNode,
  Pads,
  ScaleNode,
  SpikingDescription,
  SpikingNode,
} from "../conversion/spiking-description.js";
import { withoutReshapes } from "./input-shapes.js";
import type { NirGraph, NirNode, NirPadding } from "./nir-graph.js";

type Shape = readonly number[];

/** What a node hands on, in the file: which nodes say it, in which shape. */
interface Carried {
  readonly names: readonly string[];
  readonly shape: Shape;
  /** Of an image made flat: positions and channels, which stand the other way round in the file. */
  readonly flattened?: { readonly positions: number; readonly channels: number };
}

export const cannotWrite = (what: string): NeurogradError =>
  new NeurogradError("cannot_convert", `toNir: ${what}`);

/**
 * A converted network as a NIR graph: channels first, weights [out, in], a neuron's R such that a step of `dt` ms takes in all of its input. A file has no first state: membranes
 * that begin half charged begin at 0 there (`toSpiking` with `startAtHalf: false` gives a network that loses nothing).
 */
export function spikingToNir(description: SpikingDescription, dt: number): NirGraph {
  const nodes: Record<string, NirNode> = {};
  const edges: (readonly [string, string])[] = [];
  const carried = new Map<string, Carried>();
  const starts: Record<string, number> = {};
  let activation = "";
  for (const node of withoutReshapes(description.nodes)) {
    const sources = node.inputs.map((name) => carried.get(name) as Carried); // each stands after those it reads
    const name = node.name.replaceAll("/", ".");
    const put = (made: NirNode, shape: Shape, more: Partial<Carried> = {}): void => {
      nodes[name] = made;
      for (const { names } of sources) for (const from of names) edges.push([from, name]);
      carried.set(node.name, { names: [name], shape, ...more });
    };
    const [source] = sources;
    switch (node.kind) {
      case "input":
        put({ type: "Input", shape: channelsFirst(node.shape) }, channelsFirst(node.shape));
        break;
      case "affine":
        if (source.shape.length === 1) put(affineOf(node, source), [node.bias.size]);
        else put(pointwise(node, source.shape), channelsFirst(node.shape));
        break;
      case "conv":
        put(convolutionOf(node, source.shape), channelsFirst(node.shape));
        break;
      case "scale":
        put(scaleOf(node, source), source.shape, keptOrder(source));
        break;
      case "averagePool":
        put(averageOf(node), channelsFirst(node.shape));
        break;
      case "flatten": {
        const [channels, ...rest] = source.shape;
        const size = sizeOf(source.shape);
        if (source.shape.length === 1) carried.set(node.name, source);
        else {
          const made: NirNode = { type: "Flatten", startDim: 0, endDim: -1, inputType: source.shape };
          put(made, [size], { flattened: { positions: sizeOf(rest), channels } });
        }
        break;
      }
      case "add": {
        const names = sources.flatMap((one) => one.names);
        if (new Set(names).size < names.length)
          throw cannotWrite(
            `${node.name} adds a node to itself, and edges are not counted; multiply it by 2`,
          );
        carried.set(node.name, { ...source, names });
        break;
      }
      case "integrateAndFire": {
        const full = (value: number): Tensor =>
          new Tensor(new Float32Array(sizeOf(source.shape)).fill(value), source.shape, "float32");
        put(
          { type: "IF", r: full(1000 / dt), vThreshold: full(node.vThreshold), vReset: full(0) },
          source.shape,
          keptOrder(source),
        );
        if (node.vStart !== 0) starts[name] = node.vStart;
        break;
      }
      case "output":
        if (source.flattened !== undefined)
          throw cannotWrite(
            "the answer is a flattened image, whose order would be another one; end in a dense layer",
          );
        put({ type: "Output", shape: source.shape }, source.shape);
        activation = node.activation ?? "";
        break;
      default:
        throw cannotWrite(`${node.name} is ${told[node.kind]}, and NIR has none; ${remedies[node.kind]}`);
    }
  }
  return {
    type: "NIRGraph",
    nodes,
    edges,
    metadata: {
      program: "neurograd",
      dt: dt / 1000,
      reset: "subtract",
      fireWhen: ">=",
      answer: `the mean over the steps of what arrives at the Output${activation && `, then ${activation}`}`,
      ...(Object.keys(starts).length > 0 && { vStart: starts }),
    },
  };
}

const told = { maxPool: "a max pooling of spikes", reshape: "a change of shape" } as const;
const remedies = {
  maxPool: "train with layers.averagePooling2d",
  reshape: "reshape the data before the network, or use flatten",
} as const;

/** [...positions, channels] as [channels, ...positions]. */
const channelsFirst = (shape: Shape): Shape =>
  shape.length < 2 ? shape : [...shape.slice(-1), ...shape.slice(0, -1)];

const keptOrder = ({ flattened }: Carried): Partial<Carried> =>
  flattened === undefined ? {} : { flattened };

const float32 = (data: ArrayLike<number>, shape: Shape): Tensor =>
  new Tensor(Float32Array.from(data), shape, "float32");

/** Where the k-th number of a vector stands in the file. */
const placeOf = ({ flattened }: Carried): ((k: number) => number) =>
  flattened === undefined
    ? (k) => k
    : (k) => (k % flattened.channels) * flattened.positions + Math.floor(k / flattened.channels);

function affineOf({ weight, bias }: AffineNode, source: Carried): NirNode {
  const [fed, out] = weight.shape;
  const from = weight.toFloat64();
  const place = placeOf(source);
  const turned = new Float32Array(fed * out);
  for (let k = 0; k < fed; k++) for (let j = 0; j < out; j++) turned[j * fed + place(k)] = from[k * out + j];
  return {
    type: "Affine",
    weight: new Tensor(turned, [out, fed], "float32"),
    bias: castTensor(bias, "float32"),
  };
}

/** A dense layer along the channels of an image: a convolution with a window of 1. */
function pointwise(node: AffineNode, shape: Shape): NirNode {
  const ones = new Array<number>(shape.length - 1).fill(1);
  const { weight } = node;
  return convolutionOf(
    {
      ...node,
      kind: "conv",
      weight: weight.reshape([...ones, ...weight.shape]),
      strides: ones,
      dilations: ones,
      groups: 1,
      padding: "valid",
      pads: ones.map(() => [0, 0]),
    },
    shape,
  );
}

/** [...size, channels, filters] as [filters, channels, ...size]. */
function convolutionOf(node: ConvNode, input: Shape): NirNode {
  const { weight, bias, strides: stride, dilations: dilation, groups } = node;
  const [channels, filters] = weight.shape.slice(-2);
  const size = weight.shape.slice(0, -2);
  const positions = sizeOf(size);
  const from = weight.toFloat64();
  const turned = new Float32Array(from.length);
  for (let p = 0; p < positions; p++)
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        turned[(f * channels + c) * positions + p] = from[(p * channels + c) * filters + f];
  const type = size.length === 1 ? "Conv1d" : "Conv2d";
  const about = { inputShape: input.slice(1), stride, dilation, groups, padding: paddingOf(node, size) };
  return {
    type,
    ...about,
    weight: new Tensor(turned, [filters, channels, ...size], "float32"),
    bias: castTensor(bias, "float32"),
  };
}

function paddingOf({ name, pads, strides, dilations }: ConvNode, size: Shape): NirPadding {
  if (pads.every(([before, after]) => before === after)) return pads.map(([before]) => before);
  const isSame =
    strides.every((step) => step === 1) &&
    pads.every(([before, after], axis) => {
      const total = dilations[axis] * (size[axis] - 1);
      return before === Math.floor(total / 2) && before + after === total;
    });
  if (isSame) return "same";
  throw cannotWrite(
    `${name} has more zeros on one side than on the other, and NIR's padding is even; use padding: "valid", or an odd window with strides that divide the image`,
  );
}

function averageOf({ name, poolSize, strides, pads }: AveragePoolNode): NirNode {
  if (poolSize.length !== 2)
    throw cannotWrite(
      `${name} pools along ${poolSize.length} axis, and NIR pools images alone; use strides of a convolution`,
    );
  if (isPadded(pads))
    throw cannotWrite(
      `${name} has padding, which it leaves out of its means, and NIR counts it in; use padding: "valid"`,
    );
  return { type: "AvgPool2d", kernelSize: poolSize, stride: strides, padding: [0, 0] };
}

const isPadded = (pads: Pads): boolean => pads.some(([before, after]) => before !== 0 || after !== 0);

/** Without an offset a Scale; with one a product of each channel, or of each number, with itself alone. */
function scaleOf({ name, scale, offset }: ScaleNode, source: Carried): NirNode {
  const { shape } = source;
  const [first] = shape;
  const positions = sizeOf(shape) / first;
  const spread = (values: Tensor): Float32Array => {
    const numbers = values.toFloat64();
    if (numbers.length === 1) return new Float32Array(first).fill(numbers[0]);
    const placed = new Float32Array(first);
    const place = shape.length === 1 ? placeOf(source) : (k: number): number => k;
    for (const [k, number] of numbers.entries()) placed[place(k)] = number;
    return placed;
  };
  const [s, o] = [spread(scale), spread(offset)];
  if (o.every((x) => x === 0))
    return {
      type: "Scale",
      scale: float32(
        Float32Array.from({ length: first * positions }, (_, k) => s[Math.floor(k / positions)]),
        shape,
      ),
    };
  if (shape.length > 1) {
    const ones = shape.slice(1).map(() => 1);
    const type = ones.length === 1 ? "Conv1d" : "Conv2d";
    const about = {
      inputShape: shape.slice(1),
      stride: ones,
      dilation: ones,
      groups: first,
      padding: ones.map(() => 0),
    };
    return { type, ...about, weight: float32(s, [first, 1, ...ones]), bias: float32(o, [first]) };
  }
  if (first > 4096)
    throw cannotWrite(
      `${name} moves ${first} numbers by an offset, a product of ${first} × ${first} in NIR; scale the data before the network`,
    );
  const weight = new Float32Array(first * first);
  for (let k = 0; k < first; k++) weight[k * first + k] = s[k];
  return { type: "Affine", weight: float32(weight, [first, first]), bias: float32(o, [first]) };
}

/** Which of a description's neurons do not begin at 0. */
export const isHalfCharged = ({ nodes }: SpikingDescription): boolean =>
  nodes.some((node: SpikingNode) => node.kind === "integrateAndFire" && node.vStart !== 0);
