import { metricDirection } from "neurograd";
import type { LabStore } from "../../store.js";
import { figure } from "../../text/lang.js";
import { button, menu } from "../controls.js";
import { element } from "../dom.js";
import { saveFile } from "../save-file.js";
import type { View, ViewOptions } from "../view.js";
import { type Axis, figuresOf, metricsOf, placesOf } from "./figures.js";
import { dropped, type FoundFile, readInto } from "./files.js";
import { followRuns, type LiveState } from "./live.js";
import { differing } from "./parameters.js";
import { mostCharts, runCharts } from "./run-charts.js";
import { type Run, RunList } from "./run-list.js";
import { runTable } from "./run-table.js";
import "./runs.css";
import { noticesOf } from "./notices.js";
import { sources } from "./sources.js";
import { tableCsv } from "./table-csv.js";
import { runsWords } from "./words.js";

const drawMillis = 200;
const axes: readonly Axis[] = ["epoch", "step", "seconds"];

/** Runs side by side: a table of what differs, and their curves, also while they train. */
export function mountView(host: HTMLElement, _: LabStore, { lang, told }: ViewOptions): View {
  const say = runsWords(lang);
  const list = new RunList();
  const hidden = new Set<string>();
  let metric: string | undefined;
  let baseline: string | undefined;
  let axis: Axis = "epoch";
  let live: LiveState | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const given = sources(say, {
    files: (files) => void read(files),
    example: () => void showExamples(),
    clear: () => {
      list.clear("file");
      list.clear("example");
      draw();
    },
  });
  const metricChoice = element("select");
  metricChoice.addEventListener("change", () => {
    metric = metricChoice.value;
    draw();
  });
  const axisChoice = menu<Axis>(
    axes.map((each) => [each, say[each]]),
    axis,
    (to) => {
      axis = to;
      draw();
    },
  );
  const beta = element("input", { type: "range", min: 0, max: 0.98, step: 0.02, value: 0 });
  const betaText = element("span", { class: "number beta" }, "0");
  beta.addEventListener("input", draw);
  const log = element("input", { type: "checkbox" });
  log.addEventListener("change", draw);
  const csv = button(say.csv, () => saveFile("runs.csv", tableCsv(list.runs, differing(list.runs))));
  const table = runTable(say, {
    hide: (id, isHidden) => {
      if (isHidden) hidden.add(id);
      else hidden.delete(id);
      draw();
    },
    pin: (id) => {
      baseline = id;
      draw();
    },
    highlight: (id) => charts.highlight(id),
  });
  const charts = runCharts(say, lang);
  const notices = element("div");
  const tooMany = element("p", { class: "faint", hidden: true }, say.tooMany);
  const tries = [
    { text: say.trySmooth, work: () => Object.assign(beta, { value: "0.8" }) },
    {
      text: say.tryBest,
      work: () => {
        metric = metricsOf(list.runs).find((key) => key.startsWith("val")) ?? metric;
      },
    },
    { text: say.tryLog, work: () => Object.assign(log, { checked: true }) },
  ].map(({ text, work }) =>
    button(text, () => {
      work();
      draw();
    }),
  );
  const found = element(
    "div",
    { class: "found", hidden: true },
    notices,
    element(
      "div",
      { class: "controls" },
      element("h2", {}, say.runs),
      element("label", {}, say.metric, " ", metricChoice),
      csv,
    ),
    table.root,
    element("p", { class: "faint" }, say.same),
    element(
      "div",
      { class: "controls" },
      element("h2", {}, say.charts),
      element("label", {}, say.axis, " ", axisChoice),
      element("label", {}, say.smoothing, " ", beta, betaText),
      element("label", {}, log, " ", say.log),
    ),
    element("div", { class: "controls" }, element("span", { class: "faint" }, `${say.tryOut}:`), ...tries),
    charts.root,
    tooMany,
    element("p", { class: "faint" }, say.honest),
  );
  const root = element("div", { class: "runs-view" }, element("p", {}, say.intro), given.root, found);
  host.replaceChildren(root);

  async function read(files: readonly FoundFile[] | Promise<readonly FoundFile[]>): Promise<void> {
    try {
      const count = await readInto(list, await files, (path) => given.say(`${say.reading} ${path} …`));
      given.say(count === 0 ? say.nothing : "");
    } catch (error) {
      given.say(error instanceof Error ? error.message : String(error)); // a file that went meanwhile
    }
    draw();
  }

  async function showExamples(): Promise<void> {
    const { examples } = await import("./examples/index.js");
    for (const { name, record, history } of examples) {
      const id = `example:${name}`;
      list.record(id, name, "example", record);
      list.history(id, name, "example", history, true);
      list.end(id);
    }
    draw();
  }

  function draw(): void {
    const { runs } = list;
    given.show(live, runs);
    found.hidden = runs.length === 0;
    if (runs.length === 0) {
      told?.();
      return;
    }
    const metrics = metricsOf(runs);
    if (metric === undefined || !metrics.includes(metric))
      metric = metrics.find((key) => key === "valLoss") ?? metrics[0];
    if (
      metricChoice.options.length !== metrics.length ||
      metrics.some((key, k) => metricChoice.options[k].value !== key)
    )
      metricChoice.replaceChildren(...metrics.map((key) => element("option", { value: key }, key)));
    metricChoice.value = metric ?? "";
    for (const [k, option] of [...axisChoice.options].entries())
      option.disabled = runs.every((run) => placesOf(run, metric ?? "", axes[k]) === undefined);
    betaText.textContent = beta.value;
    tooMany.hidden = metrics.length <= mostCharts;
    notices.replaceChildren(...noticesOf(runs, say));
    table.show(runs, { metric: metric ?? "", hidden, baseline });
    charts.show(
      runs.filter(({ id }) => !hidden.has(id)),
      { axis, beta: Number(beta.value), isLog: log.checked, baseline },
    );
    told?.();
  }

  /** Of many lines that come at once one picture. */
  const drawSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      draw();
    }, drawMillis);
  };
  const unfollow = followRuns(list, (state) => {
    live = { ...state, isWhole: state.isWhole || live?.isWhole === true };
    drawSoon();
  });
  const over = (event: DragEvent): void => {
    event.preventDefault();
    root.classList.toggle("dragging", event.type === "dragover");
  };
  host.addEventListener("dragover", over);
  host.addEventListener("dragleave", over);
  const drop = (event: DragEvent): void => {
    over(event);
    if (event.dataTransfer !== null) void read(dropped(event.dataTransfer));
  };
  host.addEventListener("drop", drop);
  draw();
  return {
    describe: () => sentenceOf(list.runs, metric, say, lang),
    dispose() {
      unfollow();
      clearTimeout(timer);
      charts.dispose();
      host.removeEventListener("dragover", over);
      host.removeEventListener("dragleave", over);
      host.removeEventListener("drop", drop);
      root.remove();
    },
  };
}

