import { figure } from "../../../text/lang.js";
import { canvasChart } from "../../chart/picture.js";
import { button, toggle } from "../../controls.js";
import { element } from "../../dom.js";
import type { Panel } from "../../panel.js";
import type { BrainPanelOptions } from "../index.js";
import { choice, colorsAt, loop, prefersStillness, room } from "../room.js";
import { brainWords } from "../words.js";
import { type GroupName, groups, inputs, LiveNeuron, span } from "./live-neuron.js";
import { type WindowName, windowPicture } from "./window-picture.js";
import "./timing.css";
import { timingWords } from "./words.js";

const speeds = { real: 1, four: 4, twenty: 20 } as const;
const mostMillis = 7; // of computing in a frame

/** STDP: one pair of spikes, and a neuron whose hundred synapses live by it. */
export function timingPanel({ lang, told }: BrainPanelOptions): Panel {
  const common = brainWords(lang);
  const say = timingWords(lang);
  const neuron = new LiveNeuron();
  let speed: keyof typeof speeds = "four";
  let last: number | undefined;
  let owed = 0; // ms that it has still to live

  const color = colorsAt(() => root);
  const pair = windowPicture(say, told);
  const ruleChoice = choice<WindowName>(say.rule, { song: say.song, biPoo: say.biPoo }, "song", pair.choose);
  pair.root.insertBefore(ruleChoice.root, pair.root.children[2]);

  const weights = canvasChart(say.liveTitle, 170, (pen, width, height) => paintWeights(pen, width, height));
  const raster = canvasChart(say.lastWhile, 190, (pen, width, height) => paintRaster(pen, width, height));
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

  function paintWeights(pen: CanvasRenderingContext2D, width: number, height: number): void {
    const [left, right, top, bottom] = [30, width - 4, 8, height - 22];
    const each = (right - left) / inputs;
    const group = groups[neuron.group];
    const [faint, one, other, line] = ["--faint", "--class-1", "--class-0", "--line"].map(color);
    if (group !== null) {
      pen.globalAlpha = 0.13;
      pen.fillStyle = one;
      pen.fillRect(left + group.from * each, top, group.count * each, bottom - top);
      pen.globalAlpha = 1;
    }
    pen.strokeStyle = line;
    for (const share of [0, 0.5, 1]) {
      const y = bottom - share * (bottom - top);
      pen.beginPath();
      pen.moveTo(left, y);
      pen.lineTo(right, y);
      pen.stroke();
    }
    for (const [i, w] of neuron.weights.entries()) {
      const isOfGroup = group !== null && i >= group.from && i < group.from + group.count;
      pen.fillStyle = isOfGroup ? one : other;
      const tall = Math.max(1, w * (bottom - top));
      pen.fillRect(left + i * each + each * 0.12, bottom - tall, each * 0.76, tall);
    }
    pen.fillStyle = faint;
    pen.font = "12px system-ui, sans-serif";
    pen.textAlign = "right";
    pen.fillText("1", left - 6, top + 8);
    pen.fillText("0", left - 6, bottom);
    pen.textAlign = "left";
    pen.fillText(`${say.weight} ↑  ·  ${say.input} 1 → ${inputs}`, left, height - 6);
  }

  function paintRaster(pen: CanvasRenderingContext2D, width: number, height: number): void {
    const [left, right] = [30, width - 4];
    const now = neuron.age;
    const x = (t: number): number => right - ((now - t) / span) * (right - left);
    const y = (i: number): number => 4 + ((i + 0.5) / inputs) * (height - 8);
    const group = groups[neuron.group];
    const [ink, one, other] = ["--ink", "--class-1", "--class-0"].map(color);
    if (group !== null) {
      pen.globalAlpha = 0.13;
      pen.fillStyle = one;
      pen.fillRect(left, y(group.from), right - left, y(group.from + group.count) - y(group.from));
      pen.globalAlpha = 1;
    }
    for (const [t, i] of neuron.before) {
      pen.fillStyle = group !== null && i >= group.from && i < group.from + group.count ? one : other;
      pen.fillRect(x(t) - 1, y(i) - 1, 2.4, 2.4);
    }
    pen.strokeStyle = ink;
    pen.lineWidth = 1.5;
    for (const t of neuron.after) {
      if (t < now - span) continue;
      pen.beginPath();
      pen.moveTo(x(t), 0);
      pen.lineTo(x(t), height);
      pen.stroke();
    }
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
