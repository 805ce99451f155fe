import { Tensor } from "neurograd";
import {
  curvePlot,
  decisionPlot,
  descentPlot,
  driftDiffusion,
  energyPlot,
  fIPlot,
  imagesPlot,
  membranePlot,
  phasePlanePlot,
  rasterPlot,
  SpikeTrains,
  simulateDiffusion,
  stdpPlot,
  wongWang,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { type Point, readFigure } from "../../../test/support/read-figure.js";
import { thrown } from "../../../test/support/thrown.js";
import { ticks } from "./figure.js";

/** Every point is one of the data, in order, to a hundredth of a pixel (and what ticks are rounded by). */
function expectPoints(points: readonly Point[], data: readonly Point[], pixel: Point): void {
  expect(points).toHaveLength(data.length);
  for (const [k, [x, y]] of points.entries()) {
    expect(Math.abs(x - data[k][0]), `x of ${k}: ${x}, ${data[k][0]}`).toBeLessThan(0.03 * pixel[0]);
    expect(Math.abs(y - data[k][1]), `y of ${k}: ${y}, ${data[k][1]}`).toBeLessThan(0.03 * pixel[1]);
  }
}

const trains = new SpikeTrains({ times: [3, 12.5, 40, 77, 99.5], neurons: [0, 2, 1, 2, 0] }, 3, 100);

describe("raster", () => {
  test("a stroke at the time of each spike, in the row of its neuron", () => {
    const { strokes, pixel, labels, title, ticks: at } = readFigure(rasterPlot(trains));
    const [found] = strokes("spikes");
    const middles = found.map(([from, to]): Point => [from[0], (from[1] + to[1]) / 2]);
    expectPoints(
      middles,
      Array.from(trains.times, (t, k): Point => [t, trains.neurons[k]]),
      pixel,
    );
    expect([title, ...labels]).toEqual(["spikes", "time [ms]", "neuron"]);
    expect(at.x).toEqual([0, 20, 40, 60, 80, 100]);
  });

  test("Chinese words, a title of one's own, another size", () => {
    const svg = rasterPlot(trains, { lang: "zh", title: "a < b", width: 300, height: 200 });
    expect(readFigure(svg).labels).toEqual(["时间 [ms]", "神经元"]);
    expect(svg).toContain("<title>a &lt; b</title>");
    expect(svg).toMatch(/^<svg [^>]*width="300" height="200"/);
  });
});

describe("membrane", () => {
  const v = [-70, -66, -61, -52, -70, -65, -80, -70];
  const traces = { v: new Tensor(Float64Array.from(v), [4, 2], "float64") };
  const run = { traces, spikes: new SpikeTrains({ times: [3], neurons: [1] }, 2, 4), dt: 1, duration: 4 };

  test("a line for each neuron at the ends of its steps, triangles at spikes", () => {
    const { lines, pixel, names, strokes, labels } = readFigure(membranePlot(run));
    const [first, second] = lines("trace");
    expectPoints(
      first,
      [0, 1, 2, 3].map((k): Point => [k + 1, v[2 * k]]),
      pixel,
    );
    expectPoints(
      second,
      [0, 1, 2, 3].map((k): Point => [k + 1, v[2 * k + 1]]),
      pixel,
    );
    expect(names).toEqual(["neuron 0", "neuron 1"]);
    expect(labels).toEqual(["time [ms]", "membrane potential [mV]"]);
    const [none, one] = strokes("spikes");
    expect(none).toEqual([]);
    expect(one[0][0][0]).toBeCloseTo(3, 2);
  });

  test("a long trace keeps its peaks", () => {
    const n = 20000;
    const wave = Float64Array.from({ length: n }, (_, k) => (k === 12345 ? 30 : -65 + Math.sin(k / 3)));
    const long = { v: new Tensor(wave, [n, 1], "float64") };
    const svg = membranePlot({ traces: long, spikes: run.spikes, dt: 0.1, duration: 2000 });
    const { lines, pixel } = readFigure(svg);
    const [points] = lines("trace");
    expect(points.length).toBeLessThan(4 * 400);
    const peak = points.reduce((a, b) => (b[1] > a[1] ? b : a));
    expectPoints([peak], [[1234.6, 30]], pixel);
  });

  test("errors", () => {
    expect(thrown(() => membranePlot(run, { trace: "m" }))).toBe(
      'membranePlot: trace: unknown name "m"; did you mean "v"? use one of v; record it. (unknown_name)',
    );
    expect(thrown(() => membranePlot(run, { neurons: [2] }))).toBe(
      "membranePlot: neuron 2 of 2 does not exist; give numbers from 0 to 1. (index_out_of_range)",
    );
    const nothing = { v: new Tensor(new Float64Array([Number.NaN, 1]), [2, 1], "float64") };
    expect(thrown(() => membranePlot({ ...run, traces: nothing }))).toBe(
      "membranePlot: number 0 is NaN; leave out what is not finite. (non_finite_data)",
    );
  });
});

test("f–I curves: a dot for each measured rate", () => {
  const [a, b] = [
    { currents: [1, 2, 4], rates: [0, 33, 81] },
    { currents: [1, 3], rates: [10, 47] },
  ];
  const { circles, lines, pixel, names, labels } = readFigure(fIPlot({ one: a, two: b }, { unit: "nA" }));
  const points = [a, b].map(({ currents, rates }) => currents.map((x, k): Point => [x, rates[k]]));
  expectPoints(circles, points.flat(), pixel);
  expectPoints(lines("curve")[1], points[1], pixel);
  expect(names).toEqual(["one", "two"]);
  expect(labels).toEqual(["input current [nA]", "firing rate [Hz]"]);
  expect(readFigure(fIPlot(a, { lang: "zh" })).labels).toEqual(["输入电流", "发放率 [Hz]"]);
});

test("STDP window: the function on both sides of 0", () => {
  const change = (dt: number): number => (dt > 0 ? 0.8 * Math.exp(-dt / 17) : -0.3 * Math.exp(dt / 34));
  const { lines, pixel } = readFigure(stdpPlot(change, { range: 80 }));
  const [[before], [after]] = [lines("before"), lines("after")];
  for (const points of [before, after])
    for (const [dt, dw] of points)
      expect(Math.abs(dw - change(dt))).toBeLessThan(0.1 * pixel[1] + 0.01 * pixel[0]);
  expect([before[0][0], after[after.length - 1][0]].map((t) => Math.round(t))).toEqual([-80, 80]);
  expect([before.length, after.length]).toEqual([100, 100]);
});

describe("phase plane", () => {
  test("nullclines lie where the slopes are 0, arrows point along them, paths are the data", () => {
    // x' = y − x², y' = −x: nullclines y = x² and x = 0
    const path = [0.5, 0.5, 0.25, 0.75, 0, 0.8];
    const svg = phasePlanePlot((x, y) => [y - x * x, -x], {
      x: [-1, 1],
      y: [-0.5, 1],
      paths: [path],
      arrows: 5,
    });
    const { strokes, lines, pixel } = readFigure(svg);
    const [first, second] = strokes("nullcline");
    expect(first.length).toBeGreaterThan(100);
    for (const [x, y] of first.flat()) expect(Math.abs(y - x * x)).toBeLessThan(1e-3 + 0.1 * pixel[1]);
    for (const [x] of second.flat()) expect(Math.abs(x)).toBeLessThan(0.1 * pixel[0]);
    expectPoints(
      lines("path")[0],
      [
        [0.5, 0.5],
        [0.25, 0.75],
        [0, 0.8],
      ],
      pixel,
    );
    const arrows = strokes("field")[0];
    expect(arrows).toHaveLength(25);
    for (const [from, to] of arrows) {
      const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
      const [right, up] = [(to[0] - from[0]) / pixel[0], (to[1] - from[1]) / pixel[1]];
      const [dx, dy] = [(y - x * x) / pixel[0], -x / pixel[1]];
      if (Math.hypot(dx, dy) * pixel[0] < 1e-2) continue; // an arrow of no slope points nowhere
      expect((right * dx + up * dy) / Math.hypot(right, up) / Math.hypot(dx, dy)).toBeGreaterThan(0.99);
    }
  });

  test("of the decision network: the nullclines cross at its resting points", () => {
    const network = wongWang();
    const svg = phasePlanePlot((s1, s2) => network.slopes([s1, s2], 0), {
      x: [0, 0.8],
      y: [0, 0.8],
      labels: ["S₁", "S₂"],
      lang: "zh",
    });
    const { strokes, labels, names, title } = readFigure(svg);
    for (const [k, parts] of strokes("nullcline").entries())
      for (const [s1, s2] of parts.flat())
        expect(Math.abs(network.slopes([s1, s2], 0)[k])).toBeLessThan(0.15);
    expect([...labels, ...names, title]).toEqual(["S₁", "S₂", "dS₁/dt = 0", "dS₂/dt = 0", "相平面"]);
  });
});

describe("energy", () => {
  test("lower is darker; levels are where the energy is equal; ways end at a dot", () => {
    const energy = (x: number, y: number): number => x * x + 2 * y * y;
    const path = [1, 1, 0.5, 0.4, 0.1, 0];
    const svg = energyPlot(energy, { x: [-1, 1], y: [-1, 1], paths: [path] });
    const { strokes, circles, lines, pixel } = readFigure(svg);
    const levels = strokes("level");
    expect(levels).toHaveLength(9);
    for (const [k, parts] of levels.entries())
      for (const [x, y] of parts.flat()) expect(Math.abs(energy(x, y) - 0.3 * (k + 1))).toBeLessThan(0.03);
    expectPoints(
      lines("path")[0],
      [
        [1, 1],
        [0.5, 0.4],
        [0.1, 0],
      ],
      pixel,
    );
    expectPoints(circles, [[0.1, 0]], pixel);
    const cells = [...svg.matchAll(/<path fill="#(\w{6})" d="([^"]+)"/g)].map(([, color, d]) => ({
      color,
      d,
    }));
    expect(cells.reduce((sum, { d }) => sum + d.split("M").length - 1, 0)).toBe(48 * 48);
    const brightness = ({ color }: { color: string }): number =>
      [0, 2, 4].reduce((sum, i) => sum + Number.parseInt(color.slice(i, i + 2), 16), 0);
    const sorted = [...cells].sort((a, b) => brightness(a) - brightness(b));
    const left = 64;
    const [darkest] = sorted[0].d.slice(1).split("H")[0].split(" ").map(Number);
    expect(Math.abs(darkest - (left + 404) / 2)).toBeLessThan(30); // the middle of the picture
    const [brightest] = sorted[sorted.length - 1].d.slice(1).split("H")[0].split(" ").map(Number);
    expect(Math.min(Math.abs(brightest - left), Math.abs(brightest - 404 + 7.1))).toBeLessThan(1); // a corner
  });

  test("during recall", () => {
    const lists = [
      [-1, -4, -7, -7],
      [-2, -7],
    ];
    const { lines, pixel, labels } = readFigure(descentPlot(lists, { lang: "zh" }));
    for (const [k, list] of lists.entries())
      expectPoints(
        lines("curve")[k],
        list.map((e, i): Point => [i, e]),
        pixel,
      );
    expect(labels).toEqual(["轮次", "能量"]);
  });
});

