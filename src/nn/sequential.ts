import { NeurogradError } from "../core/errors.js";
import { formatShape } from "../core/size.js";
import { applyLayer, type Layer } from "./layer.js";
import { type Environment, Model } from "./model.js";
import { LayerSymbol } from "./symbol.js";

/** A model whose layers follow one another. The first item is the input. Throws `missing_input`, and what the layers throw. */
export function buildSequential(
  [first, ...rest]: readonly (LayerSymbol | Layer | Model)[],
  environment: Environment,
  name?: string,
): Model {
  if (!(first instanceof LayerSymbol)) {
    throw new NeurogradError(
      "missing_input",
      "sequential: the first item must be an input; begin with input({ shape: [...] })",
    );
  }
  const counts = new Map<string, number>();
  const names = new Map<Layer, string>();
  let x = first;
  let before = "the input";
  for (const layer of rest) {
    if (layer instanceof LayerSymbol || typeof layer !== "object" || typeof layer?.apply !== "function") {
      throw new NeurogradError(
        "invalid_option",
        "sequential: every item after the first must be a layer, such as layers.dense({ units: 10 }), or a model",
      );
    }
    if (layer instanceof Model) {
      x = layer.apply(x);
      before = layer.name ?? "a model";
      continue;
    }
    const own = names.get(layer) ?? nextName(layer, counts);
    names.set(layer, own);
    x = following(layer, own, x, before);
    before = own;
  }
  return new Model([first], [x], environment, name);
}

/** The name that the model will give the layer: its own, or its kind, numbered. */
function nextName(layer: Layer, counts: Map<string, number>): string {
  const count = counts.get(layer.kind) ?? 0;
  counts.set(layer.kind, count + 1);
  return layer.givenName ?? (count === 0 ? layer.kind : `${layer.kind}_${count}`);
}

/** The layer's output on `x`; errors name the layer, its input and where that came from. */
function following(layer: Layer, name: string, x: LayerSymbol, before: string): LayerSymbol {
  try {
    return applyLayer(layer, [x], name);
  } catch (error) {
    if (!(error instanceof NeurogradError)) throw error;
    const text = error.message.replace(/\. \(\w+\)$/, "");
    const what = text.startsWith(`${name}: `) ? text : `${name}: ${text}`;
    throw new NeurogradError(error.code, `${what} (its input is ${formatShape(x.shape)} from ${before})`, {
      cause: error,
    });
  }
}
