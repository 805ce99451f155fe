import { figure } from "../../../text/lang.js";
import { button, slider } from "../../controls.js";
import { element, prefersStillness, tableHead } from "../../dom.js";
import { loop } from "../../loop.js";
import type { Panel, PanelOptions } from "../../panel.js";
import { room } from "../room.js";
import { brainWords } from "../words.js";
import { ownNetwork } from "./own-network.js";
import { contestPicture, type DiffusionWay, diffusionPicture, Ways } from "./pictures.js";
import { type Contest, DiffusionRace, PopulationRace, type Race } from "./race.js";
import { decisionWords } from "./words.js";

const growMillis = 650;
const mostMillis = 6; // of deciding in a frame
const enough = 4000;

/** A race to a decision: by adding up, and by two populations that compete. */
export function decisionPanel({ store, lang, told }: PanelOptions): Panel {
  const common = brainWords(lang);
  const say = decisionWords(lang);
  let diffusion = new DiffusionRace({ drift: 1, threshold: 1 });
  let contest = new PopulationRace(0.064);
  const ways = new Ways<DiffusionWay>();
  const contests = new Ways<Contest>();
  let last: number | undefined;
  let sinceWay = growMillis;
  let isTold = 0;

  const left = diffusionPicture(() => diffusion, ways, say);
  const right = contestPicture(contests, say);
  const body = element("tbody");
  const own = ownNetwork(store, say);
  const play = button(common.play, () => life.toggle(), { class: "primary" });

  const driftSlider = slider({
    name: say.drift,
    unit: "",
    bounds: [0, 3, 0.1],
    value: 1,
    change: (drift) => restart({ drift }),
  });
  const thresholdSlider = slider({
    name: say.threshold,
    unit: "",
    bounds: [0.3, 1.8, 0.1],
    value: 1,
    change: (threshold) => restart({ threshold }),
  });
  const coherenceSlider = slider({
    name: say.coherence,
    unit: "%",
    bounds: [0, 51.2, 3.2],
    value: 6.4,
    change: (percent) => {
      contest = new PopulationRace(percent / 100);
      contests.clear();
      draw();
    },
  });

  function restart(change: Partial<Race>): void {
    diffusion = new DiffusionRace({ ...diffusion.race, ...change });
    ways.clear();
    draw();
  }

  const life = loop(
    (now) => {
      const passed = Math.min(100, now - (last ?? now));
      last = now;
      ways.grow(passed / growMillis);
      contests.grow(passed / growMillis);
      sinceWay += passed;
      if (sinceWay >= growMillis) {
        sinceWay = 0;
        ways.add(diffusion.one());
        contests.add(contest.one());
      }
      const began = performance.now();
      for (let k = 0; k < 3 && diffusion.count < enough && performance.now() - began < mostMillis; k++)
        diffusion.add(1);
      draw();
      if (now - isTold > 2000) {
        isTold = now;
        told();
      }
    },
    (isRunning) => {
      last = undefined;
      play.textContent = isRunning ? common.pause : common.play;
    },
  );
  /** In parts, so that the page stays free. */
  function more(parts = 25): void {
    diffusion.add(20);
    draw();
    if (parts > 1) setTimeout(() => more(parts - 1), 16);
    else told();
  }
  function oneMore(): void {
    life.stop();
    ways.add(diffusion.one(), 1);
    contests.add(contest.one(), 1);
    draw();
    told();
  }
  function reset(): void {
    restart({});
    contest = new PopulationRace(contest.coherence);
    contests.clear();
    draw();
  }
  const set = (race: Race): void => {
    driftSlider.set(race.drift);
    thresholdSlider.set(race.threshold);
    restart(race);
    sinceWay = growMillis;
    life.start();
  };

  const root = room(
    {
      question: say.question,
      intro: say.intro,
      tries: common.tries,
      honest: say.honest,
      honestTitle: common.honestTitle,
    },
    [
      { name: say.careful, look: say.carefulLook, act: () => set({ drift: 1, threshold: 1.6 }) },
      { name: say.hasty, look: say.hastyLook, act: () => set({ drift: 1, threshold: 0.4 }) },
      { name: say.blind, look: say.blindLook, act: () => set({ drift: 0, threshold: 1 }) },
    ],
    element(
      "div",
      { class: "controls" },
      play,
      button(say.oneMore, oneMore),
      button(say.more, () => more()),
      button(common.reset, reset),
    ),
    element(
      "div",
      { class: "columns" },
      element(
        "section",
        {},
        element("h3", {}, say.diffusion),
        element("div", { class: "controls" }, driftSlider.root, thresholdSlider.root),
        left.root,
        element("p", { class: "faint" }, say.diffusionText),
      ),
      element(
        "section",
        {},
        element("h3", {}, say.network),
        element("div", { class: "controls" }, coherenceSlider.root),
        right.root,
        element(
          "p",
          { class: "legends" },
          element("span", { class: "legend first" }, say.first),
          element("span", { class: "legend second" }, say.second),
        ),
        element("p", { class: "faint" }, say.networkText),
      ),
    ),
    element("h3", {}, say.measure),
    element("table", {}, tableHead(["", say.counted, say.closed, say.attractor]), body),
    own.root,
  );

  const share = (value: number): string => (Number.isNaN(value) ? "–" : `${figure(value * 100)} %`);
  const number = (value: number): string => (Number.isNaN(value) ? "–" : figure(value));
  function draw(): void {
    left.draw();
    right.draw();
    const { closed } = diffusion;
    const rows: readonly (readonly string[])[] = [
      [say.decisions, String(diffusion.count), "", String(contest.count)],
      [
        say.errors,
        share(diffusion.wrong / diffusion.count),
        share(closed.errorRate),
        share(contest.wrong / contest.count),
      ],
      [say.meanTime, number(diffusion.meanTime), number(closed.meanTime), number(contest.meanTime)],
    ];
    body.replaceChildren(
      ...rows.map(([name, ...cells]) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, name),
          ...cells.map((cell) => element("td", { class: "number" }, cell)),
        ),
      ),
    );
  }

  function sentence(): string {
    const { count, wrong, meanTime, closed, race } = diffusion;
    const shown = [share(wrong / count), share(closed.errorRate), number(meanTime), number(closed.meanTime)];
    return lang === "zh"
      ? `漂移 ${figure(race.drift)}、阈值 ${figure(race.threshold)}：${count} 次决定中错了 ${shown[0]}（公式 ${shown[1]}），平均用时 ${shown[2]} 秒（公式 ${shown[3]}）。`
      : `Drift ${figure(race.drift)}, threshold ${figure(race.threshold)}: of ${count} decisions ${shown[0]} were wrong (closed form ${shown[1]}), mean time ${shown[2]} s (closed form ${shown[3]}).`;
  }

  draw();
  return {
    root,
    run: { toggle: () => life.toggle(), advance: oneMore, reset },
    describe: sentence,
    show() {
      own.look();
      if (!prefersStillness()) life.start();
    },
    hide: () => life.stop(),
    dispose() {
      life.stop();
      left.dispose();
      right.dispose();
    },
  };
}