function sentenceOf(
  runs: readonly Run[],
  metric: string | undefined,
  say: ReturnType<typeof runsWords>,
  lang: "en" | "zh",
): string {
  if (runs.length === 0 || metric === undefined) return say.intro;
  const sign = metricDirection(metric) === "min" ? 1 : -1;
  const bests = runs.flatMap((run) => {
    const best = figuresOf(run, metric)?.best;
    return best === undefined ? [] : [{ name: run.name, ...best }];
  });
  const settings = differing(runs)
    .map(({ name }) => name)
    .slice(0, 5)
    .join(", ");
  if (lang === "zh") {
    const first = `${runs.length} 次训练${settings === "" ? "" : `，不同的设置：${settings}`}。`;
    if (bests.length === 0) return first;
    const best = bests.reduce((a, b) => (sign * b.value < sign * a.value ? b : a));
    return `${first}${metric} 最好的是 ${best.name}：第 ${best.epoch} 轮，${figure(best.value, 4)}。`;
  }
  const first = `${runs.length} ${runs.length === 1 ? "run" : "runs"}${settings === "" ? "" : ` that differ in ${settings}`}.`;
  if (bests.length === 0) return first;
  const best = bests.reduce((a, b) => (sign * b.value < sign * a.value ? b : a));
  return `${first} The best ${metric} is that of ${best.name}: ${figure(best.value, 4)} in epoch ${best.epoch}.`;
}
