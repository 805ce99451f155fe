import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import path from "node:path";
import {
  callbacks,
  fingerprint,
  input,
  layers,
  loadModel,
  type Model,
  optimizers,
  RunFolder,
  runFolder,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failingFileSystem } from "../../test/support/failing-file-system.js";
import { testFolder } from "../../test/support/test-folder.js";
import { version } from "../core/version.js";
import { nodeFiles } from "./node-files.js";

let root: string;
let at: string;
beforeEach(async () => {
  root = await testFolder();
  at = path.join(root, "runs", "xor");
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

/** A clock that goes on by a quarter of a second each time it is looked at. */
function ticking(): () => Date {
  let time = Date.UTC(2026, 0, 2, 3, 4, 5);
  return () => {
    time += 250;
    return new Date(time);
  };
}

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [[0], [1], [1], [0]];
function build(): Model {
  setSeed(1);
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 3, activation: "tanh" }),
    layers.dropout({ rate: 0.2 }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    loss: "meanSquaredError",
    metrics: ["accuracy"],
    runtime: "reference",
  });
  return net;
}
const sha256 = (of: string | Float32Array): string => createHash("sha256").update(of).digest("hex");
const json = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await fs.readFile(path.join(at, name), "utf8"));
const bits = (net: Model): string[] =>
  net.state.map(({ path: name, value }) => `${name} ${Array.from(value.toFloat64())}`);

describe("by hand", () => {
  test("what is in the files", async () => {
    const net = build();
    const data = await fingerprint({ x, y });
    const run = await RunFolder.create(
      at,
      { config: { epochs: 2, source: "xor" }, data },
      { clock: ticking() },
    );
    await run.addEpoch(1, { loss: 0.5, valLoss: Number.NaN });
    await run.addEpoch(2, { loss: 0.25 });
    await run.saveModel(net);
    await run.saveCheckpoint(net, { epoch: 2 });
    const begun = {
      format: 1,
      name: "xor",
      started: "2026-01-02T03:04:05.250Z",
      finished: null,
      versions: { neurograd: version, node: process.versions.node },
      config: { epochs: 2, source: "xor" },
      data: {
        sha256: sha256(
          `"x" float32 [4, 2] ${sha256(Float32Array.from(x.flat()))}\n"y" float32 [4, 1] ${sha256(Float32Array.from(y.flat()))}\n`,
        ),
        arrays: { x: "float32 [4, 2]", y: "float32 [4, 1]" },
      },
      results: null,
    };
    expect(await json("run.json")).toEqual(begun);
    expect(await fs.readFile(path.join(at, "history.jsonl"), "utf8")).toBe(
      '{"epoch":1,"loss":0.5,"valLoss":null}\n{"epoch":2,"loss":0.25}\n',
    );
    expect(await run.history()).toEqual([
      { epoch: 1, loss: 0.5, valLoss: Number.NaN },
      { epoch: 2, loss: 0.25 },
    ]);
    expect((await loadModel(run.modelPath)).summary).toBeDefined();
    await run.finish({ testAccuracy: 0.97 });
    expect(await json("run.json")).toMatchObject({
      finished: "2026-01-02T03:04:05.500Z",
      results: { testAccuracy: 0.97 },
    });
    expect((await fs.readdir(at)).sort()).toEqual(["checkpoint", "history.jsonl", "model.onnx", "run.json"]);
    expect((await RunFolder.open(at)).record).toEqual(run.record);
  });

  test("a new run in the folder of an old one: only its model stays, until there is another", async () => {
    const net = build();
    const old = await RunFolder.create(at);
    await old.addEpoch(1, { loss: 1 });
    await old.saveModel(net);
    await old.saveCheckpoint(net, { epoch: 1 });
    await fs.writeFile(path.join(at, ".neurograd-0123456789abcdef.tmp"), "half");
    await fs.writeFile(path.join(at, "notes.txt"), "mine");
    const run = await RunFolder.create(at);
    expect(await run.history()).toEqual([]);
    expect((await fs.readdir(at)).sort()).toEqual(["history.jsonl", "model.onnx", "notes.txt", "run.json"]);
    await expect(run.loadCheckpoint(net)).rejects.toThrow("(no_checkpoint)");
  });

  test("lines that a crash cut short", async () => {
    const run = await RunFolder.create(at);
    await run.addEpoch(1, { loss: 1 });
    await fs.appendFile(path.join(at, "history.jsonl"), '{"epoch":2,"lo');
    expect(await run.history()).toEqual([{ epoch: 1, loss: 1 }]);
    await run.addEpoch(2, { loss: 0.5 });
    await run.addEpoch(3, { loss: 0.25 });
    expect(await run.history()).toEqual([
      { epoch: 1, loss: 1 },
      { epoch: 3, loss: 0.25 },
    ]);
    await run.cutHistory(2);
    expect(await fs.readFile(path.join(at, "history.jsonl"), "utf8")).toBe('{"epoch":1,"loss":1}\n');
  });

  test("what is no run", async () => {
    await expect(RunFolder.open(at)).rejects.toThrow(
      `${at}: is not the folder of a run, for it has no run.json; give a folder such as runs/mnist. (not_a_run)`,
    );
    await fs.mkdir(at, { recursive: true });
    await fs.writeFile(path.join(at, "run.json"), "{");
    await expect(RunFolder.open(at)).rejects.toThrow("for its run.json is not JSON");
    await fs.writeFile(path.join(at, "run.json"), "{}");
    await expect(RunFolder.open(at)).rejects.toThrow("for its run.json has no format version");
    await fs.writeFile(path.join(at, "run.json"), '{"format":7}');
    await expect(RunFolder.open(at)).rejects.toThrow(
      `${at}: run.json has format version 7, this Neurograd reads up to 1; update neurograd. (newer_format)`,
    );
  });

  test("a folder that cannot be written to", async () => {
    await fs.writeFile(path.join(root, "runs"), "a file");
    await expect(RunFolder.create(at)).rejects.toThrow(
      `${at}/run.json: ${at} is not a folder (ENOTDIR); save to another folder. (write_failed)`,
    );
    const files = nodeFiles(failingFileSystem(0, { code: "EACCES" }));
    await expect(RunFolder.create(`${root}/denied`, {}, { files })).rejects.toThrow(
      `${root}/denied/run.json: the folder ${root}/denied cannot be written to (EACCES); save to another folder, or change its permissions. (write_failed)`,
    );
  });
});

