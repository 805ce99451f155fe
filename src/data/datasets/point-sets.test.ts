import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Tensor } from "../../core/tensor.js";
import { above, blobs, circles, type LabeledPoints, moons, spirals, xor } from "./point-sets.js";

interface Golden {
  readonly circles: { readonly x: number[][]; readonly y: number[] };
  readonly moons: { readonly x: number[][]; readonly y: number[] };
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../../../golden/data.json", import.meta.url), "utf8"),
);

function expectClose(x: Tensor, expected: readonly number[], tolerance: number): void {
  expect(x.size).toBe(expected.length);
  x.toFloat64().forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(tolerance);
  });
}

test("xor is the truth table; more samples go around the corners", () => {
  const { x, y } = xor();
  expect([x.dtype, y.dtype]).toEqual(["float32", "uint8"]);
  expect(x.toArray()).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  expect(y.toArray()).toEqual([0, 1, 1, 0]);
  const noisy = xor({ samples: 6, noise: 0.01, seed: 1 });
  expect(noisy.y.toArray()).toEqual([0, 1, 1, 0, 0, 1]);
  expect([...noisy.x.toFloat64()].map(Math.round).map(Math.abs)).toEqual([
    0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1,
  ]);
});

test("circles and moons without noise are scikit-learn's", () => {
  for (const [made, expected] of [
    [circles({ samples: 9, shuffle: false, factor: 0.5 }), golden.circles],
    [moons({ samples: 9, shuffle: false }), golden.moons],
  ] as const) {
    expectClose(made.x, expected.x.flat(), 1e-7); // float32
    expect(made.y.toArray()).toEqual(expected.y);
  }
});

test("seeded points are those of a separate program: Python's integers, log and cos", () => {
  const made = moons({ samples: 6, noise: 0.1, seed: 3 });
  expectClose(
    made.x,
    [
      1.077317968, -0.467577015, 2.001482184, 0.523017886, -0.071594748, 1.103024546, -0.884437919,
      -0.110919524, 0.823485456, 0.004493131, 0.147635848, 0.52319576,
    ],
    2e-7,
  );
  expect(made.y.toArray()).toEqual([1, 1, 0, 0, 0, 1]);
  const clouds = blobs({ samples: 3, clusterStd: 0.5, seed: 7 });
  expectClose(
    clouds.x,
    [7.797019331, -9.354152108, 6.053163277, -1.530094405, 9.263531924, -4.048881793],
    1e-6,
  );
  expect(clouds.y.toArray()).toEqual([1, 2, 0]);
});

test("spirals wind out from the center, each arm turned by its share of a circle", () => {
  const { x, y } = spirals({ samples: 7, arms: 3, turns: 0.5, shuffle: false });
  expect(y.toArray()).toEqual([0, 0, 0, 1, 1, 2, 2]);
  const polar = [
    [1 / 3, 1 / 6],
    [2 / 3, 1 / 3],
    [1, 1 / 2],
    [1 / 2, 1 / 4 + 1 / 3],
    [1, 1 / 2 + 1 / 3],
    [1 / 2, 1 / 4 + 2 / 3],
    [1, 1 / 2 + 2 / 3],
  ];
  expectClose(
    x,
    polar.flatMap(([r, t]) => [r * Math.cos(2 * Math.PI * t), r * Math.sin(2 * Math.PI * t)]),
    1e-7,
  );
});

test("blobs lie around the centers given, by the deviation given, in any number of axes", () => {
  const centers = [
    [0, 0, 0],
    [100, 0, -100],
  ];
  const { x, y } = blobs({ samples: 4001, centers, clusterStd: 2, seed: 4 });
  expect(x.shape).toEqual([4001, 3]);
  const [labels, values] = [y.toFloat64(), x.toFloat64()];
  expect([
    labels.filter((label) => label === 0).length,
    labels.filter((label) => label === 1).length,
  ]).toEqual([2001, 2000]);
  let square = 0;
  for (let i = 0; i < values.length; i++)
    square += (values[i] - centers[labels[Math.floor(i / 3)]][i % 3]) ** 2 / values.length;
  expect(Math.sqrt(square)).toBeCloseTo(2, 1); // standard error 2/√24006 = 0.013
  const drawn = blobs({
    samples: 50,
    centers: 50,
    clusterStd: 0,
    centerBox: [3, 4],
    features: 1,
  }).x.toFloat64();
  expect(drawn.every((value) => value >= 3 && value <= 4)).toBe(true);
  expect(new Set(drawn).size).toBe(50);
});

