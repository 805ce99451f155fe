import { describe, expect, test } from "vitest";
import { chainOf, curveOf, flatEnds, placeNear, places } from "./curves.js";
import { shapeNames, shapes } from "./functions.js";

const at = async (name: (typeof shapeNames)[number], z: number): Promise<readonly [number, number]> => {
  const { f, slope } = await curveOf(name);
  return [f[placeNear(z)], slope[placeNear(z)]];
};

test("fourteen functions; the numbers are those of their formulas", async () => {
  expect(shapeNames).toHaveLength(14);
  const sigmoid = 1 / (1 + Math.exp(-2));
  const wanted = {
    binaryStep: [1, 0],
    linear: [2, 1],
    sigmoid: [sigmoid, sigmoid * (1 - sigmoid)],
    tanh: [Math.tanh(2), 1 - Math.tanh(2) ** 2],
    softsign: [2 / 3, 1 / 9],
    relu: [2, 1],
    leakyRelu: [2, 1],
    elu: [2, 1],
    selu: [2 * 1.0507009873554805, 1.0507009873554805],
    softplus: [Math.log1p(Math.exp(2)), sigmoid],
    gelu: [1.9544997361036416, 1.0852], // 2 Φ(2); Φ(2) + 2 φ(2)
    silu: [2 * sigmoid, sigmoid * (1 + 2 * (1 - sigmoid))],
    mish: [1.9439589595339946, undefined],
    hardSigmoid: [2 / 6 + 0.5, 1 / 6],
  } as const;
  for (const name of shapeNames) {
    const [f, slope] = await at(name, 2);
    expect(f, name).toBeCloseTo(wanted[name][0], 5);
    if (wanted[name][1] !== undefined) expect(slope, `${name}′`).toBeCloseTo(wanted[name][1], 4);
  }
});

describe.each(shapeNames)("%s", (name) => {
  test("its slope is the difference of neighbors, away from corners", async () => {
    const { f, slope } = await curveOf(name);
    const step = places[1] - places[0];
    for (const z of [-4.1, -1.3, -0.6, 0.7, 1.6, 4.2]) {
      const k = placeNear(z);
      expect((f[k + 1] - f[k - 1]) / (2 * step)).toBeCloseTo(slope[k], 3);
    }
    expect(shapes[name].note.zh).not.toBe("");
  });
});

test("where it is flat: ReLU to the left of 0, tanh at both ends, GELU's dip is no end", async () => {
  const relu = flatEnds(await curveOf("relu"));
  expect(relu.zero).toEqual([{ from: -5, to: 0 }]);
  const tanh = flatEnds(await curveOf("tanh"));
  expect(tanh.zero).toEqual([]);
  expect(tanh.low.map(({ from, to }) => [from, to])).toEqual([[-5, -2.2], [2.2, 5]]); // biome-ignore format: pairs
  expect(flatEnds(await curveOf("gelu")).low).toHaveLength(1);
  expect(flatEnds(await curveOf("leakyRelu")).low).toEqual([]);
  expect(flatEnds(await curveOf("binaryStep")).zero).toEqual([{ from: -5, to: 5 }]);
});

test("ten sigmoids from 0: the product of the slopes is the derivative", async () => {
  const links = await chainOf("sigmoid", 0, 10);
  let [z, product] = [0, 1];
  for (const link of links) {
    const y = 1 / (1 + Math.exp(-z));
    product *= y * (1 - y);
    expect(link.z).toBeCloseTo(z, 6);
    expect(link.y).toBeCloseTo(y, 6);
    expect(link.product / product).toBeCloseTo(1, 4);
    z = y;
  }
  expect(links[9].product).toBeLessThan(1e-6);
  expect((await chainOf("relu", -1, 3)).map((link) => link.product)).toEqual([0, 0, 0]);
});
