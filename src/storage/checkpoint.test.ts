import * as fs from "node:fs/promises";
import path from "node:path";
import {
  input,
  layers,
  loadCheckpoint,
  type Model,
  type NeurogradError,
  optimizers,
  saveCheckpoint,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { failingFileSystem } from "../../test/support/failing-file-system.js";
import { testFolder } from "../../test/support/test-folder.js";
import type { Optimizer } from "../nn/optimizer.js";
import { nodeFiles } from "./node-files.js";

let folder: string;
beforeEach(async () => {
  setSeed(1);
  folder = path.join(await testFolder(), "checkpoint");
});
afterEach(() => fs.rm(path.dirname(folder), { recursive: true, force: true }));

const x = tensor(
  Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * 1.3)),
  { shape: [20, 2] },
);
const y = tensor(
  Float32Array.from({ length: 20 }, (_, i) => Math.cos(i)),
  { shape: [20, 1] },
);

interface Built {
  readonly optimizer?: Optimizer;
  readonly runtime?: "reference" | "native" | "wasm";
  readonly units?: number;
}
function build({
  optimizer = optimizers.adam({ learningRate: 0.05 }),
  runtime = "reference",
  units = 5,
}: Built = {}): Model {
  const net = sequential([
    input({ shape: [2] }),
    layers.normalization(),
    layers.dense({ units, activation: "tanh" }),
    layers.dropout({ rate: 0.4 }),
    layers.dense({ units: 1 }),
  ]);
  net.compile({ optimizer, loss: "meanSquaredError", metrics: ["mae"], runtime });
  return net;
}
const bits = (net: Model): string[] =>
  net.state.map(
    ({ path: name, value }) =>
      `${name} ${value.dtype} ${Buffer.from((value.data as Float32Array).slice().buffer).toString("hex")}`,
  );
const train = (net: Model, initialEpoch: number, epochs: number): Promise<readonly number[]> =>
  net.fit(x, y, { batchSize: 8, initialEpoch, epochs, verbose: 0 }).then(({ history }) => history.loss);

describe("a run that was stopped goes on with the same bits", () => {
  const cases = [
    ["sgd", () => optimizers.sgd({ learningRate: 0.1 })],
    ["sgd with momentum", () => optimizers.sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true })],
    ["adam", () => optimizers.adam({ learningRate: 0.02, amsgrad: true })],
    ["rmsprop", () => optimizers.rmsprop({ learningRate: 0.01, momentum: 0.5 })],
  ] as const;
  const all = (["reference", "native"] as const).flatMap((runtime) =>
    cases.map(([name, make]) => [runtime, name, make] as const),
  );

  // Dropout and the order of the examples depend on seed and step: both are state. Another process has another seed.
  test.each(all)("%s, %s, with dropout and shuffling", async (runtime, _name, make) => {
    const whole = build({ optimizer: make(), runtime });
    const losses = await train(whole, 0, 5);

    setSeed(1);
    const stopped = build({ optimizer: make(), runtime });
    const first = await train(stopped, 0, 2);
    await saveCheckpoint(stopped, folder, { epoch: 2 });

    setSeed(999);
    const resumed = build({ optimizer: make(), runtime });
    expect(resumed.seed).not.toBe(whole.seed);
    const { epoch, step, skipped } = await loadCheckpoint(resumed, folder);
    expect([epoch, step, skipped]).toEqual([2, 0, []]);
    expect(bits(resumed)).toEqual(bits(stopped));
    const rest = await train(resumed, epoch, 5);
    expect([...first, ...rest]).toEqual(losses);
    expect(bits(resumed)).toEqual(bits(whole));
  });

  test("with the learning rate that a callback had set, into a model that has run already", async () => {
    const net = build();
    await train(net, 0, 1);
    net.optimizer.learningRate = 0.1 + 0.2;
    await saveCheckpoint(net, folder, { epoch: 1, step: 3 });
    const saved = bits(net);
    const losses = await train(net, 1, 3);
    const other = build();
    await train(other, 0, 2);
    expect(await loadCheckpoint(other, folder)).toMatchObject({ epoch: 1, step: 3 });
    expect(other.optimizer.learningRate).toBe(0.1 + 0.2);
    expect(bits(other)).toEqual(saved);
    expect(await train(other, 1, 3)).toEqual(losses);
  });
});

