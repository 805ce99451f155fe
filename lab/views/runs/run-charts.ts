import { smooth } from "neurograd";
import type { Lang } from "../../text/lang.js";
import { type Chart, type ChartData, lineChart } from "../chart/line-chart.js";
import { pngFile, svgFile } from "../chart/picture-file.js";
import type { Series } from "../chart/series.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { saveFile } from "../save-file.js";
import { type Axis, metricsOf, placesOf } from "./figures.js";
import type { Run } from "./run-list.js";
import type { RunsWords } from "./words.js";

export interface ChartsState {
  readonly axis: Axis;
  readonly beta: number;
  readonly isLog: boolean;
  readonly baseline: string | undefined;
}

export interface RunCharts {
  readonly root: HTMLElement;
  show(runs: readonly Run[], state: ChartsState): void;
  highlight(id: string | undefined): void;
  dispose(): void;
}

export const mostCharts = 24;

interface Place {
  readonly chart: Chart;
  readonly root: HTMLElement;
  readonly missing: HTMLElement;
  data: ChartData;
}

/** A chart for each metric; they share what is along the bottom, and the cursor. */
export function runCharts(say: RunsWords, lang: Lang): RunCharts {
  const root = element("div", { class: "run-charts" });
  const places = new Map<string, Place>();

  function placeOf(metric: string): Place {
    const known = places.get(metric);
    if (known !== undefined) return known;
    const chart = lineChart({
      title: metric,
      lang,
      showsHint: true,
      height: 230,
      onPoint: (x) => {
        for (const place of places.values()) place.chart.point(x);
      },
    });
    const save = (kind: string, work: (file: string) => Promise<void> | void): HTMLButtonElement =>
      button(kind, () => void work(svgFile(chart, made.data.series)), {
        "aria-label": `${metric}: ${say.save} ${kind}`,
      });
    const name = metric.replace(/[^\w.-]+/g, "_");
    const missing = element("p", { class: "faint", hidden: true });
    const made: Place = {
      chart,
      missing,
      data: { series: [], xName: "" },
      root: element(
        "section",
        { "aria-label": metric },
        element(
          "div",
          { class: "saves" },
          save(say.svg, (file) => saveFile(`${name}.svg`, file)),
          save(say.png, async (file) => saveFile(`${name}.png`, await pngFile(file))),
        ),
        chart.root,
        missing,
      ),
    };
    places.set(metric, made);
    return made;
  }

  return {
    root,
    show(runs, { axis, beta, isLog, baseline }) {
      const metrics = metricsOf(runs).slice(0, mostCharts);
      for (const [metric, { chart }] of places) {
        if (metrics.includes(metric)) continue;
        chart.dispose();
        places.delete(metric);
      }
      const shown = metrics.map((metric) => {
        const place = placeOf(metric);
        const having = runs.filter(({ curves }) => curves.columns.has(metric));
        const series = having.flatMap((run): Series[] => {
          const x = placesOf(run, metric, axis);
          const y = run.curves.columns.get(metric)?.values;
          if (x === undefined || y === undefined) return [];
          const { id, name, mark } = run;
          return [
            {
              id,
              name,
              mark,
              x,
              y: beta > 0 ? smooth(y, beta) : y,
              raw: beta > 0 ? y : undefined,
              isBaseline: id === baseline,
            },
          ];
        });
        const absent = having
          .filter((run) => placesOf(run, metric, axis) === undefined)
          .map(({ name }) => name);
        place.missing.hidden = absent.length === 0;
        place.missing.textContent = `${say.noAxis} ${absent.join(", ")}`;
        place.data = { series, xName: say[axis], isLogY: isLog };
        place.chart.show(place.data);
        return place.root;
      });
      if (shown.some((each, k) => root.children[k] !== each) || root.children.length !== shown.length)
        root.replaceChildren(...shown);
    },
    highlight(id) {
      for (const { chart } of places.values()) chart.highlight(id);
    },
    dispose() {
      for (const { chart } of places.values()) chart.dispose();
    },
  };
}
