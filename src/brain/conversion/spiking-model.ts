import type { Tensor } from "../../core/tensor.js";
import type { ActivationName } from "../../nn/activation.js";
import type { Layer } from "../../nn/layer.js";
import * as layers from "../../nn/layers/index.js";
import { type Environment, Model } from "../../nn/model.js";
import { input, type LayerSymbol } from "../../nn/symbol.js";
import { constantCurrent } from "../layers/encoders.js";
import { leakyLayer } from "../layers/leaky-layer.js";
import { rateDecoder } from "../layers/rate-decoder.js";
import { spikeMaxPooling } from "../layers/spike-max-pooling.js";
import type { OutputNode, SpikingDescription, SpikingNode } from "./spiking-description.js";

/** A symbol, and whether it has an axis of time. */
interface Placed {
  readonly symbol: LayerSymbol;
  readonly isInTime: boolean;
}

/**
 * A converted network as a model of ordinary layers: what comes before the first neurons is computed once, then all goes on in time, `leakyLayer` with β = 1 being an integrate-and-fire neuron with soft reset.
 */
export function spikingModel(
  { nodes }: SpikingDescription,
  { steps }: { readonly steps: number },
  environment: Environment,
): Model {
  const placed = new Map<string, Placed>();
  const weights: Record<string, Tensor> = {};
  let inputs: readonly LayerSymbol[] = [];
  let outputs: readonly LayerSymbol[] = [];
  const inTime = ({ symbol, isInTime }: Placed, name: string): LayerSymbol =>
    isInTime ? symbol : constantCurrent({ steps, name: `${name}_current` }).apply(symbol);

  for (const node of nodes) {
    const { name } = node;
    const given = node.inputs.map((from) => placed.get(from) as Placed); // it stands before
    const isInTime = given.some((x) => x.isInTime);
    if (node.kind === "input") {
      const symbol = input({ shape: node.shape, dtype: node.dtype });
      inputs = [symbol];
      placed.set(name, { symbol, isInTime: false });
    } else if (node.kind === "output") {
      outputs = [said(inTime(given[0], name), node)];
    } else if (node.kind === "integrateAndFire") {
      const { vThreshold, vStart } = node;
      const neurons = leakyLayer({ beta: 1, vThreshold, vStart, fireWhen: ">=", name });
      const symbol = neurons.apply(inTime(given[0], name));
      placed.set(name, { symbol, isInTime: true });
    } else if (node.kind === "add") {
      const together = isInTime ? given.map((x, k) => inTime(x, `${name}_${k}`)) : given.map((x) => x.symbol);
      placed.set(name, { symbol: layers.add({ name }).apply(together), isInTime });
    } else {
      const symbol = layerOf(node, isInTime).apply(given[0].symbol);
      placed.set(name, { symbol, isInTime });
      if (node.kind === "affine" || node.kind === "conv") {
        weights[`${name}/kernel`] = node.weight;
        weights[`${name}/bias`] = node.bias;
      }
    }
  }
  const model = new Model(inputs, outputs, environment);
  model.writeState(weights);
  return model;
}

/** The layer of a node with one input, at every step where that is in time. */
function layerOf(node: SpikingNode, isInTime: boolean): Layer {
  const { name, shape } = node;
  const atEachStep = (layer: Layer): Layer => (isInTime ? layers.timeDistributed({ layer, name }) : layer);
  switch (node.kind) {
    case "affine":
      return layers.dense({ units: node.weight.shape[1], name }); // along the last axis, whatever stands before
    case "conv":
      return atEachStep(convolution(node, name));
    case "averagePool": {
      const { poolSize, strides, padding } = node;
      const pool = poolSize.length === 1 ? layers.averagePooling1d : layers.averagePooling2d;
      return atEachStep(pool({ poolSize, strides, padding, name }));
    }
    case "maxPool": {
      const { poolSize, strides, padding } = node;
      if (isInTime) return spikeMaxPooling({ poolSize, strides, padding, name });
      return (poolSize.length === 1 ? layers.maxPooling1d : layers.maxPooling2d)({
        poolSize,
        strides,
        padding,
        name,
      });
    }
    case "scale":
      return layers.rescaling({ scale: listOf(node.scale), offset: listOf(node.offset), name });
    default:
      return atEachStep(layers.reshape({ targetShape: shape, name })); // flatten is one too
  }
}

function convolution(
  { weight, strides, dilations, groups, padding }: Extract<SpikingNode, { kind: "conv" }>,
  name: string,
): Layer {
  const rank = strides.length;
  const options = {
    filters: weight.shape[rank + 1],
    kernelSize: weight.shape.slice(0, rank),
    strides,
    dilationRate: dilations,
    groups,
    name,
  };
  if (rank === 1) return layers.conv1d({ ...options, padding });
  return layers.conv2d({ ...options, padding: padding === "same" ? "same" : "valid" }); // only one axis can be causal
}

const listOf = (x: Tensor): number | readonly number[] =>
  x.shape.length === 0 ? x.item() : Array.from(x.toFloat64());

/** The answer: the mean over the steps, and the activation that the trained network ended with. */
function said(received: LayerSymbol, { name, activation }: OutputNode): LayerSymbol {
  const mean = rateDecoder({ take: "mean", name }).apply(received);
  if (activation === null) return mean;
  return layers
    .activation({ activation: activation as ActivationName, name: `${name}_activation` })
    .apply(mean); // the trained network had it
}
