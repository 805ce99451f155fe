import { NeurogradError, unknownName } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { add, concatenate, divide, expandDims, flip, multiply, where } from "../../core/ops/index.js";
import { type CallResult, defineLayer, type Layer, type Mask } from "../layer.js";
import { callInner, checkInnerLayer, innerWeights } from "./inner-layer.js";

const merges: Readonly<Record<MergeMode, (a: Value, b: Value) => Value>> = {
  concat: (a, b) => concatenate([a, b], { axis: -1 }),
  sum: add,
  ave: (a, b) => divide(add(a, b), 2),
  mul: multiply,
};
type MergeMode = "concat" | "sum" | "ave" | "mul";

export interface BidirectionalOptions {
  /** A layer over sequences, such as `lstm`. */
  readonly layer: Layer;
  /** How both outputs become one; null leaves them two. */
  readonly mergeMode?: MergeMode | null;
  /** Another layer for the way back, with `goBackwards`; by default one like `layer`. */
  readonly backwardLayer?: Layer | null;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * A sequence seen from both ends: `y = merge(layer(x), flip(layer′(flip(x))))`, layer′ being like `layer` with weights of its
 * own. Masked positions of a sequence that is given out are 0.
 *
 * Shape   as `layer`'s; twice as many features for `concat`. Initial states: the first half is for the way forward; so
 *         are the states given out with `returnState`. Weights `forward/…` and `backward/…`.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, and what the layer throws.
 * Source  Schuster & Paliwal 1997; Keras 3 `layers.Bidirectional`.
 *
 * @example layers.bidirectional({ layer: layers.lstm({ units: 64 }) })
 */
export const bidirectional: (options: BidirectionalOptions) => Layer = defineLayer<BidirectionalOptions>(
  "bidirectional",
  {
    required: ["layer"],
    defaults: { mergeMode: "concat", backwardLayer: null },
    check: ({ layer, mergeMode = "concat", backwardLayer }, where) => {
      checkInnerLayer(where, "layer", layer);
      if (backwardLayer) checkInnerLayer(where, "backwardLayer", backwardLayer);
      checkDirections(where, layer, backwardLayer ?? undefined);
      if (mergeMode !== null && !Object.hasOwn(merges, mergeMode))
        throw unknownName(`${where}: mergeMode`, mergeMode, Object.keys(merges));
    },
    weights: ({ layer, backwardLayer }, [x, ...states], where) => {
      const half = states.length / 2;
      return {
        ...innerWeights(layer, "forward/", [x, ...states.slice(0, half)], where),
        ...innerWeights(backwardLayer ?? layer, "backward/", [x, ...states.slice(half)], where),
      };
    },
    call: (context) => {
      const { inputs, masks, options } = context;
      const { layer, backwardLayer, mergeMode = "concat" } = options;
      const [x, ...states] = inputs;
      const [mask] = masks;
      const half = states.length / 2;
      const forward = callInner(layer, "forward/", context, [x, ...states.slice(0, half)], [mask]);
      const backward = backwardLayer
        ? callInner(backwardLayer, "backward/", context, [x, ...states.slice(half)], [mask])
        : callInner(layer, "backward/", context, [turned(x), ...states.slice(half)], [mask && turned(mask)]);
      const isSequence = layer.config.returnSequences === true;
      const [there, back] = isSequence
        ? [present(forward.outputs[0], mask), present(turned(backward.outputs[0]), mask)]
        : [forward.outputs[0], backward.outputs[0]];
      const merged = mergeMode === null ? [there, back] : [merges[mergeMode](there, back)];
      return {
        outputs: [...merged, ...forward.outputs.slice(1), ...backward.outputs.slice(1)],
        updates: { ...forward.updates, ...backward.updates },
        masks: isSequence ? merged.map(() => mask) : [],
      } satisfies CallResult;
    },
  },
);

/** [batch, time, ...] with time reversed. */
const turned = (x: Value): Value => flip(x, { axis: 1 });

const present = (x: Value, mask: Mask): Value => (mask ? where(expandDims(mask, { axis: -1 }), x, 0) : x);

/** Throws `invalid_option` unless one layer goes forward, the other backward, and both give out the same kind of thing. */
function checkDirections(where: string, layer: Layer, backward: Layer | undefined): void {
  const [there, back] = [layer.config, backward?.config ?? { ...layer.config, goBackwards: true }];
  if ((there.goBackwards === true) === (back.goBackwards === true)) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: both layers go the same way; give a layer without goBackwards, and a backwardLayer, if any, with it`,
    );
  }
  const other = ["returnSequences", "returnState", "stateful"].find(
    (option) => (there[option] === true) !== (back[option] === true),
  );
  if (other === undefined) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: only one of the two layers has ${other}; give it to both or to none`,
  );
}