describe("the callback", () => {
  const train = (net: Model, initialEpoch: number, epochs: number, options: object = {}): Promise<unknown> =>
    net.fit(x, y, {
      initialEpoch,
      epochs,
      batchSize: 1,
      verbose: 0,
      callbacks: [runFolder({ path: at, clock: ticking(), ...options })],
    });

  test("a run from begin to end", async () => {
    const net = build();
    await train(net, 0, 3, { config: { note: "first" }, data: { x, y } });
    const { config, results, data, finished } = (await RunFolder.open(at)).record;
    expect(config).toMatchObject({
      note: "first",
      epochs: 3,
      steps: 4,
      seed: net.seed,
      runtime: "reference",
    });
    expect(config.model).toMatchObject({ outputs: [3] });
    expect(config.compile).toMatchObject({ loss: "meanSquaredError" });
    expect(results).toMatchObject({ epochs: 3, loss: expect.any(Number), accuracy: expect.any(Number) });
    expect([data?.arrays, typeof finished]).toEqual([{ x: "float32 [4, 2]", y: "float32 [4, 1]" }, "string"]);
    expect(
      (await (await RunFolder.open(at)).history()).map(({ epoch, seconds }) => [epoch, seconds]),
    ).toEqual([
      [1, 0.25],
      [2, 0.25],
      [3, 0.25],
    ]);
    expect(await fs.readdir(path.join(at, "checkpoint"))).toEqual(["000002", "000003"]);
    const model = await loadModel(path.join(at, "model.onnx"));
    expect(model.getWeights().map((w) => Array.from(w.toFloat64()))).toEqual(
      net.getWeights().map((w) => Array.from(Float32Array.from(w.toFloat64()))),
    );
  });

  test("stopped and gone on with, from the folder alone: the same bits, one history", async () => {
    const whole = build();
    await train(whole, 0, 5);
    const wanted = await (await RunFolder.open(at)).history();

    await train(build(), 0, 2);
    const run = await RunFolder.open(at);
    await run.addEpoch(3, { loss: 99 }); // an epoch after the last checkpoint
    const net = await loadModel(run.modelPath, { runtime: "reference" });
    const { epoch } = await run.loadCheckpoint(net);
    expect(epoch).toBe(2);
    await train(net, epoch, 5);
    expect(bits(net)).toEqual(bits(whole));
    expect(await run.history()).toEqual(wanted);
  });

  test("every second epoch, and the end", async () => {
    const net = build();
    await train(net, 0, 3, { saveFreq: 2 });
    expect(await fs.readdir(path.join(at, "checkpoint"))).toEqual(["000001", "000002"]);
    const other = build();
    expect(await (await RunFolder.open(at)).loadCheckpoint(other)).toMatchObject({ epoch: 3, step: 0 });
    expect(bits(other)).toEqual(bits(net));
  });

  test("aborted within an epoch: the steps are counted, the epoch is not", async () => {
    const control = new AbortController();
    const net = build();
    const abort = callbacks.lambda({
      onTrainBatchEnd: (batch, logs) => {
        if (batch === 1 && net.state.find(({ role }) => role === "counter")?.value.item() === 6)
          control.abort(logs);
      },
    });
    await net.fit(x, y, {
      epochs: 3,
      batchSize: 1,
      verbose: 0,
      signal: control.signal,
      callbacks: [abort, runFolder({ path: at })],
    });
    const run = await RunFolder.open(at);
    expect((await run.history()).map(({ epoch }) => epoch)).toEqual([1]);
    const other = build();
    expect(await run.loadCheckpoint(other)).toMatchObject({ epoch: 1, step: 2 });
    expect(bits(other)).toEqual(bits(net));
  });

  test("model.onnx has the weights that early stopping went back to", async () => {
    const net = build();
    const stopper = callbacks.earlyStopping({ monitor: "loss", mode: "max", restoreBestWeights: true });
    await net.fit(x, y, { epochs: 9, verbose: 0, callbacks: [stopper, runFolder({ path: at })] });
    const model = await loadModel(path.join(at, "model.onnx"));
    expect(Array.from(model.getWeights()[0].toFloat64())).toEqual(
      Array.from(Float32Array.from(net.getWeights()[0].toFloat64())),
    );
  });

  test("an unwritable folder is told before the first step", async () => {
    await fs.writeFile(path.join(root, "runs"), "a file");
    const net = build();
    await expect(train(net, 0, 3)).rejects.toThrow("(write_failed)");
    expect(net.state.find(({ role }) => role === "counter")?.value.item()).toBe(0);
  });
});

test("fingerprints differ where names, dtypes, shapes or numbers do", async () => {
  const base = tensor([
    [1, 2],
    [3, 4],
  ]);
  const all = await Promise.all(
    [
      { a: base },
      { b: base },
      { a: base.reshape([4]) },
      {
        a: tensor([
          [1, 2],
          [3, 5],
        ]),
      },
      {
        a: tensor(
          [
            [1, 2],
            [3, 4],
          ],
          { dtype: "int32" },
        ),
      },
      { a: base, b: base },
      { a: tensor(["x"]) },
      { a: tensor(["y"]) },
    ].map((arrays) => fingerprint(arrays as Parameters<typeof fingerprint>[0])),
  );
  expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(all.length);
  expect(
    await fingerprint({
      a: [
        [1, 2],
        [3, 4],
      ],
    }),
  ).toEqual(all[0]);
});