test("decisions: paths, bounds and the density beyond them", () => {
  const options = { drift: 0.8, threshold: 0.9, tNonDecision: 0 };
  const { paths, dt } = simulateDiffusion({ ...options, trials: 3, record: 3, dt: 0.02 });
  const theory = driftDiffusion(options);
  const { lines, strokes, pixel, labels } = readFigure(decisionPlot({ paths, dt }, { theory }));
  for (const [k, points] of lines("path").entries())
    expectPoints(
      points,
      Array.from(paths[k], (x, i): Point => [i * dt, x]),
      pixel,
    );
  expect(strokes("bound").map(([[[, y]]]) => Math.round(1e3 * y) / 1e3)).toEqual([
    expect.closeTo(0.9, 1),
    expect.closeTo(-0.9, 1),
  ]);
  const [upper, lower] = lines("density");
  const top = Math.max(...upper.map(([t]) => theory.density(t, "upper")));
  for (const [t, y] of upper)
    expect(Math.abs(y - 0.9 - (0.54 * theory.density(t, "upper")) / top)).toBeLessThan(0.1);
  // ratio of the two densities: e^(2Az/c²)
  const [tall, low] = [
    Math.max(...upper.map(([, y]) => y - 0.9)),
    Math.max(...lower.map(([, y]) => -y - 0.9)),
  ];
  expect(tall / low).toBeCloseTo(Math.exp(2 * 0.8 * 0.9), 0);
  expect(labels).toEqual(["time [s]", "evidence"]);
});

