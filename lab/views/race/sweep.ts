import type { TrialOptions } from "../../engine/race/race.js";
import type { Racer } from "../../engine/race/racers.js";
import { figure, type Lang } from "../../text/lang.js";
import { lineChart } from "../chart/line-chart.js";
import { button, labelled, menu } from "../controls.js";
import { element, tableHead } from "../dom.js";
import { racerTitles, type raceWords } from "./words.js";

export interface SweepStrip {
  readonly root: HTMLElement;
  /** Other racers, or another network: what was found is no longer true. */
  begin(racers: readonly Racer[]): void;
  stop(): void;
  dispose(): void;
}

export const sweepRates: readonly number[] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
const stepChoices = [50, 100, 200, 400];

/** The final loss of each optimizer over many learning rates. One trial after the other is asked for, so that the page stays free. */
export function sweepStrip(
  say: ReturnType<typeof raceWords>,
  lang: Lang,
  trial: (options: TrialOptions) => Promise<number>,
  begins: () => void,
): SweepStrip {
  let names: readonly { readonly name: Racer["name"]; readonly mark: number }[] = [];
  let found = new Map<string, number[]>();
  let turn = 0;
  let isRunning = false;

  const title = (name: Racer["name"]): string => racerTitles[name as keyof typeof racerTitles][lang];
  const steps = menu(
    stepChoices.map((each) => [each, String(each)]),
    100,
    () => clear(),
  );
  const start = button(say.sweepRun, () => (isRunning ? stop() : void run()), { class: "primary" });
  const progress = element("progress", { max: 1, value: 0, "aria-label": say.sweep, hidden: true });
  const verdict = element("p", { class: "verdict", role: "status" });
  const chart = lineChart({
    title: say.sweepChart,
    lang,
    height: 240,
    hasMarks: true,
  });
  const table = element("table", { class: "sweep-table number" });
  const result = element(
    "div",
    { hidden: true },
    chart.root,
    verdict,
    element(
      "details",
      {},
      element("summary", {}, say.sweepTable),
      element("div", { class: "scroll" }, table),
    ),
  );
  const root = element(
    "section",
    { class: "sweep", "aria-label": say.sweep },
    element("h2", {}, say.sweep),
    element("p", {}, say.sweepIntro),
    element("div", { class: "race-transport" }, start, labelled(say.sweepSteps, steps), progress),
    result,
  );

  function clear(): void {
    stop();
    found = new Map();
    result.hidden = true;
  }

  function stop(): void {
    turn++;
    isRunning = false;
    progress.hidden = true;
    start.textContent = say.sweepRun;
  }

  async function run(): Promise<void> {
    begins();
    clear();
    const own = turn;
    isRunning = true;
    start.textContent = say.sweepStop;
    progress.hidden = false;
    result.hidden = false;
    let done = 0;
    for (const learningRate of sweepRates) {
      for (const { name } of names) {
        const loss = await trial({ racer: { name, learningRate }, steps: Number(steps.value) }).catch(
          () => undefined,
        );
        if (own !== turn || loss === undefined) return;
        found.set(name, [...(found.get(name) ?? []), loss]);
        progress.value = ++done / (sweepRates.length * names.length);
      }
      draw();
    }
    stop();
    verdict.textContent = verdictOf(found, title, lang);
  }

  function draw(): void {
    const all = [...found.values()].flat();
    chart.show({
      series: names.map(({ name, mark }) => {
        const y = found.get(name) ?? [];
        return { id: name, name: title(name), mark, x: sweepRates.slice(0, y.length), y };
      }),
      xName: say.rate,
      isLogX: true,
      isLogY: all.every((loss) => !(loss <= 0)),
    });
    verdict.textContent = "";
    table.replaceChildren(
      tableHead([say.rate, ...names.map(({ name }) => title(name))]),
      element(
        "tbody",
        {},
        ...sweepRates.slice(0, found.get(names[0]?.name)?.length ?? 0).map((rate, k) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, String(rate)),
            ...names.map(({ name }) => {
              const loss = found.get(name)?.[k] ?? Number.NaN;
              return element("td", {}, Number.isFinite(loss) ? figure(loss) : say.lossIsLost);
            }),
          ),
        ),
      ),
    );
  }

  return {
    root,
    begin(racers) {
      clear();
      names = racers.flatMap(({ name }, mark) =>
        racers.findIndex((other) => other.name === name) === mark ? [{ name, mark }] : [],
      );
    },
    stop,
    dispose: () => chart.dispose(),
  };
}

/** Each optimizer's best rate, and who would have won where. */
export function verdictOf(
  found: ReadonlyMap<string, readonly number[]>,
  title: (name: Racer["name"]) => string,
  lang: Lang,
): string {
  const bests = [...found].flatMap(([name, losses]) => {
    const k = lowest(losses);
    return k < 0 ? [] : [{ name: title(name as Racer["name"]), rate: sweepRates[k], loss: losses[k] }];
  });
  const winners = sweepRates.flatMap((rate, k) => {
    const names = [...found.keys()];
    const best = lowest(names.map((name) => found.get(name)?.[k] ?? Number.NaN));
    return best < 0 ? [] : [{ rate, name: title(names[best] as Racer["name"]) }];
  });
  if (bests.length === 0) return "";
  const each = bests.map(({ name, rate, loss }) => `${name} ${figure(loss)} (${rate})`);
  const wins = [...new Set(winners.map(({ name }) => name))].map((name) => {
    const rates = winners.filter((winner) => winner.name === name).map(({ rate }) => rate);
    return `${name}: ${rates.join(", ")}`;
  });
  if (lang === "zh") {
    const all = `各自最好的结果（学习率）：${each.join("；")}。`;
    if (wins.length < 2) return all;
    return `${all}在不同学习率处领先的分别是——${wins.join("；")}。所以不说学习率，就谈不上哪个优化器“最好”。`;
  }
  const all = `The best of each (its rate): ${each.join("; ")}.`;
  if (wins.length < 2) return all;
  return `${all} Who leads at which rates: ${wins.join("; ")}. So which optimizer is “best” cannot be said without the rate.`;
}

function lowest(losses: readonly number[]): number {
  let best = -1;
  for (const [k, loss] of losses.entries())
    if (Number.isFinite(loss) && (best < 0 || loss < losses[best])) best = k;
  return best;
}
