import { NeurogradError, unknownName } from "../core/errors.js";
import type { Graph } from "../core/graph.js";
import { mean, multiply, relu, sum } from "../core/ops/index.js";
import { formatShape } from "../core/size.js";
import type { Tensor } from "../core/tensor.js";
import type { Arrays } from "../nn/batches.js";
import type { Model } from "../nn/model.js";
import type { LayerSymbol } from "../nn/symbol.js";
import { explainBatches, explained, explainGraph, type ScoreOptions, scoreGradient } from "./explained.js";

export interface GradCamOptions extends ScoreOptions {
  /** The layer that is looked at, by name: most often the last convolution. */
  readonly layer: string;
}

/**
 * `relu(Σₖ αₖ Aₖ)`, `αₖ = mean over places of ∂f/∂Aₖ`: where the feature maps Aₖ of a layer, channels last, speak for the target.
 * Of a layer that is used several times, the last use. The map is as coarse as the layer; `heatmap` stretches it over the image.
 *
 * Shape   x [batch, …] → the layer's places [batch, …], without its channels.
 * Throws  `unknown_name` for a layer the model has not; `shape_mismatch` for one without spatial axes; `no_gradient` where
 *         the score does not depend on it; `label_out_of_range`, `missing_option`, `invalid_option`.
 * Source  Selvaraju et al. (2017), arXiv:1610.02391, equations 1 and 2
 *
 * @example
 * const seen = sequential([
 *   input({ shape: [28, 28, 1] }),
 *   layers.conv2d({ filters: 4, kernelSize: 5, activation: "relu" }),
 *   layers.flatten(),
 *   layers.dense({ units: 10, activation: "softmax" }),
 * ]);
 * const map = await gradCam(seen, images.reshape([1, 28, 28, 1]), { layer: "conv2d", target: 3 });
 * map.shape;                                                    // [1, 24, 24]
 */
export async function gradCam(net: Model, x: Arrays, options: GradCamOptions): Promise<Tensor> {
  const where = "gradCam";
  const about = explained(where, net, options, ["layer"]);
  const { layer } = options;
  if (layer === undefined)
    throw new NeurogradError(
      "missing_option",
      `${where}: needs the option layer; give the name of one with places: ${placesIn(net)}`,
    );
  const names = net.graph.layers.map(({ name }) => name);
  if (!names.includes(layer)) throw unknownName(`${where}: layer`, layer, names);
  const symbol = outputOf(net, layer);
  if (symbol.shape.length < 3) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: layer "${layer}" gives ${formatShape(symbol.shape)}, which has no spatial axes between batch and channels; layers that do: ${placesIn(net)}`,
    );
  }
  return explainBatches(about, x, false, async (batch) => {
    const graph = (): Graph =>
      explainGraph(about, batch.x, {}, (_, score) => {
        const { scores, activations } = score();
        const maps = activations.get(layer);
        if (maps === undefined) throw unknownName(`${where}: layer`, layer, [...activations.keys()]);
        const places = maps.shape.map((_, axis) => axis).slice(1, -1);
        const g = scoreGradient(about, scores, maps, `layer "${layer}"`);
        const alpha = mean(g, { axis: places, keepdims: true });
        return { map: relu(sum(multiply(alpha, maps), { axis: [-1] })) };
      });
    return (await batch.run(`${where} ${layer}`, graph)).map;
  });
}

/** What the last call of a layer gives. */
function outputOf({ graph }: Model, layer: string): LayerSymbol {
  const found = graph.layers.find(({ name }) => name === layer)?.layer;
  const calls = graph.calls.filter(({ target }) => target === found);
  return calls[calls.length - 1].outputs[0]; // every layer of a model has a call
}

/** The layers whose outputs have places. */
function placesIn(net: Model): string {
  const names = net.graph.layers.map(({ name }) => name);
  const found = names.filter((name) => outputOf(net, name).shape.length >= 3);
  return found.length > 0 ? found.join(", ") : "none in this model";
}
