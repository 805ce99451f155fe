import type { Tensor } from "neurograd";
import { type Comparison, compare, compareHtml, compareRows } from "neurograd/brain";
import { beforeAll, describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { RandomSource } from "../../data/random-source.js";
import { escapeXml } from "../../nn/escape-xml.js";
import { loadDigits } from "./digits.js";
import { digitSide, drawDigit } from "./draw-digit.js";
import { formatFigure } from "./format-figure.js";
import { rows as allRows } from "./rows/index.js";
import { Workshop } from "./workshop.js";

let found: Comparison;
beforeAll(async () => {
  found = await compare({ rows: ["parallelism", "neuron"], seed: 3, digits: "drawn", runtime: "native" });
}, 180_000);

const of = (row: string, side: "artificial" | "brain", key: string): number | undefined =>
  found.rows.find((r) => r.row === row)?.[side].find((f) => f.key === key)?.value;

describe("what is measured", () => {
  test("rows come in their own order, whatever order they were asked for in", () => {
    expect(found.rows.map(({ row }) => row)).toEqual(["neuron", "parallelism"]);
    expect([found.seed, found.digits, found.runtime]).toEqual([3, "drawn", "native"]);
  });

  test("the neuron: a ReLU and its spikes, Hodgkin and Huxley's onset (6.26–6.30 µA/cm², 52.4 Hz) and rate at 10 (68.32 Hz)", () => {
    expect(of("neuron", "artificial", "reluAnswer")).toBe(0.37);
    expect(of("neuron", "brain", "spikingAnswer")).toBe(47 / 128);
    expect(of("neuron", "brain", "membraneStates")).toBe(4);
    expect(of("neuron", "brain", "shock")).toBeCloseTo(6.6, 6); // 6.5 mV fails
    expect(of("neuron", "brain", "onset")).toBeCloseTo(6.3, 6);
    expect(of("neuron", "brain", "onsetRate")).toBeCloseTo(52.4, 0);
    expect(of("neuron", "brain", "rateAt10")).toBeCloseTo(68.3, 1);
  });

  test("parallelism: events and clock give the same spikes; a memory outlives half of its synapses", () => {
    expect(of("parallelism", "brain", "sameSpikes")).toBeGreaterThan(500);
    expect(of("parallelism", "brain", "looks")).toBeLessThan(20);
    expect(of("parallelism", "brain", "asyncRests")).toBe(100);
    expect(of("parallelism", "brain", "cutMemory")).toBeGreaterThan(0.99);
    expect(of("parallelism", "artificial", "cutNone")).toBeGreaterThan(85);
    expect(of("parallelism", "artificial", "cutHalf")).toBeLessThan(85);
  });

  test("a network is the same to the last bit, whether or not others were made before it", async () => {
    const [alone, after] = [new Workshop(3, "native", "drawn"), new Workshop(3, "native", "drawn")];
    after.freshClassifier("another");
    const weights = await Promise.all([alone.classifier(), after.classifier()]);
    const bytes = weights.map((net) =>
      net.getWeights().map(({ data }) => Buffer.from((data as Float32Array).buffer)),
    );
    expect(bytes[0].every((part, k) => part.equals(bytes[1][k]))).toBe(true);
  });

  test("stops before the next row when told so", async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await compare({ digits: "drawn", signal: stop.signal })).rows).toEqual([]);
  });

  test("a row that does not exist", async () => {
    await expect(compare({ rows: ["neurone"] })).rejects.toThrow('compare: rows: unknown name "neurone"');
  });
});

