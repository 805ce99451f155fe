import {
  defaultSpikingSpec,
  pointNames,
  type SpikingSpec,
  surrogateNames,
} from "../../../engine/spiking/spec.js";
import type { SpikingFrame, Trace } from "../../../engine/spiking/spiking.js";
import { grown } from "../../../history.js";
import { dataWords } from "../../../shell/words.js";
import { figure } from "../../../text/lang.js";
import { paletteOf } from "../../chart/colors.js";
import { type LossPoint, lossCurve } from "../../chart/loss-curve.js";
import { button, latest } from "../../controls.js";
import { element, prefersStillness } from "../../dom.js";
import type { Panel, PanelOptions } from "../../panel.js";
import { choice, room } from "../room.js";
import { brainWords } from "../words.js";
import { type MapPicture, mapPicture } from "./map-picture.js";
import { rasterPicture } from "./raster-picture.js";
import { slopePicture } from "./slope-picture.js";
import { spikesWords } from "./words.js";
import { workTable } from "./work-table.js";

const mapSize = 24;
const speeds = { slow: 10, middle: 40, fast: Infinity } as const;
const costs = { costNone: 0, costSome: 0.0005, costMuch: 0.003 } as const;
const accountEvery = 2000; // ms

/** A spiking network that is trained by the gradient, beside an ordinary one. */
export function spikesPanel({ store, lang, told }: PanelOptions): Panel {
  const common = brainWords(lang);
  const say = spikesWords(lang);
  let spec: SpikingSpec = { ...defaultSpikingSpec, data: "moons" };
  let at: readonly [number, number] = [0.2, 0.35];
  let speed: keyof typeof speeds = "slow";
  let isBuilt = false;
  /** Whether it is to play; the worker follows when it is ready. */
  let isWanted = false;
  let frame: SpikingFrame | undefined;
  let accounted = 0;

  const remote = store.open("spiking", {
    frame: (next) => show(next),
    state: ({ running }) => {
      if (isWanted) return;
      if (running)
        remote.pause(); // it was paused while it was still being built
      else account();
    },
    failed: ({ message }) => tell(message),
    lost: ({ message }) => tell(message),
  });

  const palette = paletteOf();
  const status = element("p", { class: "faint", role: "status" }, say.loading);
  const maps: readonly MapPicture[] = [say.bySpikes, say.byNumbers].map((name) =>
    mapPicture(name, say.moveIt, palette, (to) => moveTo(to)),
  );
  const curve = lossCurve(lang, { title: say.curve, names: [say.bySpikes, say.byNumbers] });
  let history: readonly LossPoint[] = [];
  const raster = rasterPicture(say);
  const slope = slopePicture(say.slopeTitle, say.slopeAxis);
  const table = workTable(say);
  const tell = (text: string): void => {
    status.textContent = text;
  };

  const play = button(common.play, () => toggle(), { class: "primary" });
  const dataChoice = choice(say.data, namesOf(pointNames, dataWords(lang)), "moons", (data) =>
    change({ data }),
  );
  const costChoice = choice(
    say.cost,
    { costNone: say.costNone, costSome: say.costSome, costMuch: say.costMuch },
    "costNone",
    (name) => change({ spikeCost: costs[name] }),
  );
  const surrogateChoice = choice(
    say.surrogate,
    namesOf(surrogateNames),
    spec.surrogate as (typeof surrogateNames)[number],
    (surrogate) => change({ surrogate }),
  );
  const controls = element(
    "div",
    { class: "controls" },
    play,
    button(common.oneStep, () => advance()),
    button(common.reset, () => reset()),
    dataChoice.root,
    surrogateChoice.root,
    choice(say.hidden, { 4: "4", 8: "8", 16: "16", 32: "32" }, "16", (units) =>
      change({ hidden: Number(units) }),
    ).root,
    costChoice.root,
    choice(say.speed, { slow: say.slow, middle: say.middle, fast: say.fast }, speed, (name) => {
      speed = name;
      if (isWanted) run();
    }).root,
  );

  const root = room(
    {
      question: say.question,
      intro: say.intro,
      tries: common.tries,
      honest: say.honest,
      honestTitle: common.honestTitle,
    },
    [
      { name: say.awake, look: say.awakeLook, act: () => begin({ data: "circles", spikeCost: 0 }) },
      { name: say.dear, look: say.dearLook, act: () => begin({ spikeCost: costs.costMuch }) },
      { name: say.hard, look: say.hardLook, act: () => begin({ data: "spirals", spikeCost: 0 }) },
    ],
    controls,
    element(
      "div",
      { class: "columns" },
      element(
        "div",
        {},
        element("div", { class: "two" }, ...maps.map((map) => map.root)),
        element("p", { class: "faint" }, say.moveIt),
        status,
        curve.root,
        element("h3", {}, say.workTitle),
        table.root,
        element("p", { class: "faint" }, say.workText),
      ),
      element(
        "div",
        {},
        element("h3", {}, say.inside),
        raster.root,
        element("h3", {}, say.slopeTitle),
        slope.root,
        element("p", { class: "faint" }, say.slopeText),
      ),
    ),
  );

  const askTrace = latest(
    () => remote.ask("trace", { at }),
    (trace: Trace) => showTrace(trace),
  );
  const sendWatch = (): void => remote.watch({ maps: { size: mapSize }, trace: { at }, distances: {} });

  function build(): void {
    isBuilt = true;
    frame = undefined;
    accounted = 0;
    history = [];
    tell(say.loading);
    sendWatch();
    remote.build(spec);
    void slope.show(spec.surrogate);
    remote.ask("points", undefined as never).then(
      (points) => {
        for (const map of maps) map.points(points);
      },
      () => {},
    );
  }

  function change(next: Partial<SpikingSpec>): void {
    spec = { ...spec, ...next };
    build();
    if (isWanted) run();
  }

  function begin(next: Partial<SpikingSpec>): void {
    spec = { ...spec, ...next };
    dataChoice.set(spec.data);
    costChoice.set(spec.spikeCost === 0 ? "costNone" : "costMuch");
    build();
    run();
  }

  function run(): void {
    isWanted = true;
    play.textContent = common.pause;
    remote.run(speeds[speed]);
  }
  function pause(): void {
    isWanted = false;
    play.textContent = common.play;
    remote.pause();
  }
  const toggle = (): void => (isWanted ? pause() : run());
  function advance(): void {
    pause();
    remote.advance(1);
  }
  function reset(): void {
    build();
    if (isWanted) run();
  }

  function moveTo(to: readonly [number, number]): void {
    at = to;
    for (const map of maps) map.mark(at);
    sendWatch();
    if (frame !== undefined) askTrace();
  }

  /** Not at every frame: counting runs the network on all test points. */
  function account(): void {
    if (!isBuilt || root.offsetParent === null) return;
    accounted = performance.now();
    remote.ask("work", undefined as never).then(table.show, () => {});
  }

  function show(next: SpikingFrame): void {
    frame = next;
    const { step, spiking, ordinary, maps: painted, trace, distances } = next;
    tell(say.stepNow.replace("{n}", String(step)));
    for (const [k, score] of [spiking, ordinary].entries()) {
      if (painted !== undefined)
        maps[k].paint(painted.size, painted.classes, k === 0 ? painted.spiking : painted.ordinary);
      maps[k].tell(`${percent(score.testAccuracy)} ${say.accuracy} · ${say.loss} ${figure(score.testLoss)}`);
    }
    history = grown(history, { step, loss: spiking.loss, testLoss: ordinary.loss }, 600);
    curve.show(history);
    if (trace !== undefined) showTrace(trace);
    slope.heap(distances);
    if (accounted === 0 || (isWanted && performance.now() - accounted > accountEvery)) account();
    if (isWanted && !Number.isFinite(spiking.loss + ordinary.loss)) pause(); // it is over
    told();
  }

  function showTrace(trace: Trace): void {
    raster.show(trace);
    raster.label(`${say.inside}: ${sentenceOf(trace)}`);
  }

  function sentenceOf({ at: [x, y], told: input, fired, spiking, ordinary }: Trace): string {
    const count = (raster: Uint8Array): number => raster.reduce((a, b) => a + b, 0);
    const best = (shares: readonly number[]): string => {
      const k = shares.indexOf(Math.max(...shares));
      return lang === "zh"
        ? `第 ${k + 1} 类（${percent(shares[k])}）`
        : `class ${k + 1} (${percent(shares[k])})`;
    };
    const place = `(${figure(x, 2)}, ${figure(y, 2)})`;
    return lang === "zh"
      ? `点 ${place} 由 ${count(input)} 个脉冲讲出，隐藏层发出 ${count(fired)} 个脉冲；脉冲网络答${best(spiking)}，数值网络答${best(ordinary)}`
      : `the point ${place} is told by ${count(input)} spikes, the hidden neurons fire ${count(fired)}; by spikes ${best(spiking)}, by numbers ${best(ordinary)}`;
  }

  for (const map of maps) map.mark(at);
  return {
    root,
    run: { toggle, advance, reset },
    describe() {
      if (frame === undefined) return say.loading;
      const { step, spiking, ordinary, trace } = frame;
      const scores = [spiking, ordinary].map(({ testAccuracy }) => percent(testAccuracy));
      const head =
        lang === "zh"
          ? `${step} 步之后，脉冲网络答对 ${scores[0]} 的测试点，同样大小的数值网络答对 ${scores[1]}。`
          : `After ${step} updates the spiking network is right about ${scores[0]} of the test points, the ordinary one of the same size about ${scores[1]}. `;
      return trace === undefined ? head : `${head}${upper(sentenceOf(trace))}${lang === "zh" ? "。" : "."}`;
    },
    show() {
      if (isBuilt) return;
      build();
      if (!prefersStillness()) run();
    },
    hide: pause,
    dispose() {
      remote.close();
      for (const chart of [curve, raster, slope]) chart.dispose();
    },
  };
}

const percent = (share: number): string => `${figure(share * 100)} %`;
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** The text of each name; without one it says itself. */
function namesOf<Name extends string>(
  names: readonly Name[],
  texts: Partial<Readonly<Record<Name, string>>> = {},
): Readonly<Record<Name, string>> {
  const own = {} as Record<Name, string>; // filled below
  for (const name of names) own[name] = texts[name] ?? name;
  return own;
}
