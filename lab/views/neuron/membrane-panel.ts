import { figure } from "../../text/lang.js";
import { element, prefersStillness } from "../dom.js";
import { cartoon } from "./cartoon.js";
import { type Experiment, experiments } from "./experiments.js";
import "./membrane.css";
import { button, holdButton, labelled, menu, slider, toggle } from "../controls.js";
import { loop } from "../loop.js";
import type { Panel, PanelOptions } from "../panel.js";
import { phasePlane } from "./phase-plane.js";
import { SquidRun } from "./squid-run.js";
import { traces } from "./traces.js";
import { membraneWords } from "./words.js";

/** How many times slower than life. */
const slowness = [500, 100, 50, 20] as const;

/** Hodgkin and Huxley's membrane, by hand. */
export async function membranePanel({ lang, told }: PanelOptions): Promise<Panel> {
  const say = membraneWords(lang);
  const run = await SquidRun.begin();
  let strength = 10;
  let slower = 50;
  let isHeld = false;
  let isResting = false; // another panel is looked at meanwhile
  let drawnAt: number | undefined;
  let toldAt = 0;
  let passed = 0; // of the streaming ions: how far since the last picture

  const scope = traces(run.trace, { title: say.tracesTitle, current: say.current, now: say.now });
  const phase = phasePlane(run, { title: say.planeTitle, slow: say.nAxis });
  const picture = cartoon({ outside: say.outside, inside: say.inside, label: say.cartoonLabel });
  const inject = (): void => {
    run.held = isHeld || keep.box.checked ? strength : 0;
    if (run.held !== 0) life.start();
  };
  const hold = holdButton(say.hold, (to) => {
    isHeld = to;
    inject();
  });
  const keep = toggle(say.keep, inject);
  const howMuch = slider({
    name: say.strength,
    unit: "µA/cm²",
    bounds: [-15, 40, 1],
    value: strength,
    change: (to) => {
      strength = to;
      inject();
    },
  });
  const playing = button(say.play, () => life.toggle(), { class: "play-neuron" });
  const speeds = menu<number>(
    slowness.map((times) => [times, `× ${times}`]),
    slower,
    (times) => {
      slower = times;
    },
  );
  const block = (): void => {
    run.block({ sodium: sodium.box.checked, potassium: potassium.box.checked });
    look.textContent = sodium.box.checked
      ? say.sodiumBlocked
      : potassium.box.checked
        ? say.potassiumBlocked
        : "";
    draw();
  };
  const sodium = toggle(say.blockSodium, block);
  const potassium = toggle(say.blockPotassium, block);
  const tries = experiments.map((experiment) =>
    button(experiment.title[lang], () => perform(experiment), { "data-experiment": experiment.id }),
  );
  const look = element("p", { class: "look", role: "status" });
  const now = numbers(say);

  const root = element(
    "div",
    { class: "membrane" },
    element("p", {}, say.intro),
    element("div", { class: "row tries" }, ...tries),
    look,
    element("div", { class: "row inject" }, hold, howMuch.root, keep.root),
    element(
      "div",
      { class: "row" },
      playing,
      button(say.on, () => advance()),
      button(say.reset, () => reset()),
      labelled(say.speed, speeds),
      sodium.root,
      potassium.root,
    ),
    element(
      "div",
      { class: "sights" },
      element(
        "section",
        {},
        element("h3", {}, say.tracesTitle),
        scope.root,
        element("p", { class: "faint" }, say.legend),
      ),
      element("section", {}, element("h3", {}, say.cartoonTitle), picture.root, now.root),
      element("section", {}, element("h3", {}, say.planeTitle), phase.root),
      element(
        "section",
        { class: "told" },
        element("p", {}, say.planeText),
        element("p", { class: "faint" }, say.honest),
      ),
    ),
  );

  const life = loop(
    (at) => {
      const elapsed = Math.min(50, at - (drawnAt ?? at)); // whoever comes back from another tab misses nothing
      drawnAt = at;
      run.advance(elapsed / slower);
      if (!prefersStillness()) passed = elapsed / 1000;
      draw();
    },
    (isRunning) => {
      drawnAt = undefined;
      playing.textContent = isRunning ? say.pause : say.play;
      if (!isRunning) draw();
    },
  );

  function advance(ms = 1): void {
    life.stop();
    run.advance(ms);
    draw();
  }

  function reset(): void {
    run.reset();
    draw();
  }

  function perform({ pulses, blocked, look: text }: Experiment): void {
    keep.box.checked = false;
    run.held = 0;
    [sodium.box.checked, potassium.box.checked] = [blocked.sodium, blocked.potassium];
    look.textContent = text[lang];
    run.reset(pulses, blocked);
    if (prefersStillness()) advance(50);
    else life.start();
    draw();
  }

  function draw(): void {
    scope.draw();
    phase.draw();
    picture.show(run.state, run.open, run.blocked, passed);
    passed = 0;
    const time = performance.now();
    if (life.isRunning && time - toldAt < 120) return;
    toldAt = time;
    now.show(run);
    scope.label(sentence());
    phase.label(sentence());
    told();
  }

  function sentence(): string {
    const { v, n } = run.state;
    const { open } = run.open;
    const [na, k] = [(100 * open.sodium).toFixed(1), (100 * open.potassium).toFixed(1)];
    return lang === "zh"
      ? `膜电位 ${millivolts(v)}，n = ${figure(n)}；钠通道打开 ${na} %，钾通道打开 ${k} %；注入 ${figure(run.current)} µA/cm²；开始以来 ${run.spikes} 个脉冲。`
      : `The membrane is at ${millivolts(v)}, n = ${figure(n)}; ${na} % of the sodium channels and ${k} % of the potassium channels are open; ${figure(run.current)} µA/cm² flow in by the needle; ${run.spikes} ${run.spikes === 1 ? "spike" : "spikes"} since the beginning.`;
  }

  return {
    root,
    run: { toggle: life.toggle, advance: () => advance(), reset },
    describe: sentence,
    show() {
      if (isResting || (run.time === 0 && !prefersStillness())) life.start();
      isResting = false;
      draw();
    },
    hide() {
      isResting = life.isRunning;
      life.stop();
    },
    dispose() {
      life.stop();
      scope.dispose();
      phase.dispose();
    },
  };
}

const millivolts = (v: number): string => `${v.toFixed(1).replace("-", "−")} mV`;

function numbers(say: ReturnType<typeof membraneWords>): {
  readonly root: HTMLElement;
  show(run: SquidRun): void;
} {
  const cells = Array.from({ length: 5 }, () => element("dd", { class: "number" }));
  const names = [say.membraneAt, say.sodium, say.potassium, say.time, say.spikes];
  const root = element(
    "dl",
    { class: "numbers" },
    ...names.map((name, k) => element("div", {}, element("dt", {}, name), cells[k])),
  );
  const flow = (current: number): string =>
    `${Math.abs(current).toFixed(1)} µA/cm² ${current < 0 ? say.outflow : say.inflow}`;
  return {
    root,
    show(run) {
      const { open, inward } = run.open;
      const share = (of: number): string => `${(100 * of).toFixed(1)} % ${say.openShare}`;
      const texts = [
        millivolts(run.state.v),
        `${share(open.sodium)} · ${flow(inward.sodium)}`,
        `${share(open.potassium)} · ${flow(inward.potassium)}`,
        `${run.time.toFixed(1)} ms`,
        String(run.spikes),
      ];
      for (const [k, text] of texts.entries()) cells[k].textContent = text;
    },
  };
}