describe("the folder", () => {
  test("its files, and a manifest that says what is in them", async () => {
    const net = build({ optimizer: optimizers.sgd() });
    await saveCheckpoint(net, folder, { epoch: 3, step: 7 });
    expect(await fs.readdir(folder)).toEqual(["000001"]);
    expect((await fs.readdir(path.join(folder, "000001"))).sort()).toEqual([
      "manifest.json",
      "state.safetensors",
    ]);
    const manifest = JSON.parse(await fs.readFile(path.join(folder, "000001", "manifest.json"), "utf8"));
    const { format, epoch, step, learningRate, entries } = manifest;
    expect({ format, epoch, step, learningRate }).toEqual({
      format: 1,
      epoch: 3,
      step: 7,
      learningRate: 0.01,
    });
    expect(
      entries.map(
        ({
          path: name,
          role,
          dtype,
          shape,
        }: {
          path: string;
          role: string;
          dtype: string;
          shape: number[];
        }) => `${name} ${role} ${dtype} [${shape}]`,
      ),
    ).toEqual([
      "normalization/mean statistic float32 [2]",
      "normalization/variance statistic float32 [2]",
      "dense/kernel weight float32 [2,5]",
      "dense/bias weight float32 [5]",
      "dense_1/kernel weight float32 [5,1]",
      "dense_1/bias weight float32 [1]",
      "optimizer/iterations counter int64 []",
      "random/seed random uint32 []",
      "metrics/loss/total metric float32 []",
      "metrics/loss/count metric float32 []",
      "metrics/mae/total metric float32 []",
      "metrics/mae/count metric float32 []",
    ]);
  });

  test("two are kept, and what a crash left goes", async () => {
    const net = build();
    for (const epoch of [1, 2, 3]) await saveCheckpoint(net, folder, { epoch });
    expect(await fs.readdir(folder)).toEqual(["000002", "000003"]);
    await fs.mkdir(path.join(folder, "000004"));
    await saveCheckpoint(net, folder, { epoch: 4 });
    expect(await fs.readdir(folder)).toEqual(["000003", "000005"]);
    await saveCheckpoint(net, folder, { epoch: 5 }, { keep: 1 });
    expect(await fs.readdir(folder)).toEqual(["000006"]);
  });
});

describe("damage", () => {
  const warn = vi.fn();
  beforeEach(() => warn.mockReset());
  /** Two checkpoints, of epochs 1 and 2; the file of the newer one is changed. */
  async function twoWith(file: string, change: (bytes: Buffer) => Uint8Array): Promise<Model> {
    const net = build();
    for (const epoch of [1, 2]) await saveCheckpoint(net, folder, { epoch });
    const at = path.join(folder, "000002", file);
    await fs.writeFile(at, change(await fs.readFile(at)));
    return net;
  }

  test("the newer one is passed over, and it is said", async () => {
    const net = await twoWith("state.safetensors", (bytes) => {
      bytes[bytes.length - 1] ^= 1;
      return bytes;
    });
    const { epoch, skipped } = await loadCheckpoint(net, folder, { warn });
    expect(epoch).toBe(1);
    expect(skipped.map(({ code }) => code)).toEqual(["checkpoint_damaged"]);
    expect(warn.mock.calls).toEqual([
      [
        `neurograd: ${folder}/000002: state.safetensors does not fit its SHA-256 (random/seed changed); it cannot be used. (checkpoint_damaged) Going on from ${folder}/000001, epoch 1, step 0.`,
      ],
    ]);
  });

  test.each([
    ["state.safetensors", (b: Buffer) => b.subarray(0, 100), "state.safetensors has 100 bytes of"],
    [
      "manifest.json",
      (b: Buffer) => Buffer.from(b.toString().replace('"epoch": 2', '"epoch": 9')),
      "manifest.json does not fit its checksum",
    ],
    ["manifest.json", (b: Buffer) => b.subarray(0, b.length - 1), "manifest.json does not fit its checksum"],
    ["manifest.json", (b: Buffer) => b.subarray(0, 50), "manifest.json is not JSON"],
    ["manifest.json", () => Buffer.from("null\n"), "manifest.json does not fit its checksum"],
  ] as const)("%s %#", async (file, change, what) => {
    const net = await twoWith(file, change);
    const { epoch, skipped } = await loadCheckpoint(net, folder, { warn });
    expect([epoch, skipped[0].message]).toEqual([1, expect.stringContaining(`${folder}/000002: ${what}`)]);
  });

  test("a missing file; no whole one; none at all", async () => {
    const net = build();
    await expect(loadCheckpoint(net, folder)).rejects.toThrow(
      `${folder}: there is no checkpoint; check the folder. (no_checkpoint)`,
    );
    await saveCheckpoint(net, folder, { epoch: 1 });
    await fs.rm(path.join(folder, "000001", "state.safetensors"));
    await expect(loadCheckpoint(net, folder)).rejects.toThrow(
      `${folder}: no checkpoint is whole (${folder}/000001: state.safetensors is missing; it cannot be used. (checkpoint_damaged)); begin anew. (checkpoint_damaged)`,
    );
  });

  test("every bit that rots is found: 2,000 bits, 300 lengths", async () => {
    const net = build({ optimizer: optimizers.sgd(), units: 1 });
    await saveCheckpoint(net, folder, { epoch: 1 });
    const names = ["state.safetensors", "manifest.json"];
    const whole = new Map<string, Uint8Array>();
    for (const name of names)
      whole.set(name, new Uint8Array(await fs.readFile(path.join(folder, "000001", name))));
    const disk = {
      ...nodeFiles(),
      list: async (at: string) => (at === folder ? ["000001"] : names),
      read: async (at: string) => current.get(path.basename(at)) ?? new Uint8Array(),
    };
    let current = whole;
    const isFound = async (name: string, bytes: Uint8Array): Promise<boolean> => {
      current = new Map([...whole, [name, bytes]]);
      return loadCheckpoint(net, folder, { warn, files: disk }).then(
        () => false,
        ({ code }: NeurogradError) => code === "checkpoint_damaged" || code === "newer_format",
      );
    };
    await expect(loadCheckpoint(net, folder, { files: disk })).resolves.toMatchObject({ epoch: 1 });
    for (const name of names) {
      const bytes = whole.get(name) as Uint8Array;
      for (let i = 0; i < 1000; i++) {
        const mutant = bytes.slice();
        const at = (i * 7919) % (bytes.length * 8);
        mutant[at >> 3] ^= 1 << (at & 7);
        expect(await isFound(name, mutant), `${name}, bit ${at}`).toBe(true);
      }
      for (let i = 0; i < 150; i++) {
        const length = Math.floor((bytes.length * i) / 150);
        expect(await isFound(name, bytes.slice(0, length)), `${name}, ${length} bytes`).toBe(true);
      }
    }
  });
});

