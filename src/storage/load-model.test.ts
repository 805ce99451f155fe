import { readdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import {
  activations,
  customGradient,
  defineLayer,
  defineLoss,
  initializers,
  input,
  layers,
  loadModel,
  losses,
  type Model,
  metrics,
  model,
  ops,
  optimizers,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { fromKeras, functionName, goldenTensor } from "../../test/support/from-keras.js";
import { testFolder } from "../../test/support/test-folder.js";
import type { AnyOp } from "../core/op.js";
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
  const bytes = net.toBytes();
  const again = await loadModel(bytes);
  expect(Buffer.compare(again.toBytes(), bytes)).toBe(0);
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
    expect((stock.data as Float32Array)[i]).toBeCloseTo(y, 5);
  await session.release();
  return again;
}

describe("saved, loaded: the same", () => {
  const { layers: cases } = readGolden("keras-a");
  const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names
  const known = cases.filter(({ class: name }) => functionName(name) in makers);

  test("every layer is tried", () => {
    const tried = new Set(known.map(({ class: name }) => functionName(name)));
    expect(Object.keys(layers).filter((name) => !tried.has(name))).toEqual([]);
  });

  test.each(known.map((c) => [`${c.class} ${JSON.stringify(c.options)}`, c] as const))(
    "%s",
    async (_title, c) => {
      const layer = makers[functionName(c.class)](fromKeras(c.options));
      const x = tensor(goldenTensor(c.input), { dtype: "float32" });
      if (c.adapted) layer.adapt(x);
      await expectSameAfterLoading(sequential([input({ shape: x.shape.slice(1) }), layer]), x);
    },
  );

  test("random networks", async () => {
    const activation = fc.constantFrom(...(Object.keys(activations) as (keyof typeof activations)[]));
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
    const bytes = net.toBytes();
    const again = await loadModel(bytes, { customLayers: { scale } });
    expect(Object.is(again.layers[0].config.limit, -0)).toBe(true);
    expect(again.layers[1].config.limit).toBe(Infinity);
    expect(bits(await again.predict([[1, 2]]))).toEqual(bits(await net.predict([[1, 2]])));
    await expect(loadModel(bytes)).rejects.toThrow(
      'loadModel: layer "scale": there is no layer "scale"; if it is your own, pass customLayers: { scale }, else update neurograd. (unknown_kind)',
    );
  });
});

describe("trains on", () => {
  const x = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const y = [[0], [1], [1], [0]];
  const xor = (): Model =>
    sequential([
      input({ shape: [2] }),
      layers.dense({ units: 4, activation: "tanh" }),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ]);

  test("compiled as it was, with the present learning rate", async () => {
    const net = xor();
    net.compile({
      optimizer: optimizers.sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true, clipnorm: 2 }),
      loss: losses.huber({ delta: 0.5 }),
      metrics: ["accuracy", metrics.binaryAccuracy({ threshold: 0.3, name: "third" }), "mse"],
      runtime: "reference",
      threads: 1,
    });
    net.optimizer.learningRate = 0.3;
    const again = await loadModel(net.toBytes());
    const spec = again.compiled("test");
    expect([spec.optimizer.kind, spec.optimizer.config]).toEqual([
      "sgd",
      { learningRate: 0.3, momentum: 0.9, nesterov: true, clipnorm: 2 },
    ]);
    expect([spec.losses[0].kind, spec.losses[0].config]).toEqual(["huber", { delta: 0.5 }]);
    expect(spec.metrics.map(({ metric }) => [metric.kind, metric.name])).toEqual([
      ["accuracy", "accuracy"],
      ["binaryAccuracy", "third"],
      ["meanSquaredError", "mse"],
    ]);
    expect(again.compileOptions).not.toHaveProperty("runtime");
    expect(again.compileOptions).not.toHaveProperty("threads");
  });

  test("plain gradient descent goes on as if it had not been saved", async () => {
    const [one, two] = [xor(), xor()];
    two.setWeights(one.getWeights());
    for (const net of [one, two])
      net.compile({ optimizer: optimizers.sgd({ learningRate: 0.5 }), loss: "meanSquaredError" });
    const whole = await one.fit(x, y, { epochs: 6, shuffle: false, verbose: 0 });
    const first = await two.fit(x, y, { epochs: 3, shuffle: false, verbose: 0 });
    const again = await loadModel(two.toBytes());
    const rest = await again.fit(x, y, { epochs: 3, shuffle: false, verbose: 0 });
    expect([...first.history.loss, ...rest.history.loss]).toEqual(whole.history.loss);
    expect(again.weights.map(({ value }) => bits(value))).toEqual(
      one.weights.map(({ value }) => bits(value)),
    );
  });

  test("not compiled: not in the file, or not wanted", async () => {
    const net = xor();
    await expect((await loadModel(net.toBytes())).evaluate(x, y)).rejects.toThrow("(not_compiled)");
    net.compile({ loss: "meanSquaredError" });
    const again = await loadModel(net.toBytes(), { compile: false });
    await expect(again.evaluate(x, y)).rejects.toThrow("(not_compiled)");
  });

  test("where it runs is said when loading", async () => {
    const again = await loadModel(xor().toBytes(), { runtime: "reference" });
    expect((await again.start()).executor.runtime).toBe("reference");
    again.compile({ loss: "meanSquaredError", runtime: "wasm" });
    expect((await again.start()).executor.runtime).toBe("wasm");
  });

  test("a loss of one's own", async () => {
    const power = defineLoss<{ p?: number }>("power", {
      defaults: { p: 4 },
      perExample: ({ yTrue, yPred, options: { p } }) =>
        ops.mean(ops.power(ops.subtract(yTrue, yPred), p), { axis: -1 }),
    });
    const net = xor();
    net.compile({ loss: power({ p: 2 }) });
    const bytes = net.toBytes();
    const again = await loadModel(bytes, { customLosses: { power } });
    expect(await again.evaluate(x, y)).toEqual(await net.evaluate(x, y));
    await expect(loadModel(bytes)).rejects.toThrow(
      'loadModel: compile: loss: there is no loss "power"; if it is your own, pass customLosses: { power }, else update neurograd. (unknown_kind)',
    );
  });
});

