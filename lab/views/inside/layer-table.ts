import type { LayerReading, Reading } from "neurograd/explain";
import { figure, percent } from "../../text/lang.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { type RatioPlot, type RidgePlot, ratioPlot, ridgePlot } from "./ridge.js";
import type { insideWords } from "./words.js";

type Words = ReturnType<typeof insideWords>;

/** A column: what it is called, and by what number it sorts. */
interface Column {
  readonly name: keyof Words;
  readonly rank: (layer: LayerReading, place: number) => number;
}

const columns: readonly Column[] = [
  { name: "layer", rank: (_, place) => place },
  { name: "activations", rank: ({ activations }) => activations.standardDeviation },
  { name: "gradients", rank: ({ gradientNorm }) => gradientNorm },
  { name: "ratio", rank: ({ updateRatio = -1 }) => updateRatio },
  { name: "dead", rank: ({ dead = -1 }) => dead },
  { name: "saturated", rank: ({ saturated = -1 }) => saturated },
];

interface Row {
  readonly root: HTMLTableRowElement;
  readonly outputs: RidgePlot;
  readonly gradients: RidgePlot;
  readonly ratio: RatioPlot;
  readonly texts: Readonly<Record<"outputs" | "gradients" | "ratio" | "dead" | "saturated", HTMLElement>>;
}

export interface LayerTable {
  readonly root: HTMLElement;
  show(readings: readonly Reading[]): void;
}

const tens = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.floor(to) - Math.ceil(from) + 1) }, (_, k) => Math.ceil(from) + k);
const zero = (from: number, to: number): readonly number[] => (from <= 0 && to >= 0 ? [0] : []);

/** One row a layer, one column a measure; headings sort. */
export function layerTable(say: Words): LayerTable {
  let sorting = { column: 0, isDown: false };
  let readings: readonly Reading[] = [];
  let shape = "";
  const rows = new Map<string, Row>();
  const headings = columns.map(({ name }, k) => {
    const sort = (): void => {
      sorting = { column: k, isDown: sorting.column === k ? !sorting.isDown : k > 0 };
      arrange();
    };
    return element("th", { scope: "col" }, button(say[name], sort));
  });
  const body = element("tbody");
  const table = element(
    "table",
    {},
    element("caption", { class: "faint" }, say.sortHint),
    element("thead", {}, element("tr", {}, ...headings)),
    body,
  );
  const root = element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": say.table },
    table,
  );

  function arrange(): void {
    const layers = readings.at(-1)?.layers ?? [];
    headings.forEach((heading, k) => {
      heading.setAttribute(
        "aria-sort",
        k !== sorting.column ? "none" : sorting.isDown ? "descending" : "ascending",
      );
    });
    const { rank } = columns[sorting.column];
    const order = layers
      .map((layer, place) => ({ layer, rank: rank(layer, place) }))
      .sort((a, b) => (sorting.isDown ? b.rank - a.rank : a.rank - b.rank));
    body.append(...order.flatMap(({ layer }) => rows.get(layer.layer)?.root ?? []));
  }

  return {
    root,
    show(given) {
      readings = given;
      const layers = given.at(-1)?.layers ?? [];
      const wanted = layers.map(({ layer, units, activation }) => `${layer} ${units} ${activation}`).join();
      if (wanted !== shape) {
        shape = wanted;
        rows.clear();
        body.replaceChildren();
        for (const layer of layers) rows.set(layer.layer, newRow(layer, say));
        arrange();
      } else if (sorting.column > 0) arrange();
      layers.forEach(({ layer }, k) => {
        const row = rows.get(layer);
        if (row !== undefined)
          fill(
            row,
            given.map((reading) => reading.layers[k]),
            say,
          );
      });
    },
  };
}

function newRow({ layer, activation, isOutput, units }: LayerReading, say: Words): Row {
  const [outputs, gradients, ratio] = [ridgePlot(zero), ridgePlot(tens), ratioPlot()];
  const text = (): HTMLElement => element("div", { class: "number" });
  const texts = { outputs: text(), gradients: text(), ratio: text(), dead: text(), saturated: text() };
  const about = [activation ?? "linear", `${say.units} ${units}`, ...(isOutput ? [say.output] : [])].join(
    " · ",
  );
  const root = element(
    "tr",
    {},
    element("th", { scope: "row" }, layer, element("div", { class: "faint" }, about)),
    element("td", {}, outputs.root, texts.outputs),
    element("td", {}, gradients.root, texts.gradients),
    element("td", {}, ratio.root, texts.ratio),
    element("td", {}, texts.dead),
    element("td", {}, texts.saturated),
  );
  return { root, outputs, gradients, ratio, texts };
}

function fill({ outputs, gradients, ratio, texts }: Row, looks: readonly LayerReading[], say: Words): void {
  const now = looks[looks.length - 1];
  const heaps = looks.map(({ activations }) => activations);
  const least = Math.min(...heaps.map(({ minimum }) => minimum));
  const most = Math.max(...heaps.map(({ maximum }) => maximum));
  const { mean, standardDeviation } = now.activations;
  texts.outputs.textContent = `${say.mean} ${figure(mean)}, ${say.spread} ${figure(standardDeviation)}`;
  outputs.show(
    heaps.map(({ histogram }) => histogram),
    least,
    most,
    `${say.activations}: ${say.from} ${figure(least)} ${say.to} ${figure(most)}; ${texts.outputs.textContent}`,
  );
  const sizes = looks.flatMap((look) => look.gradients?.histogram ?? []);
  texts.gradients.textContent = `${say.length} ${figure(now.gradientNorm)}`;
  gradients.show(sizes, -9, 2, `${say.gradients}: ${texts.gradients.textContent}`);
  const ratios = looks.flatMap(({ updateRatio }) => updateRatio ?? []);
  texts.ratio.textContent = now.updateRatio === undefined ? "–" : figure(now.updateRatio);
  ratio.show(ratios, `${say.ratio}: ${texts.ratio.textContent}`);
  texts.dead.textContent = share(now.dead);
  texts.saturated.textContent = share(now.saturated);
}

const share = (value: number | undefined): string => (value === undefined ? "–" : percent(value, 0));
