import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import {
  activations,
  defineLayer,
  initializers,
  input,
  layers,
  loadModel,
  type Model,
  model,
  ops,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { beforeEach, describe, expect, test } from "vitest";
import type { GoldenTensor, KerasA } from "../../golden/read-golden.js";
import { functionName, goldenTensor } from "../../test/support/from-keras.js";
import { layerOf } from "../../test/support/recurrent-case.js";
import type { AnyOp } from "../core/op.js";
import * as byName from "../nn/activations/by-name.js";
import type { Layer } from "../nn/layer.js";
import type { LayerSymbol } from "../nn/symbol.js";

beforeEach(() => setSeed(7));

const bits = (x: Tensor): readonly number[] =>
  Array.from(new Uint32Array((x.data as Float32Array).slice().buffer));
const ramp = (shape: readonly number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 1.7)),
    { shape },
  );

/** Saved and loaded, a model predicts the same bits, is saved as the same bytes, and runs in stock ONNX Runtime. */
async function expectSameAfterLoading(net: Model, ...xs: readonly Tensor[]): Promise<Model> {
  const bytes = await net.toBytes();
  const { runtime = "auto" } = net.compileOptions ?? {};
  const again = await loadModel(bytes, { runtime });
  expect(Buffer.compare(await again.toBytes(), bytes)).toBe(0);
  const x = xs.length === 1 ? xs[0] : Object.fromEntries(net.inputNames.map((name, k) => [name, xs[k]]));
  const before = await net.predict(x);
  expect(bits(await again.predict(x))).toEqual(bits(before));
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const feeds = xs.map(
    (t, k) =>
      [session.inputNames[k], new OrtTensor(t.dtype as "float32", t.data as Float32Array, t.shape)] as const,
  );
  const stock = (await session.run(Object.fromEntries(feeds)))[net.outputNames[0]];
  expect(stock.dims).toEqual(before.shape);
  for (const [i, y] of (before.data as Float32Array).entries())
    expect(Math.abs((stock.data as Float32Array)[i] - y)).toBeLessThan(5e-6 * Math.max(1, Math.abs(y)));
  await session.release();
  return again;
}

type Typed = GoldenTensor & { readonly dtype?: "int32" | "bool" };
/** A case of a golden file, with one input or several. */
interface LayerCase extends Pick<KerasA["layers"][number], "class" | "options" | "adapted"> {
  readonly call?: Readonly<Record<string, unknown>>;
  readonly input?: GoldenTensor;
  readonly inputs?: readonly Typed[];
}
const golden = (...shape: number[]): GoldenTensor => ({ shape, data: [...ramp(shape).toFloat64()] });
/** Layers that Keras has not. */
const ours: LayerCase[] = [
  { class: "InstanceNormalization", options: {}, inputs: [golden(2, 3, 2)] },
  { class: "PositionEmbedding", options: { sequence_length: 5 }, inputs: [golden(2, 3, 4)] },
  { class: "RotaryEmbedding", options: {}, inputs: [golden(2, 3, 4)] },
  { class: "SinePositionEncoding", options: {}, inputs: [golden(2, 3, 4)] },
];

