import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import { reshape } from "../../core/ops/index.js";
import { formatShape, multiplySizes } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";
import { callInner, checkInnerLayer, innerWeights } from "./inner-layer.js";

export interface TimeDistributedOptions {
  readonly layer: Layer;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * One layer for every position by itself, with the same weights: `y[:, t] = layer(x[:, t])`.
 *
 * All positions of all examples go through the layer as one batch; so statistics of a batch, as batchNormalization takes
 * them, are those of all positions together (Keras takes them one after another).
 *
 * Shape   x [batch, time, ...] → [batch, time, ...]: the layer's for [batch, ...]. Weights are called as the layer's.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, and what the layer throws.
 * Source  Keras 3 `layers.TimeDistributed`.
 *
 * @example layers.timeDistributed({ layer: layers.conv2d({ filters: 8, kernelSize: 3 }) })
 */
export const timeDistributed: (options: TimeDistributedOptions) => Layer =
  defineLayer<TimeDistributedOptions>("timeDistributed", {
    required: ["layer"],
    defaults: {},
    check: ({ layer }, where) => checkInnerLayer(where, "layer", layer),
    weights: ({ layer }, inputs, where) =>
      innerWeights(
        layer,
        "",
        inputs.map((x) => foldedType(where, x)),
        where,
      ),
    mask: "pass",
    call: (context) => {
      const { x, inputs, masks, options, name } = context;
      const { outputs, updates } = callInner(
        options.layer,
        "",
        context,
        inputs.map((value) => folded(name, value)),
        masks.map((mask) => (mask && mask.shape.length > 2 ? folded(name, mask) : null)), // [batch, time] says nothing within a position
      );
      const [batch, time] = x.shape;
      return {
        outputs: outputs.map((y) => reshape(y, { shape: [batch, time, ...y.shape.slice(1)] })),
        ...(updates && { updates }),
      };
    },
  });

/** [batch, time, ...] → [batch · time, ...]. Throws `shape_mismatch`. */
function foldedType(where: string, { dtype, shape }: TensorType): TensorType {
  const [batch, time, ...rest] = shape;
  if (rest.length > 0) return { dtype, shape: [multiplySizes(batch, time), ...rest] };
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: expects [batch, time, ...] with three axes or more, got ${formatShape(shape)}; give each position its features`,
  );
}

const folded = (where: string, x: Value): Value => reshape(x, { shape: foldedType(where, x).shape });
