import type { RaceFrame, RacerFrame } from "../../engine/race/race.js";
import { type Racer, racerNames, rates } from "../../engine/race/racers.js";
import type { LabSpec } from "../../engine/spec.js";
import { addressOf } from "../../place.js";
import { dataWords } from "../../shell/words.js";
import type { LabStore } from "../../store.js";
import { figure, type Lang } from "../../text/lang.js";
import { paletteOf } from "../chart/colors.js";
import { lineChart } from "../chart/line-chart.js";
import { markIcon } from "../chart/marks.js";
import { button, labelled, menu } from "../controls.js";
import { element, prefersStillness } from "../dom.js";
import { type BoundaryCard, boundaryCard } from "./boundary-card.js";
import { networkInvitations } from "./invitations.js";
import type { Room } from "./room.js";
import { mostRacers, type RaceState } from "./state.js";
import { sweepStrip } from "./sweep.js";
import { rateChoice, transport } from "./transport.js";
import { racerTitles, raceWords } from "./words.js";

const usualStop = 300;

/** The same network, trained by up to four optimizers in lock-step. */
export function networkRoom(
  store: LabStore,
  lang: Lang,
  first: RaceState,
  remember: (change: Partial<RaceState>) => void,
): Room {
  const say = raceWords(lang);
  let { racers } = first;
  let frame: RaceFrame | undefined;
  let running = false;
  let base = store.state.spec;
  let step = 0;

  const remote = store.open("race", {
    frame: (next) => {
      frame = next;
      step = next.step;
      remember({ raced: step });
      draw();
    },
    state: (next) => {
      running = next.running;
      bar.show(running);
    },
    failed: ({ message }) => tell(message),
    lost: ({ message }) => tell(message),
  });

  const notice = element("p", { role: "alert", hidden: true });
  const setUp = element("p", { class: "set-up" });
  const stepText = element("span", { class: "number step", "data-testid": "raced" }, say.engineLoading);
  const stop = element("input", { type: "number", min: 1, max: 5000, value: usualStop });
  const cards = element("div", { class: "race-cards" });
  const add = button(`+ ${say.add}`, () => {
    const next = racerNames.find((name) => racers.every((racer) => racer.name !== name)) ?? "adam";
    change([...racers, { name: next, learningRate: 0.03 }]);
  });
  const [overSteps, overTime] = [say.trainLossOverSteps, say.lossOverTime].map((title) =>
    lineChart({ title, lang, height: 220 }),
  );
  const palette = paletteOf();
  const sweep = sweepStrip(
    say,
    lang,
    (options) => remote.ask("trial", options),
    () => remote.pause(),
  );

  const run = {
    toggle: () => {
      if (running) remote.pause();
      else remote.run(Infinity, step < stop.valueAsNumber ? stop.valueAsNumber : Infinity);
    },
    advance: () => {
      remote.pause();
      remote.advance(1);
    },
    reset: () => build(0),
  };
  const bar = transport(say, run, labelled(say.stopAt, stop), stepText);
  const root = element(
    "div",
    { class: "network-room" },
    setUp,
    bar.root,
    notice,
    element("h2", {}, say.boundaries),
    cards,
    element(
      "div",
      { class: "choices" },
      add,
      element("span", { class: "faint" }, `${say.tryOut}:`),
      ...networkInvitations.map(({ title, state }) =>
        button(title[lang], () => change(state.racers ?? racers, true)),
      ),
    ),
    element("div", { class: "race-charts" }, overSteps.root, overTime.root),
    sweep.root,
    element("p", { class: "faint" }, say.honestNetwork),
  );

  let shown: Card[] = [];
  interface Card {
    readonly root: HTMLElement;
    readonly picture: BoundaryCard;
    readonly figures: HTMLElement;
  }
  const nameOf = (racer: Racer): string => racerTitles[racer.name as keyof typeof racerTitles][lang];

  function cardOf(racer: Racer, k: number): Card {
    const name = nameOf(racer);
    const picture = boundaryCard(palette, `${say.boundaries}: ${name}`);
    const figures = element("dl", { class: "number" });
    const withOwn = (own: Partial<Racer>): void =>
      change(racers.map((each, i) => (i === k ? { ...each, ...own } : each)));
    const kind = menu<Racer["name"]>(
      racerNames.map((each) => [each, racerTitles[each][lang]]),
      racer.name,
      (name) => withOwn({ name }),
      { "aria-label": `${say.optimizer} ${k + 1}` },
    );
    const away = button("×", () => change(racers.filter((_, i) => i !== k)), {
      class: "away",
      "aria-label": `${say.remove}: ${name}`,
      disabled: racers.length === 1,
    });
    return {
      picture,
      figures,
      root: element(
        "section",
        { class: "race-card", "aria-label": name },
        element(
          "div",
          { class: "head" },
          markIcon(k),
          kind,
          rateChoice(rates, racer.learningRate, `${name}: ${say.rate}`, (learningRate) =>
            withOwn({ learningRate }),
          ),
          away,
        ),
        picture.root,
        figures,
      ),
    };
  }

  function change(next: readonly Racer[], plays = false): void {
    racers = next;
    remember({ racers, raced: 0 });
    build(0);
    if (!plays) return;
    if (prefersStillness()) remote.advance(usualStop);
    else remote.run(Infinity, stop.valueAsNumber || usualStop);
  }

  function build(steps: number): void {
    frame = undefined;
    step = steps;
    notice.hidden = true;
    remote.build({ base, racers }, steps);
    setUp.replaceChildren(
      say.races4,
      " ",
      element("strong", {}, setUpOf(base, lang)),
      " · ",
      element("a", { href: addressOf("boundary") }, say.change),
    );
    shown = racers.map(cardOf);
    cards.replaceChildren(...shown.map(({ root: card }) => card));
    add.disabled = racers.length >= mostRacers;
    sweep.begin(racers);
  }

  function draw(): void {
    if (frame === undefined) return;
    const { racers: found, history } = frame;
    stepText.textContent = `${say.steps} ${frame.step}`;
    for (const [k, card] of shown.entries()) {
      card.picture.show(found[k]);
      card.figures.replaceChildren(...figuresOf(found[k], frame.step, say));
    }
    const seriesOver = (x: (k: number) => number[]) =>
      racers.map((racer, k) => ({
        id: String(k),
        name: `${nameOf(racer)} ${racer.learningRate}`,
        mark: k,
        x: x(k),
        y: history.map(({ losses }) => losses[k]),
      }));
    const isLogY = history.every(({ losses }) => losses.every((loss) => !(loss <= 0)));
    overSteps.show({
      series: seriesOver(() => history.map((record) => record.step)),
      xName: say.steps,
      isLogY,
    });
    overTime.show({
      series: seriesOver((k) => history.map(({ seconds }) => seconds[k])),
      xName: say.seconds,
      isLogY,
    });
  }

  function tell(message: string): void {
    notice.textContent = message;
    notice.hidden = false;
  }

  const unsubscribe = store.subscribe(({ spec }) => {
    if (spec === base) return;
    base = spec;
    build(0);
  });
  build(first.raced);
  return {
    root,
    run,
    describe() {
      const there = (frame?.racers ?? []).flatMap((racer, k) =>
        racer.lost === undefined ? [{ racer, k }] : [],
      );
      if (there.length === 0) return say.intro;
      const best = there.reduce((a, b) => (b.racer.loss < a.racer.loss ? b : a));
      const { learningRate } = racers[best.k];
      const name = nameOf(racers[best.k]);
      const loss = figure(best.racer.loss);
      const others = (frame?.racers.length ?? 0) - there.length;
      if (lang === "zh")
        return `走了 ${step} 步：${name}（学习率 ${learningRate}）的训练损失最低，${loss}。${others > 0 ? `${others} 个已发散。` : ""}换了学习率，名次可能不同。`;
      return `After ${step} steps ${name} with a rate of ${learningRate} has the lowest training loss, ${loss}.${others > 0 ? ` Lost: ${others}.` : ""} With other rates the order may be another.`;
    },
    dispose() {
      unsubscribe();
      sweep.stop();
      remote.close();
      overSteps.dispose();
      overTime.dispose();
      sweep.dispose();
    },
  };
}

function figuresOf(frame: RacerFrame, step: number, say: ReturnType<typeof raceWords>): HTMLElement[] {
  const rows: [string, string][] =
    frame.lost === undefined
      ? [
          [say.loss, figure(frame.loss)],
          [say.accuracy, `${(frame.testAccuracy * 100).toFixed(0)} %`],
          [say.time, step === 0 ? "–" : figure((frame.seconds / step) * 1000, 2)],
        ]
      : [[say.loss, say.isLost]];
  return rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
}

/** "exclusive or, 200 points · x, y → 4 tanh → 2 tanh · batches of 10 · seed 42" */
function setUpOf({ data, features, layers, batchSize, seed }: LabSpec, lang: Lang): string {
  const say = raceWords(lang);
  const network = layers.map(({ units, activation }) => `${units} ${activation}`).join(" → ") || say.noHidden;
  return [
    `${dataWords(lang)[data.name]}, ${data.samples} ${say.points}`,
    `${features.join(", ")} → ${network}`,
    `${say.batches} ${batchSize}`,
    `${say.seed} ${seed}`,
  ].join(" · ");
}
