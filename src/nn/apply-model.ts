import { NeurogradError } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import type { Operand } from "../core/operand.js";
import { replaceSizes } from "../core/size.js";
import { applyLayer } from "./layer.js";
import { scoped, sizesOf } from "./layer-graph.js";
import type { Model } from "./model.js";
import { checkInputShape } from "./step-inputs.js";
import { asSymbols, callOp, isOpCall, type LayerSymbol } from "./symbol.js";

/** The outputs of a model on other inputs: each of its calls once more. `count`: how many outputs it must have. */
export function applyModel(
  model: Model,
  given: Value | readonly Value[],
  count?: number,
): readonly LayerSymbol[] {
  const where = model.name ?? "apply";
  const inputs = asSymbols(where, given);
  checkInputs(where, model, inputs);
  if (count !== undefined && model.outputs.length !== count) {
    throw new NeurogradError(
      "several_outputs",
      `${where}: the model has ${model.outputs.length} outputs, ${model.outputNames.join(", ")}; take them with applyAll`,
    );
  }
  const values = new Map<LayerSymbol, LayerSymbol>(model.inputs.map((symbol, k) => [symbol, inputs[k]]));
  const sizes = sizesOf(model.inputs, inputs);
  for (const { target, inputs: own, outputs, scope } of model.graph.calls) {
    const symbols = own.map((symbol) => values.get(symbol) as LayerSymbol); // calls are in order
    const made = isOpCall(target)
      ? callOp(
          target.op,
          target.operands.map((place): Operand | null | undefined =>
            "input" in place ? symbols[place.input] : place.fixed,
          ),
          replaceSizes(target.attrs, sizes),
        )
      : (applyLayer(
          target,
          symbols,
          target.givenName ?? target.kind,
          scope === undefined ? model.name : scoped(model.name, scope),
        ).call?.outputs ?? []);
    for (const [k, symbol] of outputs.entries()) values.set(symbol, made[k]);
  }
  return model.outputs.map((symbol) => values.get(symbol) as LayerSymbol);
}

function checkInputs(where: string, { inputs, inputNames }: Model, given: readonly LayerSymbol[]): void {
  if (given.length !== inputs.length) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: got ${given.length} inputs, the model has ${inputs.length}: ${inputNames.join(", ")}`,
    );
  }
  for (const [k, symbol] of inputs.entries()) checkInputShape(inputNames[k], symbol, given[k].type);
}
