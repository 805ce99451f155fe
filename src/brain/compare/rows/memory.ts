import { RandomSource } from "../../../data/random-source.js";
import { environment } from "../../../environment.js";
import * as layers from "../../../nn/layers/index.js";
import { Model } from "../../../nn/model.js";
import { asSymbols, input } from "../../../nn/symbol.js";
import {
  hopfield,
  hopfieldCapacity,
  hopfieldOverlap,
  learnInTurn,
  modernHopfield,
  overlap,
  ringAttractor,
  tasksByClass,
} from "../../memory/index.js";
import { curvePlot } from "../../plots/index.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";
import type { Workshop } from "../workshop.js";

const units = 200;
const loads = [0.05, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.25];

/** How near to a stored pattern a network of 200 units stays, the mean of ten patterns. */
function meanOverlap(load: number, seed: number): number {
  const random = new RandomSource(seed, Math.round(1000 * load));
  const count = Math.round(load * units);
  const patterns = Array.from({ length: count }, () =>
    Array.from({ length: units }, () => (random.uniform() < 0.5 ? 1 : -1)),
  );
  const memory = hopfield({ patterns });
  const asked = patterns.slice(0, 10);
  return (
    asked.reduce((sum, pattern) => sum + overlap(memory.recall(pattern, { seed }).state, pattern), 0) /
    asked.length
  );
}

/** New digits after old ones; with or without some old examples among the new. */
async function inTurn(workshop: Workshop, replay: number) {
  const digits = await workshop.digits();
  const tasks = tasksByClass(digits, [
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8, 9],
  ]);
  const { scores } = await learnInTurn(workshop.freshClassifier("inTurn"), tasks, {
    epochs: 8,
    replay,
    seed: workshop.seedOf("replay"),
  });
  return { before: scores[0][0], after: scores[1][0], fresh: scores[1][1] };
}

/** The greatest difference between a modern Hopfield network and an attention layer, in float64, with the same patterns. */
async function attentionDifference(workshop: Workshop): Promise<number> {
  const random = new RandomSource(workshop.seedOf("attention"));
  const [n, features] = [12, 8];
  const patterns = Array.from({ length: n }, () => Array.from({ length: features }, () => random.normal()));
  const memory = modernHopfield({ patterns, beta: 1 });
  const asked = input({ shape: [n, features], name: "query" });
  const kept = input({ shape: [n, features], name: "patterns" });
  const net = new Model(
    asSymbols("memory", [asked, kept]),
    asSymbols("memory", layers.attention().apply([asked, kept])),
    environment,
  );
  net.compile({ loss: "meanSquaredError", runtime: "reference" });
  const answers = (await net.predict({ query: [patterns], patterns: [patterns] })).toFloat64();
  const differences = patterns.flatMap((row, k) =>
    Array.from(memory.retrieve(row), (value, i) => Math.abs(value - answers[k * features + i])),
  );
  return Math.max(...differences);
}

/** Weights that are overwritten beside memories that complete themselves. */
export const memory: Row = {
  row: "memory",
  title: words("Memory", "记忆"),
  question: words("What is kept, and what does the new do to the old?", "什么被保留？新的对旧的做了什么？"),
  published: [
    {
      name: words(
        "patterns that a large Hopfield network holds, per unit",
        "大型 Hopfield 网络每单元容纳的模式数",
      ),
      value: "0.138",
      source: "Amit, Gutfreund & Sompolinsky (1985), Phys. Rev. Lett. 55:1530",
      isConfirmed: true,
    },
    {
      name: words(
        "cells of a rat's hippocampus that fired together by day do so in the sleep after it",
        "大鼠海马中白天一同发放的细胞，在随后的睡眠中再次一同发放",
      ),
      value: words("yes", "有"),
      source: "Wilson & McNaughton (1994), Science 265:676",
      isConfirmed: false,
    },
  ],
  analogy: words(
    "That recall never raises the energy, the capacity, and that modern Hopfield networks and attention are one are theorems; that the hippocampus completes and replays patterns is a good description; symmetric weights, units of ±1 and a network that forgets all are an analogy only: people forget the old because of the new, but never all of it.",
    "回忆从不升高能量、容量、现代 Hopfield 网络即注意力，这些是定理；海马补全并重放模式是好的描述；而对称权重、取 ±1 的单元和忘得一干二净的网络只是类比：人会因新忘旧，但从不全忘。",
  ),
  measure: async (workshop) => {
    const alone = await inTurn(workshop, 0);
    const replayed = await inTurn(workshop, 100);
    const overlaps = loads.map((load) => meanOverlap(load, workshop.seedOf("patterns")));
    const at = (load: number): number => overlaps[loads.indexOf(load)];
    const cue = { angle: 1, strength: 20, until: 100 } as const;
    const { angles } = ringAttractor().run({ cue, duration: 2000 });
    return {
      artificial: [
        percent(
          "justLearned",
          words("digits 0–4, when just learned: right", "数字 0–4，刚学会时：正确率"),
          alone.before,
        ),
        percent("forgotten", words("after 5–9 were learned", "学会 5–9 之后"), alone.after),
        figureOf(
          "attention",
          words(
            "greatest difference of an attention layer from a modern Hopfield network",
            "注意力层与现代 Hopfield 网络之差的最大值",
          ),
          await attentionDifference(workshop),
        ),
      ],
      brain: [
        percent(
          "replayed",
          words(
            "digits 0–4, 100 of them replayed among 5–9: right",
            "数字 0–4，学 5–9 时重放其中 100 个：正确率",
          ),
          replayed.after,
        ),
        percent("replayedNew", words("digits 5–9 then", "此时的数字 5–9"), replayed.fresh),
        figureOf(
          "lightLoad",
          words(
            "Hopfield network of 200 units, 0.10 patterns a unit: overlap",
            "200 单元的 Hopfield 网络，每单元 0.10 个模式：重叠",
          ),
          at(0.1),
        ),
        figureOf("heavyLoad", words("0.20 patterns a unit", "每单元 0.20 个模式"), at(0.2)),
        figureOf("capacity", words("capacity by its theory", "理论容量"), hopfieldCapacity().load),
        figureOf(
          "keptAngle",
          words("direction of 1 rad kept in mind, 1.9 s after the cue", "记住的方向（1 rad），提示后 1.9 s"),
          angles[angles.length - 1],
          "rad",
        ),
      ],
      plots: [
        inBoth((lang) => {
          const theory = loads.filter((load) => load < hopfieldCapacity().load);
          return curvePlot(
            [
              { x: loads, y: overlaps, name: lang === "en" ? "200 units" : "200 个单元" },
              {
                x: theory,
                y: theory.map((load) => hopfieldOverlap(load)),
                name: lang === "en" ? "theory, endless" : "理论（无穷多单元）",
              },
            ],
            {
              ...plotSize,
              lang,
              labels:
                lang === "en"
                  ? ["patterns per unit", "overlap after recall"]
                  : ["每单元的模式数", "回忆后的重叠"],
              title: lang === "en" ? "a memory that overflows" : "记忆溢出",
              y: [0, 1.05],
              dots: true,
            },
          );
        }),
      ],
    };
  },
};