const makers: Record<
  string,
  (options: { samples?: number; noise?: number; seed?: number; shuffle?: boolean }) => LabeledPoints
> = {
  xor,
  circles,
  moons,
  spirals,
};

test.each(Object.keys(makers))(
  "%s: a seed fixes every bit, another gives others, noise has its deviation",
  (name) => {
    const make = makers[name];
    const options = { samples: 1000, noise: 0.3, shuffle: false };
    const [a, b, c] = [
      make({ ...options, seed: 1 }),
      make({ ...options, seed: 1 }),
      make({ ...options, seed: 2 }),
    ];
    expect(a).toEqual(b);
    expect(a.x).not.toEqual(c.x);
    const clean = make({ samples: 1000, shuffle: false }).x.toFloat64();
    const deviation = Math.sqrt(
      a.x.toFloat64().reduce((sum, v, i) => sum + (v - clean[i]) ** 2, 0) / clean.length,
    );
    expect(Math.abs(deviation - 0.3)).toBeLessThan(0.02); // standard error 0.3/√4000 = 0.005
  },
);

test("shuffled points are the same points with the same labels, mixed", () => {
  const plain = circles({ samples: 50, shuffle: false });
  const mixed = circles({ samples: 50, seed: 8 });
  const rows = ({ x, y }: LabeledPoints): string[] =>
    Array.from({ length: 50 }, (_, i) => `${x.slice(i, i + 1).toArray()} ${y.slice(i, i + 1).item()}`);
  expect(rows(mixed)).not.toEqual(rows(plain));
  expect(rows(mixed).sort()).toEqual(rows(plain).sort());
});

test.each<[() => unknown, string]>([
  [() => xor({ samples: 0 }), "xor: samples is 0; use a whole number from 1. (invalid_option)"],
  [() => moons({ noise: -1 }), "moons: noise is -1; use a number from 0. (invalid_option)"],
  [() => circles({ factor: 1 }), "circles: factor is 1; use a number from 0 up to 1. (invalid_option)"],
  [() => spirals({ arms: 257 }), "spirals: arms is 257; use a whole number from 1 to 256. (invalid_option)"],
  [() => spirals({ turns: Number.NaN }), "spirals: turns is NaN; use a number. (invalid_option)"],
  [() => blobs({ centers: [] }), "blobs: centers is 0; use a whole number from 1 to 256. (invalid_option)"],
  [
    () => blobs({ centers: [[1], [1, 2]] }),
    "blobs: centers is points of 1 and of 2 axes; use points of one length. (invalid_option)",
  ],
  [() => blobs({ clusterStd: -1 }), "blobs: clusterStd is -1; use a number from 0. (invalid_option)"],
  [
    () => blobs({ centerBox: [1, 0] }),
    "blobs: centerBox is [1, 0]; use a lower and a higher number. (invalid_option)",
  ],
  [
    () => circles({ seed: 0.5 }),
    "seed: 0.5 is not an integer; give a whole number below 2^53. (invalid_option)",
  ],
])("bad options %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});

test("above a curve are the points of class 1; noise moves them afterwards", () => {
  const heights = {
    line: (x: number) => x / 2,
    parabola: (x: number) => 1.5 * x * x - 0.5,
    corner: (x: number) => 1.2 * Math.abs(x) - 0.5,
    sine: (x: number) => 0.6 * Math.sin(Math.PI * x),
    waves: (x: number) => 0.5 * Math.sin(3 * Math.PI * x),
  } as const;
  for (const [curve, f] of Object.entries(heights)) {
    const { x, y } = above({ curve: curve as keyof typeof heights, samples: 500, seed: 3 });
    const at = x.toFloat64();
    expect([...at].every((value) => value >= -1 && value < 1)).toBe(true);
    y.toFloat64().forEach((label, k) => {
      if (Math.abs(at[2 * k + 1] - f(at[2 * k])) > 1e-6)
        expect(label).toBe(Number(at[2 * k + 1] > f(at[2 * k])));
    });
    const share = y.toFloat64().reduce((a, b) => a + b, 0) / 500;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
  }
  expect(above({ noise: 0.1, seed: 3 }).y.toArray()).toEqual(above({ seed: 3 }).y.toArray());
  expect(() => above({ curve: "cosine" as "sine" })).toThrow(
    "above: curve is cosine; use line, parabola, corner, sine, waves. (invalid_option)",
  );
});
