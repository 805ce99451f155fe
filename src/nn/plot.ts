import { formatShape, type Shape } from "../core/size.js";
import { type Box, drawBoxes } from "./draw-boxes.js";
import type { Model } from "./model.js";
import { parameterCount } from "./summary.js";
import { isOpCall, type LayerCall, type LayerSymbol } from "./symbol.js";

/** The model's layers as an SVG picture, inputs above. */
export const plotOf = (model: Model): string => drawBoxes(boxesOf(model));

function boxesOf(model: Model): readonly Box[] {
  const { graph } = model;
  const maker = new Map<LayerSymbol, number>();
  const boxes: Box[] = [];
  for (const [k, symbol] of graph.inputs.entries()) {
    maker.set(symbol, boxes.length);
    boxes.push({
      kind: "input",
      lines: [`${model.inputNames[k]} (input)`, `${formatShape(symbol.shape)} ${symbol.dtype}`],
      from: [],
    });
  }
  const drawn = new Set<LayerCall["target"]>();
  const from = (symbols: readonly LayerSymbol[]): number[] => [
    ...new Set(symbols.flatMap((symbol) => maker.get(symbol) ?? [])),
  ];
  for (const call of graph.calls) {
    const isAgain = drawn.has(call.target);
    drawn.add(call.target);
    for (const symbol of call.outputs) maker.set(symbol, boxes.length);
    boxes.push({ ...aboutCall(model, call, isAgain), from: from(call.inputs) });
  }
  for (const [k, symbol] of graph.outputs.entries())
    boxes.push({ kind: "output", lines: [`${model.outputNames[k]} (output)`], from: from([symbol]) });
  return boxes;
}

function aboutCall({ graph }: Model, { target, outputs }: LayerCall, isAgain: boolean): Omit<Box, "from"> {
  const shapes = outputs.map(({ shape }: { readonly shape: Shape }) => formatShape(shape)).join(", ");
  if (isOpCall(target)) return { kind: "op", lines: [target.op.name, shapes] };
  const found = graph.layers.find(({ layer }) => layer === target);
  const count = parameterCount(found?.weights ?? {});
  const title = `${found?.name} (${target.kind})`;
  if (isAgain) return { kind: "shared", lines: [title, shapes, "same weights again"] };
  const parameters = count === 1 ? "1 parameter" : `${count.toLocaleString("en")} parameters`;
  return { kind: "layer", lines: [title, shapes, ...(count > 0 ? [parameters] : [])] };
}