describe("saved, loaded: the same", () => {
  const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names
  const folder = new URL("../../golden/", import.meta.url);
  const cases = readdirSync(folder)
    .filter((file) => /^keras-.*\.json$/.test(file))
    .flatMap(
      (file) =>
        (JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { layers?: LayerCase[] }).layers ?? [],
    )
    .concat(ours)
    .filter(({ class: name }) => functionName(name) in makers);
  const oneLayer = (c: LayerCase): [Model, ...Tensor[]] => {
    const layer = layerOf({ ...c, options: { ...c.options, ...c.call } });
    const xs = (c.inputs ?? [c.input as GoldenTensor]).map((x: Typed) =>
      tensor(goldenTensor(x, x.dtype), { dtype: x.dtype ?? "float32" }),
    );
    if (c.adapted) layer.adapt(xs[0]);
    const inputs = xs.map(({ shape, dtype }, k) => input({ shape: shape.slice(1), dtype, name: `x${k}` }));
    const net = model({ inputs, outputs: layer.apply(inputs) });
    net.compile({ loss: "mse", runtime: "reference" });
    net.setWeights(net.getWeights()); // in float32, as they are saved
    return [net, ...xs];
  };

  test("every layer is tried", () => {
    const tried = new Set(cases.map(({ class: name }) => functionName(name)));
    const kinds = Object.keys(layers).filter((name) => Reflect.get(makers[name], "kind") === name);
    // A lambda is a function, which no file holds; lambda.test.ts sees it refused. remat.test.ts loads remat.
    expect(kinds.filter((name) => !tried.has(name) && name !== "lambda" && name !== "remat")).toEqual([]);
  });

  test("layers with every option: the same file", async () => {
    for (const c of cases) {
      const bytes = await oneLayer(c)[0].toBytes();
      const again = await (await loadModel(bytes)).toBytes();
      expect(Buffer.compare(again, bytes), `${c.class} ${JSON.stringify(c.options)}`).toBe(0);
    }
  });

  const firsts = [...new Map([...cases].reverse().map((c) => [c.class, c]))];
  test.each(firsts)("%s", async (_name, c) => {
    await expectSameAfterLoading(...oneLayer(c));
  });

  test("random networks", async () => {
    const activation = fc.constantFrom(...(Object.keys(byName) as (keyof typeof byName)[]));
    const initializer = fc.constantFrom(
      "heNormal" as const,
      initializers.randomUniform({ minval: -0.3, seed: 5 }),
      initializers.truncatedNormal({ stddev: 0.2 }),
      initializers.varianceScaling({ scale: 2, mode: "fanAvg", distribution: "uniform" }),
    );
    const dense = fc
      .record({
        units: fc.integer({ min: 1, max: 9 }),
        activation: fc.option(activation),
        useBias: fc.boolean(),
        kernelInitializer: initializer,
        biasInitializer: initializer,
      })
      .map((options) => layers.dense(options));
    const layer = fc.oneof(
      { weight: 3, arbitrary: dense },
      activation.map((name) => layers.activation({ activation: activations[name] })),
      fc.double({ min: 0, max: 0.9, noNaN: true }).map((rate) => layers.dropout({ rate })),
      fc
        .record({
          scale: fc.double({ min: -2, max: 2, noNaN: true }),
          offset: fc.double({ min: -1, max: 1, noNaN: true }),
        })
        .map((options) => layers.rescaling(options)),
      fc.constant(null).map(() => layers.normalization({ mean: 0.25, variance: 2 })),
      fc.constant(null).map(() => layers.flatten()),
    );
    const shape = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.array(layer, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (sizes, list, rows) => {
          const net = sequential([input({ shape: sizes }), ...list]);
          await expectSameAfterLoading(net, ramp([rows, ...sizes]));
        },
      ),
      { seed: 11, numRuns: process.env.FULL === "1" ? 200 : 20 },
    );
  });

  test("a functional model: a layer used twice, bare ops, open sizes, fixed operands", async () => {
    const x = input({ shape: [null, 3], name: "points" });
    const shared = layers.dense({ units: 3, activation: "tanh", name: "shared" });
    const a = shared.apply(shared.apply(x)) as LayerSymbol;
    const b = ops.concatenate([a, ops.multiply(x, tensor([0.5, -1, 2]))], { axis: -1 }); // [batch, open, 6]
    const c = ops.reshape(b, { shape: [b.shape[0], b.shape[1], 2, 3] });
    const d = ops.add(ops.max(c, { axis: 1 }), -Infinity > 0 ? 1 : 0.25); // [batch, 2, 3]
    const e = ops.where(ops.greater(d, [[0, 0.1, 0.2]]), d, ops.subtract(1, d));
    const net = model({
      inputs: x,
      outputs: ops.clip(e, { minimum: -0.9, maximum: Infinity }) as LayerSymbol,
    });
    const again = await expectSameAfterLoading(net, ramp([2, 5, 3]));
    expect(again.inputNames).toEqual(["points"]);
    expect(again.weights.map(({ name }) => name)).toEqual(["shared/kernel", "shared/bias"]);
  });

  test("two inputs, an integer one", async () => {
    const a = input({ shape: [2], name: "a" });
    const b = input({ shape: [2], dtype: "int32", name: "b" });
    const sum = ops.add(a, ops.cast(b, { dtype: "float32" })) as LayerSymbol;
    const net = model({ inputs: [a, b], outputs: layers.dense({ units: 2 }).apply(sum) });
    await expectSameAfterLoading(
      net,
      ramp([3, 2]),
      tensor(Int32Array.from([1, 2, 3, 4, 5, 6]), { shape: [3, 2] }),
    );
  });

  test("names that objects have anyway", async () => {
    const x = input({ shape: [2], name: "toString" });
    let y = x;
    for (const name of ["__proto__", "constructor", "hasOwnProperty"])
      y = layers.dense({ units: 2, name }).apply(y);
    const again = await expectSameAfterLoading(model({ inputs: x, outputs: y }), ramp([2, 2]));
    expect(again.layers.map(({ name }) => name)).toEqual(["__proto__", "constructor", "hasOwnProperty"]);
  });

  test("custom layers, whose options are a tensor, numbers that JSON lacks, a layer", async () => {
    interface Options {
      readonly by?: Tensor | number;
      readonly limit?: number;
      readonly layer?: Layer;
      readonly name?: string;
    }
    const scale = defineLayer<Options>("scale", {
      defaults: { by: 1, limit: Infinity, layer: layers.flatten() },
      call: ({ x, options: { by = 1, limit = 1, layer } }) => {
        expect(layer?.kind).toBe("activation");
        expect(layer?.config).toEqual({ activation: "relu" });
        return ops.minimum(ops.multiply(x, by), limit);
      },
    });
    const inner = layers.activation({ activation: "relu" });
    const net = sequential([
      input({ shape: [2] }),
      scale({ by: tensor([1.5, -2]), limit: -0, layer: inner }),
      scale({ limit: Infinity, layer: inner }),
    ]);
    const bytes = await net.toBytes();
    const again = await loadModel(bytes, { customLayers: { scale } });
    expect(Object.is(again.layers[0].config.limit, -0)).toBe(true);
    expect(again.layers[1].config.limit).toBe(Infinity);
    expect(bits(await again.predict([[1, 2]]))).toEqual(bits(await net.predict([[1, 2]])));
    await expect(loadModel(bytes)).rejects.toThrow(
      'loadModel: layer "scale": there is no layer "scale"; if it is your own, pass customLayers: { scale }, else update neurograd. (unknown_kind)',
    );
  });
});

test("every op of core is found by its name", async () => {
  const folder = new URL("../core/ops/", import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).pathname)));
  const defs = (exports: unknown): AnyOp[] =>
    Object.values(exports as object).flatMap((value: unknown) =>
      typeof value === "function" && "def" in value ? [value.def as AnyOp] : [],
    );
  const exported = defs(ops);
  const missing = modules.flatMap((module) => defs(module)).filter((def) => !exported.includes(def));
  expect(missing.map(({ name }) => name)).toEqual(["after", "remat"]); // remat refuses symbols
  const names = [...new Set(exported)].map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