describe("from where", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await testFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const net = (): Model => sequential([input({ shape: [2] }), layers.dense({ units: 3 })]);

  test("path, file URL, Blob, bytes, ArrayBuffer, data URL", async () => {
    const saved = net();
    const file = path.join(folder, "a", "m.onnx");
    await saved.save(file);
    const bytes = new Uint8Array(await readFile(file));
    expect(Buffer.compare(bytes, saved.toBytes())).toBe(0);
    const data = `data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`;
    for (const source of [
      file,
      new URL(`file://${file}`),
      `file://${file}`,
      new Blob([bytes]),
      bytes,
      bytes.slice().buffer,
      data,
      new URL(data),
    ]) {
      expect(Buffer.compare((await loadModel(source)).toBytes(), bytes)).toBe(0);
    }
  });

  test("weights alone", async () => {
    const [one, two] = [net(), net()];
    const file = path.join(folder, "w.safetensors");
    await one.saveWeights(file);
    await two.loadWeights(file);
    expect(two.weights.map(({ value }) => bits(value))).toEqual(one.weights.map(({ value }) => bits(value)));
    const other = sequential([input({ shape: [2] }), layers.dense({ units: 4 })]);
    await expect(other.loadWeights(file)).rejects.toThrow(
      "loadWeights: weight dense/kernel is [2, 3] in the file, but its layer needs [2, 4]; save it again from the same layers. (shape_mismatch)",
    );
    const more = sequential([input({ shape: [2] }), layers.dense({ units: 3 }), layers.dense({ units: 3 })]);
    await expect(more.loadWeights(file)).rejects.toThrow(
      "loadWeights: the file has no weight dense_1/kernel, which a layer of the model needs; save it again from the same layers. (missing_weight)",
    );
  });

  test("what is not there", async () => {
    await expect(loadModel(`${folder}/none.onnx`)).rejects.toThrow(
      `${folder}/none.onnx: there is no such file; check the path. (file_not_found)`,
    );
    await expect(loadModel(folder)).rejects.toThrow(
      `${folder}: is a folder; give a file in it, such as model.onnx of a run. (read_failed)`,
    );
    await expect(loadModel(undefined as unknown as string)).rejects.toThrow(
      "loadModel: got undefined; give a path, a URL, the bytes or a Blob. (invalid_option)",
    );
  });
});

describe("what cannot be saved", () => {
  test("a function as activation", () => {
    const swish = (x: Parameters<typeof activations.relu>[0]): ReturnType<typeof activations.relu> =>
      ops.multiply(x, ops.sigmoid(x));
    const net = sequential([
      input({ shape: [2] }),
      layers.dense({ units: 2 }),
      layers.dense({ units: 2, activation: swish }),
    ]);
    expect(() => net.toBytes()).toThrow(
      "save: dense_1: activation is a function (swish), which a file cannot hold; name a built-in one, or write a layer with defineLayer and load the file with customLayers. (cannot_save)",
    );
  });

  test("a bare op with a function among its attributes", () => {
    const x = input({ shape: [2] });
    const y = customGradient(
      (v) => ops.abs(v),
      ({ g }) => [g],
    )(x) as LayerSymbol;
    expect(() => model({ inputs: x, outputs: y }).toBytes()).toThrow("(cannot_save)");
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
  expect(missing.map(({ name }) => name)).toEqual([]);
  const names = [...new Set(exported)].map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("texts of one's own are kept in the file, and do not replace ours", async () => {
  const net = sequential([input({ shape: [2] }), layers.dense({ units: 1 })]);
  net.metadata = { "my.note": "raw numbers, 数", "neurograd.format": "99" };
  const again = await loadModel(net.toBytes());
  expect(again.metadata).toEqual({ "my.note": "raw numbers, 数" });
  expect((await loadModel(again.toBytes())).metadata).toEqual({ "my.note": "raw numbers, 数" });
});