test("ticks are round and lie within", () => {
  expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, expect.closeTo(0.6, 12), 0.8, 1]);
  expect(ticks(-70, -48)).toEqual([-70, -65, -60, -55, -50]);
  expect(ticks(0, 5000)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  expect(ticks(0.0011, 0.0019).map((v) => Number(v.toPrecision(3)))).toEqual([
    0.0012, 0.0014, 0.0016, 0.0018,
  ]);
});

test("errors", () => {
  // @ts-expect-error: two languages
  expect(thrown(() => rasterPlot(trains, { lang: "french" }))).toBe(
    'rasterPlot: lang: unknown name "french"; use one of en, zh. (unknown_name)',
  );
  expect(thrown(() => rasterPlot(trains, { width: 60 }))).toBe(
    "rasterPlot: 60 by 300 pixels leave no room beside the axes; use at least 160 by 120. (invalid_option)",
  );
  // @ts-expect-error: it is title
  expect(thrown(() => rasterPlot(trains, { titel: "spikes" }))).toMatch(
    /did you mean "title"\?.*\(unknown_name\)/,
  );
});

describe("curves", () => {
  test("a line through the points, with dots and names", () => {
    const curve = { x: [0, 1, 3], y: [2, 5, -1], name: "one" };
    const { lines, circles, names, labels, pixel } = readFigure(
      curvePlot([curve, { x: [0, 3], y: [0, 0], name: "two" }], { labels: ["across", "up"], dots: true }),
    );
    expectPoints(
      lines("curve")[0],
      [
        [0, 2],
        [1, 5],
        [3, -1],
      ],
      pixel,
    );
    expectPoints(
      circles,
      [
        [0, 2],
        [1, 5],
        [3, -1],
        [0, 0],
        [3, 0],
      ],
      pixel,
    );
    expect([names, labels]).toEqual([
      ["one", "two"],
      ["across", "up"],
    ]);
  });

  test("the upright axis may be given", () => {
    const { ticks: at } = readFigure(
      curvePlot([{ x: [0, 1], y: [0.4, 0.5] }], { labels: ["x", "y"], y: [0, 1] }),
    );
    expect([at.y[0], at.y[at.y.length - 1]]).toEqual([0, 1]);
    expect(thrown(() => curvePlot([{ x: [0], y: [Number.NaN] }], { labels: ["x", "y"] }))).toContain(
      "(non_finite_data)",
    );
  });
});

describe("images", () => {
  test("each pixel a square of its gray, runs of one gray together", () => {
    const svg = imagesPlot(
      [
        [
          [0, 1],
          [0.5, 0.5],
        ],
      ],
      { columns: 1, width: 206, title: "four" },
    );
    expect(svg).toContain('viewBox="0 0 206 '); // 3 + 2 · 100 + 3: pixels of 100
    expect(svg).toContain('<path fill="rgb(0,0,0)" d="M3 31H103V131H3z"/>');
    expect(svg).toContain('<path fill="rgb(255,255,255)" d="M103 31H203V131H103z"/>');
    expect(svg).toContain('<path fill="rgb(128,128,128)" d="M3 131H203V231H3z"/>');
  });

  test("other shapes", () => {
    expect(thrown(() => imagesPlot([[0, 1]]))).toBe(
      "imagesPlot: images have shape [1, 2]; give [images, height, width]. (shape_mismatch)",
    );
  });
});
