import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { type Runtime, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { checkGradients } from "../../core/check-gradients.js";
import { constant } from "../../core/constant.js";
import type { Tensor, Value } from "../../index.js";
import { input, layers, model, tensor } from "../../index.js";
import { type Layer, noRandom } from "../layer.js";

const numbers = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed + 1.3 * i)),
    { shape },
  );
const outputOf = (layer: Layer, x: Value, weights: Readonly<Record<string, Value>> = {}): Value =>
  layer.call({ inputs: [x], weights, training: false, random: noRandom, name: layer.kind }).outputs[0];
const run = async (
  runtime: Runtime,
  layer: Layer,
  x: Tensor,
  weights: Record<string, Tensor> = {},
): Promise<Float64Array> => {
  const inputs = { x, ...weights };
  const [{ y }] = await runOn(runtime, [
    { inputs, fn: ({ x: value, ...own }) => ({ y: outputOf(layer, value, own) }) },
  ]);
  return y;
};
const tolerances = { reference: 1e-12, native: 1e-6, wasm: 1e-6 };

describe.each(runtimes)("on %s", (runtime) => {
  test("sinePositionEncoding: Vaswani et al. 2017, section 3.5", async () => {
    const [batch, length, n] = [2, 7, 5];
    const expected = Array.from({ length: batch * length * n }, (_, at) => {
      const [t, i] = [Math.floor(at / n) % length, at % n];
      const angle = t / 10000 ** ((i - (i % 2)) / n);
      return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    });
    expectClose(
      await run(runtime, layers.sinePositionEncoding(), numbers([batch, length, n], 1)),
      expected,
      tolerances[runtime],
    );
  });

  test("rotaryEmbedding: pairs (i, i + n/2) turn by t / maxWavelength^(2i / n)", async () => {
    const [length, heads, n] = [5, 2, 6];
    const x = numbers([1, length, heads, n], 2);
    const data = x.toFloat64();
    const expected = Array.from(data, (v, at) => {
      const i = at % n;
      const angle = Math.floor(at / (heads * n)) / 4 / 100 ** ((2 * (i % 3)) / n);
      const partner = i < 3 ? -data[at + 3] : data[at - 3];
      return v * Math.cos(angle) + partner * Math.sin(angle);
    });
    const layer = layers.rotaryEmbedding({ maxWavelength: 100, scalingFactor: 4 });
    expectClose(await run(runtime, layer, x), expected, tolerances[runtime]);
  });

  test("positionEmbedding: the rows of the first positions", async () => {
    const embeddings = numbers([6, 3], 3);
    const rows = [...embeddings.toFloat64().slice(0, 12)];
    const y = await run(runtime, layers.positionEmbedding({ sequenceLength: 6 }), numbers([2, 4, 3], 4), {
      embeddings,
    });
    expectClose(y, [...rows, ...rows], tolerances[runtime]);
  });
});

test("products of turned queries and keys depend on their distance alone", async () => {
  const row = numbers([1, 1, 8], 5).toFloat64();
  const x = tensor([...row, ...row, ...row, ...row], { shape: [1, 4, 8] });
  const y = await run("reference", layers.rotaryEmbedding(), x);
  const product = (s: number, t: number): number =>
    row.reduce((total, _, i) => total + y[8 * s + i] * y[8 * t + i], 0);
  expect(product(1, 3)).toBeCloseTo(product(0, 2), 12);
  expect(Math.abs(product(0, 1) - product(0, 2))).toBeGreaterThan(0.01);
});

test("derivatives of rotaryEmbedding and positionEmbedding", () => {
  expect(checkGradients((x) => outputOf(layers.rotaryEmbedding(), x), [numbers([1, 3, 4], 6)])).toBeLessThan(
    1e-6,
  );
  const x = constant(numbers([2, 3, 2], 7));
  const position = layers.positionEmbedding({ sequenceLength: 4 });
  expect(
    checkGradients((embeddings) => outputOf(position, x, { embeddings }), [numbers([4, 2], 8)]),
  ).toBeLessThan(1e-6);
});

test("lengths may be open", async () => {
  const x = input({ shape: [null, 4] });
  const outputs = layers
    .add()
    .apply([layers.sinePositionEncoding().apply(x), layers.rotaryEmbedding().apply(x)]);
  const net = model({ inputs: x, outputs });
  const short = (await net.predict(numbers([1, 2, 4], 9))).toFloat64();
  const long = (await net.predict(numbers([1, 3, 4], 9))).toFloat64();
  expectClose(long.slice(0, 8), short, 1e-6);
});

test("what has no positions is refused", () => {
  expect(thrown(() => layers.sinePositionEncoding().apply(input({ shape: [4] })))).toBe(
    "sinePositionEncoding: expects [batch, positions, features] with a known number of features, got [batch, 4]; give the input's shape in full. (shape_mismatch)",
  );
  expect(thrown(() => layers.positionEmbedding({ sequenceLength: 3 }).apply(input({ shape: [4, 2] })))).toBe(
    "positionEmbedding: sequences of [batch, 4, 2] are longer than sequenceLength 3; make it at least 4. (shape_mismatch)",
  );
  expect(thrown(() => layers.rotaryEmbedding().apply(input({ shape: [4, 3] })))).toBe(
    "rotaryEmbedding: turns pairs of features, so axis -1 of [batch, 4, 3] must have an even size; choose sequenceAxis and featureAxis. (shape_mismatch)",
  );
});
