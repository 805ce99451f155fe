import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import {
  type activations,
  customGradient,
  defineLoss,
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
} from "neurograd";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testFolder } from "../../test/support/test-folder.js";
import type { Factory } from "../nn/config.js";
import type { Loss } from "../nn/loss.js";
import type { Metric } from "../nn/metric.js";
import type { Optimizer } from "../nn/optimizer.js";
import type { LayerSymbol } from "../nn/symbol.js";

beforeEach(() => setSeed(7));

const bits = (x: Tensor): readonly number[] =>
  Array.from(new Uint32Array((x.data as Float32Array).slice().buffer));

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
    const again = await loadModel(await net.toBytes());
    const spec = again.compiled("test");
    expect([spec.optimizer.kind, spec.optimizer.config]).toEqual([
      "sgd",
      { learningRate: 0.3, momentum: 0.9, nesterov: true, clipnorm: 2 },
    ]);
    expect([spec.losses[0].loss.kind, spec.losses[0].loss.config]).toEqual(["huber", { delta: 0.5 }]);
    expect(spec.metrics.map(({ metric }) => [metric.kind, metric.name])).toEqual([
      ["accuracy", "accuracy"],
      ["binaryAccuracy", "third"],
      ["meanSquaredError", "mse"],
    ]);
    expect(again.compileOptions).not.toHaveProperty("runtime");
    expect(again.compileOptions).not.toHaveProperty("threads");
  });

  test("with every optimizer, loss and metric", async () => {
    const net = xor();
    const given: Readonly<Record<string, unknown>> = { numClasses: 2, targetClassIds: [1] }; // the others are rates
    const made = <T>(family: object): T[] =>
      Object.values(family).flatMap((make) => {
        if (typeof make !== "function") return [];
        const { required } = make as Factory<object, T>; // what a family has
        return [make(Object.fromEntries(required.map((name) => [name, given[name] ?? 0.5]))) as T];
      });
    const choices = [
      ...made<Optimizer>(optimizers).map((optimizer) => ({ optimizer, loss: "mse" as const })),
      ...made<Loss>(losses).map((loss) => ({ loss })),
      {
        loss: "mse" as const,
        metrics: made<Metric>(metrics).filter(
          ({ name }, i, all) => all.findIndex((m) => m.name === name) === i,
        ),
      },
    ];
    for (const options of choices) {
      net.compile(options);
      const [before, after] = [net, await loadModel(await net.toBytes())].map((model) =>
        model.compiled("test"),
      );
      expect(after.optimizer.kind).toBe(before.optimizer.kind);
      expect(after.training.map(({ path, shape }) => [path, shape])).toEqual(
        before.training.map(({ path, shape }) => [path, shape]),
      );
      expect(after.losses.map(({ loss }) => loss.kind)).toEqual(before.losses.map(({ loss }) => loss.kind));
      expect(after.metrics.map(({ metric: { kind, name } }) => [kind, name])).toEqual(
        before.metrics.map(({ metric: { kind, name } }) => [kind, name]),
      );
    }
    expect(choices.length).toBeGreaterThan(10);
  });

  test("plain gradient descent goes on as if it had not been saved", async () => {
    const [one, two] = [xor(), xor()];
    two.setWeights(one.getWeights());
    for (const net of [one, two])
      net.compile({ optimizer: optimizers.sgd({ learningRate: 0.5 }), loss: "meanSquaredError" });
    const whole = await one.fit(x, y, { epochs: 6, shuffle: false, verbose: 0 });
    const first = await two.fit(x, y, { epochs: 3, shuffle: false, verbose: 0 });
    const again = await loadModel(await two.toBytes());
    const rest = await again.fit(x, y, { epochs: 3, shuffle: false, verbose: 0 });
    expect([...first.history.loss, ...rest.history.loss]).toEqual(whole.history.loss);
    expect(again.weights.map(({ value }) => bits(value))).toEqual(
      one.weights.map(({ value }) => bits(value)),
    );
  });

  test("not compiled: not in the file, or not wanted", async () => {
    const net = xor();
    await expect((await loadModel(await net.toBytes())).evaluate(x, y)).rejects.toThrow("(not_compiled)");
    net.compile({ loss: "meanSquaredError" });
    const again = await loadModel(await net.toBytes(), { compile: false });
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
    const bytes = await net.toBytes();
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

  test("path, file URL, Blob, bytes, a promise of bytes, ArrayBuffer, data URL", async () => {
    const saved = net();
    const file = path.join(folder, "a", "m.onnx");
    await saved.save(file);
    const bytes = new Uint8Array(await readFile(file));
    expect(Buffer.compare(bytes, await saved.toBytes())).toBe(0);
    const data = `data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`;
    for (const source of [
      file,
      new URL(`file://${file}`),
      `file://${file}`,
      new Blob([bytes]),
      bytes,
      saved.toBytes(),
      bytes.slice().buffer,
      data,
      new URL(data),
    ]) {
      expect(Buffer.compare(await (await loadModel(source)).toBytes(), bytes)).toBe(0);
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
  test("a function as activation", async () => {
    const swish = (x: Parameters<typeof activations.relu>[0]): ReturnType<typeof activations.relu> =>
      ops.multiply(x, ops.sigmoid(x));
    const net = sequential([
      input({ shape: [2] }),
      layers.dense({ units: 2 }),
      layers.dense({ units: 2, activation: swish }),
    ]);
    await expect(net.toBytes()).rejects.toThrow(
      "save: dense_1: activation is a function (swish), which a file cannot hold; name a built-in one, or write a layer with defineLayer and load the file with customLayers. (cannot_save)",
    );
  });

  test("a bare op with a function among its attributes", async () => {
    const x = input({ shape: [2] });
    const y = customGradient(
      (v) => ops.abs(v),
      ({ g }) => [g],
    )(x) as LayerSymbol;
    await expect(model({ inputs: x, outputs: y }).toBytes()).rejects.toThrow("(cannot_save)");
  });
});

test("texts of one's own are kept in the file, and do not replace ours", async () => {
  const net = sequential([input({ shape: [2] }), layers.dense({ units: 1 })]);
  net.metadata = { "my.note": "raw numbers, 数", "neurograd.format": "99" };
  const again = await loadModel(await net.toBytes());
  expect(again.metadata).toEqual({ "my.note": "raw numbers, 数" });
  expect((await loadModel(await again.toBytes())).metadata).toEqual({ "my.note": "raw numbers, 数" });
});
