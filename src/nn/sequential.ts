import { NeurogradError } from "../core/errors.js";
import type { Layer } from "./layer.js";
import { type Environment, Model } from "./model.js";
import { LayerSymbol } from "./symbol.js";

/** A model whose layers follow one another. The first item is the input. Throws `missing_input`, and what the layers throw. */
export function buildSequential(
  [first, ...rest]: readonly (LayerSymbol | Layer)[],
  environment: Environment,
): Model {
  if (!(first instanceof LayerSymbol)) {
    throw new NeurogradError(
      "missing_input",
      "sequential: the first item must be an input; begin with input({ shape: [...] })",
    );
  }
  const counts = new Map<string, number>();
  let x = first;
  let before = "the input";
  for (const layer of rest as readonly Layer[]) {
    if (layer instanceof LayerSymbol || typeof layer?.apply !== "function") {
      throw new NeurogradError(
        "invalid_option",
        "sequential: every item after the first must be a layer, such as layers.dense({ units: 10 })",
      );
    }
    const count = counts.get(layer.kind) ?? 0;
    counts.set(layer.kind, count + 1);
    const name = layer.givenName ?? (count === 0 ? layer.kind : `${layer.kind}_${count}`);
    try {
      x = layer.apply(x);
    } catch (error) {
      if (!(error instanceof NeurogradError)) throw error;
      const what = error.message
        .replace(` (${error.code})`, "")
        .replace(/\.$/, "")
        .replace(`${layer.kind}: `, "");
      throw new NeurogradError(
        error.code,
        `${name}: ${what} (its input is [${x.shape.join(", ")}] from ${before})`,
        { cause: error },
      );
    }
    before = name;
  }
  return new Model([first], [x], environment);
}
