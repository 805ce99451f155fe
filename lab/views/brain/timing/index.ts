import { figure } from "../../../text/lang.js";
import type { Pen } from "../../chart/pen.js";
import { planeOf } from "../../chart/plane.js";
import { canvasPlot } from "../../chart/plot.js";
import { scale } from "../../chart/scale.js";
import { button, toggle } from "../../controls.js";
import { element, prefersStillness } from "../../dom.js";
import { loop } from "../../loop.js";
import type { Panel, PanelOptions } from "../../panel.js";
import { choice, room } from "../room.js";
import { brainWords } from "../words.js";
import { type GroupName, groups, inputs, LiveNeuron, span } from "./live-neuron.js";
import { type WindowName, windowPicture } from "./window-picture.js";
import "./timing.css";
import { timingWords } from "./words.js";

const speeds = { real: 1, four: 4, twenty: 20 } as const;
const mostMillis = 7; // of computing in a frame

/** STDP: one pair of spikes, and a neuron whose hundred synapses live by it. */
export function timingPanel({ lang, told }: PanelOptions): Panel {
  const common = brainWords(lang);
  const say = timingWords(lang);
  const neuron = new LiveNeuron();
  let speed: keyof typeof speeds = "four";
  let last: number | undefined;
  let owed = 0; // ms that it has still to live

  const pair = windowPicture(say, told);
  const ruleChoice = choice<WindowName>(say.rule, { song: say.song, biPoo: say.biPoo }, "song", pair.choose);
  pair.root.insertBefore(ruleChoice.root, pair.root.children[2]);

  const weights = canvasPlot(say.liveTitle, 170, paintWeights);
  const raster = canvasPlot(say.lastWhile, 190, paintRaster);
  const numbers = element("p", { class: "number readout" });
  const play = button(common.play, () => life.toggle(), { class: "primary" });
  const groupChoice = choice<GroupName>(
    say.together,
    { first: say.first, last: say.last, nobody: say.nobody },
    "first",
    (group) => {
      neuron.correlate(group);
      draw();
    },
  );
  const soft = toggle(say.multiplicative, (isOn) => {
    neuron.restart(isOn);
    draw();
  });

  const life = loop(
    (now) => {
      owed = Math.min(400, owed + (now - (last ?? now)) * speeds[speed]);
      last = now;
      const began = performance.now();
      while (owed >= 20 && performance.now() - began < mostMillis) {
        neuron.advance(20);
        owed -= 20;
      }
      draw();
    },
    (isRunning) => {
      last = undefined;
      play.textContent = isRunning ? common.pause : common.play;
      if (!isRunning) told();
    },
  );
  const restart = (isSoft?: boolean): void => {
    neuron.restart(isSoft);
    draw();
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
      {
        name: say.win,
        look: say.winLook,
        act: () => {
          soft.box.checked = false;
          groupChoice.set("first");
          neuron.correlate("first");
          restart(false);
          life.start();
        },
      },
      {
        name: say.takeOver,
        look: say.takeOverLook,
        act: () => {
          const next = neuron.group === "last" ? "first" : "last";
          groupChoice.set(next);
          neuron.correlate(next);
          life.start();
        },
      },
      {
        name: say.soft,
        look: say.softLook,
        act: () => {
          soft.box.checked = true;
          restart(true);
          life.start();
        },
      },
    ],
    element(
      "div",
      { class: "columns narrow-first" },
      pair.root,
      element(
        "section",
        {},
        element("h3", {}, say.liveTitle),
        element("p", { class: "faint" }, say.liveText),
        element(
          "div",
          { class: "controls" },
          play,
          button(common.reset, () => restart()),
          groupChoice.root,
          choice(say.speed, { real: say.real, four: say.four, twenty: say.twenty }, speed, (name) => {
            speed = name;
          }).root,
          soft.root,
        ),
        weights.root,
        raster.root,
        element("p", { class: "faint" }, say.lastWhile),
        numbers,
      ),
    ),
  );

  const isOfGroup = (i: number): boolean => {
    const group = groups[neuron.group];
    return group !== null && i >= group.from && i < group.from + group.count;
  };

  function paintWeights(pen: Pen, width: number, height: number): void {
    const edges = { left: 30, right: width - 4, top: 8, bottom: height - 22 };
    const plane = planeOf(edges, [0, inputs], [0, 1]);
    const { x, y, left, top, bottom } = plane;
    const group = groups[neuron.group];
    if (group !== null) {
      pen.use("--class-1", 0.13);
      pen.context.fillRect(x(group.from), top, x(group.count) - left, bottom - top);
    }
    pen.axes(plane, { y: [0, 0.5, 1] });
    for (const [i, w] of neuron.weights.entries()) {
      pen.use(isOfGroup(i) ? "--class-1" : "--class-0");
      const tall = Math.max(1, bottom - y(w));
      pen.context.fillRect(x(i + 0.12), bottom - tall, x(0.76) - left, tall);
    }
    pen.text(`${say.weight} ↑  ·  ${say.input} 1 → ${inputs}`, left, height - 6);
  }

  function paintRaster(pen: Pen, width: number, height: number): void {
    const now = neuron.age;
    const x = scale([now - span, now], [30, width - 4]);
    const y = scale([-0.5, inputs - 0.5], [4, height - 4]);
    const group = groups[neuron.group];
    if (group !== null) {
      pen.use("--class-1", 0.13);
      const [top, bottom] = [y(group.from), y(group.from + group.count)];
      pen.context.fillRect(30, top, width - 34, bottom - top);
    }
    for (const [t, i] of neuron.before) {
      pen.use(isOfGroup(i) ? "--class-1" : "--class-0");
      pen.context.fillRect(x(t) - 1, y(i) - 1, 2.4, 2.4);
    }
    pen.use("--ink");
    for (const t of neuron.after) if (t >= now - span) pen.context.fillRect(x(t) - 0.75, 0, 1.5, height);
  }

  function sentence(): string {
    const [group, others] = neuron.means();
    const shown = (value: number): string => (Number.isNaN(value) ? "–" : figure(value, 2));
    return `${say.age} ${(neuron.age / 1000).toFixed(0)} ${say.seconds} · ${say.rate} ${neuron.after.length} ${say.perSecond} · ${say.meanGroup} ${shown(group)}, ${say.meanOthers} ${shown(others)}`;
  }

  function draw(): void {
    weights.draw();
    raster.draw();
    numbers.textContent = sentence();
    weights.label(`${say.liveTitle}: ${sentence()}`);
  }
  draw();
  return {
    root,
    run: {
      toggle: () => life.toggle(),
      advance: () => {
        life.stop();
        neuron.advance(1000);
        draw();
        told();
      },
      reset: () => restart(),
    },
    describe: () =>
      [pair.sentence(), `${say.liveTitle}: ${sentence()}`].map((part) => `${part}${say.stop}`).join(""),
    show() {
      if (!prefersStillness()) life.start();
    },
    hide: () => life.stop(),
    dispose() {
      life.stop();
      for (const chart of [pair, weights, raster]) chart.dispose();
    },
  };
}