describe("another model", () => {
  const use = "; use the layers, optimizer and metrics it was made with. (checkpoint_mismatch)";
  test.each([
    [
      "units",
      () => build({ units: 6 }),
      `dense/kernel is float32 [2, 5], but the model needs float32 [2, 6]${use}`,
    ],
    [
      "optimizer",
      () => build({ optimizer: optimizers.sgd() }),
      `has optimizer/momentum/dense/kernel, which the model has not${use}`,
    ],
    [
      "more slots",
      () => build({ optimizer: optimizers.adam({ amsgrad: true }) }),
      `has no optimizer/velocityHat/dense/kernel, which the model needs${use}`,
    ],
    [
      "not compiled",
      () =>
        sequential([
          input({ shape: [2] }),
          layers.normalization(),
          layers.dense({ units: 5 }),
          layers.dense({ units: 1 }),
        ]),
      `has optimizer/momentum/dense/kernel, which the model has not, for it is not compiled${use}`,
    ],
  ])("%s", async (_name, other, message) => {
    await saveCheckpoint(build(), folder, { epoch: 1 });
    const net = other();
    const before = bits(net);
    await expect(loadCheckpoint(net, folder)).rejects.toThrow(`${folder}/000001: ${message}`);
    expect(bits(net)).toEqual(before);
  });

  test("other metrics are no matter between epochs", async () => {
    const net = build();
    await saveCheckpoint(net, folder, { epoch: 1 });
    const other = build();
    other.compile({
      optimizer: optimizers.adam({ learningRate: 0.05 }),
      loss: "mse",
      metrics: [],
      runtime: "reference",
    });
    expect((await loadCheckpoint(other, folder)).epoch).toBe(1);
    await saveCheckpoint(net, folder, { epoch: 1, step: 1 });
    await expect(loadCheckpoint(other, folder)).rejects.toThrow(
      `has metrics/mae/total, which the model has not${use}`,
    );
  });

  test("while fit runs", async () => {
    const net = build();
    await saveCheckpoint(net, folder, { epoch: 1 });
    const running = train(net, 0, 2);
    await expect(loadCheckpoint(net, folder)).rejects.toThrow("(already_fitting)");
    await running;
  });
});

test("saved while fit runs: of one moment, between two steps", async () => {
  const net = build({ runtime: "native" });
  await net.fit(x, y, {
    batchSize: 4,
    epochs: 2,
    verbose: 0,
    callbacks: [
      { onEpochEnd: async (epoch) => void (await saveCheckpoint(net, folder, { epoch: epoch + 1 })) },
    ],
  });
  const other = build({ runtime: "native" });
  expect(await loadCheckpoint(other, folder)).toMatchObject({ epoch: 2 });
  expect(bits(other)).toEqual(bits(net));
});

describe("a kill or a fault at the n-th call of the file system, for every n", () => {
  test.each(["kill", "short", { code: "ENOSPC" }, { code: "EIO" }] as const)(
    "%o: the one before or the new one, and what was acknowledged",
    async (fault) => {
      const net = build({ optimizer: optimizers.sgd(), units: 1 });
      let n = 0;
      for (; ; n++) {
        const at = path.join(folder, String(n));
        await saveCheckpoint(net, at, { epoch: 1 });
        await saveCheckpoint(net, at, { epoch: 2 });
        const system = failingFileSystem(n, fault);
        const acknowledged = await saveCheckpoint(net, at, { epoch: 3 }, { files: nodeFiles(system) }).then(
          () => true,
          () => false,
        );
        const { epoch, skipped } = await loadCheckpoint(net, at);
        expect(skipped).toEqual([]);
        expect(acknowledged ? [3] : [2, 3]).toContain(epoch);
        await saveCheckpoint(net, at, { epoch: 4 });
        expect((await loadCheckpoint(net, at)).epoch).toBe(4);
        expect((await fs.readdir(at)).length).toBe(2);
        if (system.calls <= n) break;
      }
      expect(n).toBeGreaterThan(30);
    },
  );
});