describe("every row", () => {
  test.each(allRows)(
    "$row says in both languages what is asked, what is analogy, and where figures stand",
    (row) => {
      const texts = [row.title, row.question, row.analogy, ...row.published.map(({ name }) => name)];
      for (const { en, zh } of texts) {
        expect(en.length).toBeGreaterThan(2);
        expect(zh).toMatch(/\p{Script=Han}/u);
      }
      expect(row.analogy.en.match(/[.!?](\s|$)/g)).toHaveLength(1); // one sentence
      expect(row.published.length).toBeGreaterThan(0);
      for (const { source } of row.published) expect(source).toMatch(/\d{4}|Principles/);
    },
  );

  test("no two have one name", () => {
    expect(new Set(compareRows).size).toBe(compareRows.length);
  });
});

describe("the page", () => {
  test("holds every figure, stands alone, and says what is unconfirmed", () => {
    const page = compareHtml(found, { lang: "en" });
    for (const { artificial, brain, published } of found.rows) {
      for (const figure of [...artificial, ...brain])
        expect(page).toContain(`<dd>${formatFigure(figure)}</dd>`);
      for (const { source } of published) expect(page).toContain(escapeXml(source));
    }
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\((?!#)/);
    expect(page.match(/href="[^#]/g)).toBeNull();
    const marks = found.rows.flatMap(({ published }) => published).filter(({ isConfirmed }) => !isConfirmed);
    expect(page.match(/class="unconfirmed"/g)).toHaveLength(marks.length + 1); // and the note
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    for (const [, id] of page.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
    expect(page.match(/<svg /g)).toHaveLength(3);
  });

  test("in Chinese", () => {
    const page = compareHtml(found, { lang: "zh" });
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('<h2 id="neuron-title">神经元</h2>');
    expect(thrown(() => compareHtml(found, { lang: "fr" as "en" }))).toContain("(unknown_name)");
  });
});

test("figures as people read them", () => {
  const shown = (value: number, unit = ""): string =>
    formatFigure({ key: "x", name: { en: "", zh: "" }, value, unit });
  expect([
    shown(93.25, "%"),
    shown(13184),
    shown(0.002757),
    shown(-0.0039021),
    shown(6.771e-5),
    shown(NaN),
    shown(18.7041, "m/s"),
  ]).toEqual(["93.3 %", "13,184", "0.002757", "−0.003902", "6.77 × 10⁻⁵", "–", "18.7 m/s"]);
});

describe("drawn digits", () => {
  test("the same for a seed, others for another; ink within the image", async () => {
    const one = await loadDigits("drawn", 1);
    expect(one.xTrain.shape).toEqual([2000, digitSide, digitSide]);
    const bytes = (x: Tensor): Buffer => Buffer.from((x.data as Float32Array).buffer);
    expect(bytes((await loadDigits("drawn", 1)).xTest).equals(bytes(one.xTest))).toBe(true);
    expect(bytes((await loadDigits("drawn", 2)).xTest).equals(bytes(one.xTest))).toBe(false);
    const numbers = one.xTrain.toFloat64();
    expect(numbers.reduce((a, b) => Math.min(a, b))).toBe(0);
    expect(numbers.reduce((a, b) => Math.max(a, b))).toBe(1);
    const ink = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    expect(ink).toBeGreaterThan(0.1);
    expect(ink).toBeLessThan(0.4);
  });

  test("a digit is nearer to the mean of its like than to another's, mostly", () => {
    const mean = (digit: number): Float64Array => {
      const random = new RandomSource(5, digit);
      const sum = new Float64Array(digitSide * digitSide);
      for (let k = 0; k < 40; k++) for (const [i, v] of drawDigit(digit, random).entries()) sum[i] += v / 40;
      return sum;
    };
    const means = Array.from({ length: 10 }, (_, digit) => mean(digit));
    const random = new RandomSource(6);
    let right = 0;
    for (let k = 0; k < 200; k++) {
      const image = drawDigit(k % 10, random);
      const distances = means.map((m) => m.reduce((sum, v, i) => sum + (v - image[i]) ** 2, 0));
      if (distances.indexOf(Math.min(...distances)) === k % 10) right++;
    }
    expect(right).toBeGreaterThan(120);
  });
});
