import type { LayerMaps } from "../../engine/instruments/maps.js";
import type { WeightReading } from "../../engine/instruments/weights.js";
import type { LabSpec } from "../../engine/spec.js";
import { figure } from "../../text/lang.js";
import { button } from "../controls.js";
import { element, svg } from "../dom.js";

/** A unit of the picture: an input, or a neuron of a layer. */
export interface Unit {
  readonly layer: string;
  readonly index: number;
}

export interface NetworkPicture {
  readonly root: HTMLElement;
  /** The canvas of each neuron, by layer. */
  canvases(layer: string): readonly HTMLCanvasElement[];
  showWeights(weights: readonly WeightReading[]): void;
  /** Marks the line of a weight. */
  mark(path: string | undefined, at: number): void;
}

const cell = { widest: 118, narrowest: 64, height: 58, node: 44, top: 26 };

interface Edge {
  readonly line: SVGLineElement;
  readonly title: SVGTitleElement;
  readonly path: string;
  readonly at: number;
  readonly name: string;
}

/**
 * Inputs, neurons and the lines between them. A neuron is a button: pointing at it or focusing it chooses it. Pressing it, or
 * a line, follows a weight.
 */
export function networkPicture(
  spec: LabSpec,
  layers: readonly Pick<LayerMaps, "layer" | "units">[],
  nameOf: (unit: Unit) => string,
  choose: (unit: Unit | undefined) => void,
  follow: (edge: { readonly from: Unit | undefined; readonly to: Unit }) => void,
  available: number,
): NetworkPicture {
  const columns: Unit[][] = [
    spec.features.map((_, index) => ({ layer: "input", index })),
    ...layers.map(({ layer, units }) => Array.from({ length: units }, (_, index) => ({ layer, index }))),
  ];
  const height = cell.top + Math.max(...columns.map(({ length }) => length)) * cell.height;
  const columnWidth = Math.max(cell.narrowest, Math.min(cell.widest, available / columns.length));
  const width = columns.length * columnWidth;
  const place = (column: number, row: number): { x: number; y: number } => ({
    x: (column + 0.5) * columnWidth,
    y: cell.top + (row + 0.5) * cell.height,
  });

  const lines = svg("svg", { width, height, class: "edges", "aria-hidden": "true" });
  const edges: Edge[] = [];
  columns.slice(1).forEach((column, k) => {
    const path = `${layers[k].layer}/kernel`;
    columns[k].forEach((from, i) => {
      column.forEach((to, j) => {
        const [a, b] = [place(k, i), place(k + 1, j)];
        const title = svg("title");
        const ends = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
        const line = svg("line", ends);
        const reach = svg("line", { ...ends, class: "reach" }, title); // wide enough to hit
        reach.addEventListener("click", () => follow({ from, to }));
        lines.append(line, reach);
        edges.push({ line, title, path, at: i * column.length + j, name: `${nameOf(from)} → ${nameOf(to)}` });
      });
    });
  });

  const byLayer = new Map<string, HTMLCanvasElement[]>();
  const nodes = columns.flatMap((column, k) =>
    column.map((unit, row) => {
      const { x, y } = place(k, row);
      const style = `left:${x - cell.node / 2}px;top:${y - cell.node / 2}px;width:${cell.node}px;height:${cell.node}px`;
      if (unit.layer === "input") return element("span", { class: "unit input", style }, spec.features[row]);
      const canvas = element("canvas", { width: 1, height: 1, "aria-hidden": "true" });
      byLayer.set(unit.layer, [...(byLayer.get(unit.layer) ?? []), canvas]);
      const node = button(canvas, () => follow({ from: columns[k - 1][0], to: unit }), {
        class: "unit",
        style,
        "aria-label": nameOf(unit),
      });
      for (const kind of ["pointerenter", "focus"]) node.addEventListener(kind, () => choose(unit));
      for (const kind of ["pointerleave", "blur"]) node.addEventListener(kind, () => choose(undefined));
      return node;
    }),
  );
  const root = element(
    "div",
    { class: "network", style: `width:${width}px;height:${height}px` },
    lines,
    ...nodes,
  );

  return {
    root,
    canvases: (layer) => byLayer.get(layer) ?? [],
    showWeights(weights) {
      const values = new Map(weights.map((weight) => [weight.path, weight.values]));
      for (const { line, title, path, at, name } of edges) {
        const weight = values.get(path)?.[at] ?? 0;
        line.setAttribute("stroke-width", String(Math.min(6, 0.4 + Math.abs(weight) * 1.6)));
        line.classList.toggle("negative", weight < 0);
        line.classList.toggle("positive", weight >= 0);
        title.textContent = `${name}: ${figure(weight)}`;
      }
    },
    mark(path, at) {
      for (const edge of edges) edge.line.classList.toggle("followed", edge.path === path && edge.at === at);
    },
  };
}
