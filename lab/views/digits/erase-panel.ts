import type { ErasureReading } from "../../engine/digits/erasure.js";
import type { Lang } from "../../text/lang.js";
import type { Palette } from "../chart/colors.js";
import { type Chart, lineChart } from "../chart/line-chart.js";
import { element } from "../dom.js";
import { paintImage, picture } from "./paint.js";
import { type DigitsWords, filled, percent } from "./words.js";

export interface ErasePanel {
  readonly root: HTMLElement;
  show(reading: ErasureReading | undefined, target: number): void;
  dispose(): void;
}

/** The hypothesis put to the test: its pixels are taken away, and as many at random. */
export function erasePanel(say: DigitsWords, lang: Lang, palette: Palette): ErasePanel {
  const slider = element("input", {
    type: "range",
    min: 0,
    max: 14,
    step: 1,
    value: 8,
    "aria-label": say.share,
  });
  const shown = element("output", { class: "number" });
  const [ranked, random] = [picture(), picture()];
  const told = element("p", { class: "number told", role: "status", "data-testid": "erased" });
  const place = element("div");
  let chart: Chart | undefined;
  let digit: number | undefined;
  let now: ErasureReading | undefined;
  const root = element(
    "section",
    { class: "erase" },
    element(
      "div",
      {},
      element("h2", {}, say.erase),
      element("p", { class: "faint" }, say.eraseText),
      element("label", { class: "row" }, say.share, slider, shown),
      told,
    ),
    element(
      "div",
      { class: "beside" },
      element(
        "figure",
        { class: "large" },
        ranked,
        element("figcaption", { class: "faint" }, say.rankedPicture),
      ),
      element(
        "figure",
        { class: "large" },
        random,
        element("figcaption", { class: "faint" }, say.randomPicture),
      ),
    ),
    place,
  );

  function draw(): void {
    if (now === undefined) return;
    const k = Number(slider.value);
    const share = String(Math.round(now.shares[k] * 100));
    shown.textContent = `${share} %`;
    slider.setAttribute("aria-valuetext", `${share} %`);
    paintImage(ranked, now.rankedImages[k], palette);
    paintImage(random, now.randomImages[k], palette);
    told.textContent = filled(say.falls, {
      share,
      ranked: percent(now.byRank[k]),
      random: percent(now.byChance[k]),
    });
    told.dataset.ranked = String(now.byRank[k]);
    told.dataset.random = String(now.byChance[k]);
    chart?.point(now.shares[k] * 100);
  }
  slider.addEventListener("input", draw);

  return {
    root,
    show(reading, target) {
      now = reading;
      root.classList.toggle("waiting", reading === undefined);
      if (reading === undefined) return;
      if (chart === undefined || digit !== target) {
        chart?.dispose();
        chart = lineChart({ title: filled(say.eraseChart, { digit: target }), lang, height: 170, hasMarks: true, onPoint: pointed }); // biome-ignore format: one line
        digit = target;
        place.replaceChildren(chart.root);
      }
      const x = reading.shares.map((share) => share * 100);
      const chance = filled(say.byChance, { draws: reading.draws });
      chart.show({
        xName: say.eraseX,
        series: [
          { id: "ranked", name: say.byRank, mark: 0, x, y: reading.byRank },
          { id: "random", name: chance, mark: 1, x, y: reading.byChance },
        ],
      });
      draw();
    },
    dispose: () => chart?.dispose(),
  };

  function pointed(x: number | undefined): void {
    const k = now?.shares.findIndex((share) => share * 100 === x) ?? -1;
    if (k < 0) return;
    slider.value = String(k);
    draw();
  }
}
