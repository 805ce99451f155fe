import type { UpdateReading } from "../../engine/instruments/update.js";
import type { Lang } from "../../text/lang.js";
import { button } from "../controls.js";
import { element, svg } from "../dom.js";
import { arrowOf } from "../pointing.js";
import { isFollowed } from "./lines.js";
import { activation, bySum, type Neuron, ofWeight, source, sourcesOf, type WeightAt } from "./parts.js";
import { indexOf, isSame, type Place } from "./places.js";
import { neuronName, sourceName } from "./sentence.js";
import { numberElement, shown } from "./show-line.js";
import { stepWords } from "./words.js";

const cell = { width: 138, height: 78, nodeWidth: 92, nodeHeight: 68 };

export interface PictureActions {
  /** A neuron, or undefined for the input or, with "loss", the loss. */
  go(neuron: Neuron | "input" | "loss"): void;
  follow(weight: WeightAt): void;
}

interface Situation {
  readonly reading: UpdateReading;
  /** As it was before a change by hand; undefined without one. */
  readonly before: UpdateReading | undefined;
  readonly places: readonly Place[];
  readonly index: number;
  readonly lang: Lang;
}

/** The network with its numbers as far as they are known at this step. Arrow keys move between neurons. */
export function networkPicture(situation: Situation, { go, follow }: PictureActions): HTMLElement {
  const { reading, places, index, lang } = situation;
  const { layers } = reading;
  const columns = [sourcesOf(reading, 0), ...layers.map(({ units }) => units), 1];
  const height = Math.max(...columns) * cell.height;
  const width = columns.length * cell.width;
  const at = (column: number, row: number): { x: number; y: number } => ({
    x: (column + 0.5) * cell.width,
    y: height / 2 + (row - (columns[column] - 1) / 2) * cell.height,
  });
  const here = places[index];
  const lines = svg("svg", { width, height, "aria-hidden": "true" });
  const followed = followedWeight(reading);
  layers.forEach(({ units }, layer) => {
    for (let unit = 0; unit < units; unit++)
      for (let from = 0; from < sourcesOf(reading, layer); from++) {
        const weight = { layer, unit, from };
        const [a, b] = [at(layer, from), at(layer + 1, unit)];
        const ends = { x1: a.x + cell.nodeWidth / 2, y1: a.y, x2: b.x - cell.nodeWidth / 2, y2: b.y };
        const { value } = ofWeight(reading, weight, "value");
        const isActive =
          isSame(here.neuron, weight) || (here.phase === "backward" && isAbove(here.neuron, weight));
        const kind = [
          value < 0 ? "negative" : "positive",
          isActive && "active",
          isFollowed(reading, weight) && "followed",
          followed !== undefined && isOnPath(followed, weight) && "path",
        ];
        const line = svg("line", {
          ...ends,
          class: kind.filter(Boolean).join(" "),
          "stroke-width": Math.min(6, 0.6 + Math.abs(value) * 1.6),
        });
        const title = `${sourceName(reading, weight, lang)} → ${neuronName(reading, weight, lang)}: ${shown(value)}`;
        const hit = svg("line", { ...ends, class: "hit" }, svg("title", {}, title));
        hit.addEventListener("click", () => follow(weight));
        lines.append(line, hit);
      }
  });
  layers[layers.length - 1].a.forEach((_, unit) => {
    const [a, b] = [at(layers.length, unit), at(layers.length + 1, 0)];
    lines.prepend(svg("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: "to-loss" }));
  });
  const nodes = columns.map((count, column) =>
    Array.from({ length: count }, (_, row) => {
      const { x, y } = at(column, row);
      const node = nodeButton(situation, column, row, go);
      node.style.cssText = `left:${x - cell.nodeWidth / 2}px;top:${y - cell.nodeHeight / 2}px;width:${cell.nodeWidth}px;height:${cell.nodeHeight}px`;
      return node;
    }),
  );
  const root = element(
    "div",
    {
      class: "network",
      role: "group",
      "aria-label": stepWords(lang).network,
      style: `width:${width}px;height:${height}px`,
    },
    lines,
    ...nodes.flat(),
  );
  rove(root, nodes);
  return root;
}

function nodeButton({ reading, before, places, index, lang }: Situation, column: number, row: number, go: PictureActions["go"]): HTMLButtonElement {
  const { layers, loss, spec } = reading;
  const here = places[index];
  const isInput = column === 0;
  const isLoss = column === layers.length + 1;
  const neuron = isInput || isLoss ? undefined : { layer: column - 1, unit: row };
  const knows = (phase: Place["phase"]): boolean =>
    (isInput && phase === "forward") || (neuron !== undefined && index >= indexOf(places, phase, neuron));
  const isCurrent = isLoss ? here.phase === "loss" : isInput ? here.phase === "forward" && here.neuron === undefined : isSame(here.neuron, neuron);
  const name = isInput ? spec.features[row] : neuron ? neuronName(reading, neuron, lang) : "L";
  const value = isLoss
    ? { role: "loss" as const, key: "total", value: loss.total }
    : neuron ? activation(reading, neuron) : source(reading, 0, row);
  const isKnown = isLoss ? index >= indexOf(places, "loss") : knows("forward");
  const old = before && (isLoss ? before.loss.total : neuron ? activation(before, neuron).value : source(before, 0, row).value);
  const moved = isKnown && old !== undefined && old !== value.value;
  const delta = neuron && knows("backward") ? bySum(reading, neuron) : undefined;
  const unsaid = (text: string): HTMLElement => element("span", { class: "hidden-text" }, ` ${text} `);
  const node = button([element("span", { class: "name" }, name), ...(isKnown ? [unsaid(""), numberElement(value)] : [element("span", { class: "faint" }, "·")]), ...(moved ? [unsaid(stepWords(lang).was), element("s", { class: "old" }, shown(old))] : []), ...(delta ? [unsaid("∂/∂z"), numberElement(delta)] : [])], () => go(isLoss ? "loss" : (neuron ?? "input")), { tabindex: isCurrent ? 0 : -1,
      class: `node${isCurrent ? " current" : ""}${moved ? " moved" : ""}`,
      "data-node": name,
      ...(isCurrent && { "aria-current": "step" }) });
  return node;
} // biome-ignore format: one node

const isAbove = (neuron: Neuron | undefined, { layer, from }: WeightAt): boolean =>
  neuron !== undefined && layer === neuron.layer + 1 && from === neuron.unit;

/** What the followed weight reaches, on the way to the loss. */
const isOnPath = (followed: WeightAt, { layer, from }: WeightAt): boolean =>
  layer > followed.layer + 1 || (layer === followed.layer + 1 && from === followed.unit);

function followedWeight(reading: UpdateReading): WeightAt | undefined {
  const { path, at } = reading.check;
  const [name, kind] = path.split("/");
  const layer = reading.layers.findIndex((candidate) => candidate.name === name);
  if (layer < 0) return undefined;
  const { units } = reading.layers[layer];
  return kind === "bias"
    ? { layer, unit: at, from: "bias" }
    : { layer, unit: at % units, from: Math.floor(at / units) };
}

/** One stop for the Tab key; arrows move within. */
function rove(root: HTMLElement, nodes: readonly (readonly HTMLButtonElement[])[]): void {
  const all = nodes.flat();
  if (!all.some(({ tabIndex }) => tabIndex === 0)) all[0].tabIndex = 0;
  root.addEventListener("keydown", (event) => {
    const move = arrowOf(event);
    const column = nodes.findIndex((list) => list.some((node) => node === document.activeElement));
    if (move === undefined || column < 0) return;
    event.preventDefault();
    const row = nodes[column].findIndex((node) => node.matches(":focus"));
    const list = nodes[Math.max(0, Math.min(nodes.length - 1, column + move[0]))];
    const next = list[Math.max(0, Math.min(list.length - 1, row + move[1]))];
    for (const node of all) node.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
