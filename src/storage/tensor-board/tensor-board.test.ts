import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { callbacks, input, layers, type Model, model, sequential, type Tensor, tensor } from "neurograd";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { camelCase } from "../../../test/support/from-keras.js";
import { readEvents } from "../../../test/support/read-events.js";
import { testFolder } from "../../../test/support/test-folder.js";
import { thrown } from "../../../test/support/thrown.js";
import { type Event, eventRecord, type Summary } from "./event.js";
import { histogramBuckets } from "./histogram-buckets.js";
import { kerasGraph } from "./keras-graph.js";
import { maskedCrc32c } from "./masked-crc32c.js";

const golden: {
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly training: {
    readonly x: GoldenTensor;
    readonly y: GoldenTensor;
    readonly weights: readonly GoldenTensor[];
    /** Base64. */
    readonly files: Readonly<Record<"train" | "validation", string>>;
    readonly images: Readonly<Record<string, readonly (readonly (readonly number[])[])[]>>;
  };
  readonly graph: {
    readonly layers: readonly {
      readonly class_name: string;
      readonly name: string;
      readonly inbound: readonly (readonly (readonly [name: string, node: number, tensor: number])[])[];
    }[];
    readonly input_layers: readonly unknown[];
    readonly output_layers: readonly unknown[];
  };
  readonly crc32c: readonly { readonly text: string; readonly masked: number }[];
} = JSON.parse(readFileSync(new URL("../../../golden/tensor-board.json", import.meta.url), "utf8"));

const tensorOf = ({ shape, data }: GoldenTensor): Tensor => tensor(data, { shape });
const parts = ["train", "validation"] as const;
const bytesOf = (part: (typeof parts)[number]): Uint8Array =>
  Buffer.from(golden.training.files[part], "base64");
const summaries = (events: readonly Event[]): (Summary & { readonly step: number })[] =>
  events.flatMap(({ content, step = 0 }) => ("tag" in content ? [{ ...content, step }] : []));

test.each(golden.crc32c)("the masked checksum of $text", ({ text, masked }) => {
  expect(maskedCrc32c(Buffer.from(text))).toBe(masked);
});

test.each(parts)("the records of Keras's %s file, byte by byte", (part) => {
  const events = readEvents(bytesOf(part));
  expect(events.length).toBe(part === "train" ? 30 : 9);
  expect(Buffer.concat(events.map(eventRecord)).equals(bytesOf(part))).toBe(true);
});

describe("a training beside Keras's", async () => {
  const { images } = golden.training;
  const [x, y] = [golden.training.x, golden.training.y].map(tensorOf);
  const weights = golden.training.weights.map(tensorOf);
  const logDir = await testFolder();
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 3, activation: "tanh" }),
    layers.dense({ units: 1 }),
  ]);
  net.compile({
    optimizer: "sgd",
    loss: "meanSquaredError",
    metrics: ["meanAbsoluteError"],
    runtime: "reference",
  });
  net.setWeights(weights);
  await net.fit(x, y, {
    batchSize: 4,
    epochs: 2,
    shuffle: false,
    verbose: 0,
    validationData: [x, y],
    callbacks: [
      callbacks.tensorBoard({
        logDir,
        histogramFreq: 1,
        updateFreq: "batch",
        writeImages: true,
        writeStepsPerSecond: true,
      }),
    ],
  });
  const written = Object.fromEntries(
    parts.map((part) => {
      const names = readdirSync(join(logDir, part));
      expect(names).toEqual([
        expect.stringMatching(/^events\.out\.tfevents\.\d{10}\.neurograd\.\d{3}\.\d+\.v2$/),
      ]);
      return [part, readFileSync(join(logDir, part, names[0]))];
    }),
  );

  test.each(parts)("%s: the same tags at the same steps, the same numbers", (part) => {
    const events = readEvents(written[part]);
    expect(events[0].content).toEqual({ fileVersion: "brain.Event:2" });
    const ours = summaries(events);
    const speeds = ours.filter(({ tag }) => tag.endsWith("per_second"));
    expect(speeds.map(({ tag }) => tag)).toEqual(
      part === "train"
        ? ["batch", "batch", "epoch", "batch", "batch", "epoch"].map((when) => `${when}_steps_per_second`)
        : [],
    );
    for (const { tensor } of speeds) expect(tensor.data[0]).toBeGreaterThan(0);
    const theirs = sorted(summaries(readEvents(bytesOf(part))));
    const compared = sorted(ours.filter((value) => !speeds.includes(value)));
    expect(compared.map(({ tag, step, plugin, about }) => ({ tag, step, plugin, about }))).toEqual(
      theirs.map(({ tag, step, plugin, about }) => ({
        tag: tag.replace("sequential/", ""),
        step,
        plugin,
        about,
      })),
    );
    compared.forEach(({ tensor }, i) => {
      const expected = theirs[i].tensor;
      expect([tensor.dtype, ...tensor.shape]).toEqual([expected.dtype, ...expected.shape]);
      if (tensor.dtype === "string") return; // texts and pictures: below
      expectClose(tensor.data, expected.data as readonly number[], 1e-6);
    });
  });

  test("the images of the weights, pixel by pixel", () => {
    const shown = summaries(readEvents(written.train)).filter(
      ({ plugin, step }) => plugin === "images" && step === 0,
    );
    expect(shown.length).toBe(3);
    for (const { tag, tensor } of shown) {
      const [width, height, ...pngs] = tensor.data.map((part) => Buffer.from(part as Uint8Array));
      const pixels = pngs.map((png) => greyRows(png, Number(width), Number(height)));
      expect(pixels).toEqual(images[`sequential/${tag}`]);
    }
  });

  test("the graph: the layers as Keras tells TensorBoard", () => {
    const [{ tensor }] = summaries(readEvents(written.train));
    const told = JSON.parse(new TextDecoder().decode(tensor.data[0] as Uint8Array));
    expect(told.config.layers.map(({ config }: { config: object }) => config)).toEqual([
      { name: "x", dtype: "float32" },
      { name: "dense", dtype: "float32" },
      { name: "dense_1", dtype: "float32" },
    ]);
  });
});

test("a graph with a layer that is used twice, two inputs, two outputs", () => {
  const a = input({ shape: [4], name: "a" });
  const b = input({ shape: [4], name: "b" });
  const shared = layers.dense({ units: 3, name: "shared" });
  const joined = layers.concatenate({ name: "joined" }).apply([shared.apply(a), shared.apply(b)]);
  const outputs = [1, 2].map((units, i) =>
    layers.dense({ units, name: ["first", "second"][i] ?? "" }).apply(joined),
  );
  const net = model({ inputs: [a, b], outputs });
  const { config } = JSON.parse(kerasGraph(net.graph, net.inputNames));
  type Node = { args: readonly { config: { keras_history: readonly [string, number, number] } }[] };
  type Entry = { class_name: string; config: { name: string }; inbound_nodes: readonly Node[] };
  const drawn = config.layers.map(({ class_name, config: { name }, inbound_nodes }: Entry) => ({
    class_name,
    name,
    from: inbound_nodes.flatMap(({ args }) => args.map(({ config }) => config.keras_history[0])).sort(),
  }));
  expect(drawn.toSorted(byName)).toEqual(
    golden.graph.layers
      .map(({ inbound, ...rest }) => ({ ...rest, from: inbound.flat().map(([from]) => from) }))
      .toSorted(byName),
  );
  expect([config.input_layers, config.output_layers]).toEqual([
    golden.graph.input_layers,
    golden.graph.output_layers,
  ]);
});
const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : 1;

test("epochs only, by default; another fit has another file; every second batch", async () => {
  const logDir = await testFolder();
  const net = oneWeight();
  const tags = async (options: object): Promise<string[]> => {
    const before = new Set(filesIn(join(logDir, "train")));
    const board = callbacks.tensorBoard({ logDir, writeGraph: false, ...options });
    await net.fit([[1], [2], [3]], [[1], [2], [3]], { batchSize: 1, verbose: 0, callbacks: [board] });
    const [added] = filesIn(join(logDir, "train")).filter((name) => !before.has(name));
    return summaries(readEvents(readFileSync(join(logDir, "train", added)))).map(
      ({ tag, step }) => `${tag} ${step}`,
    );
  };
  expect(await tags({})).toEqual(["epoch_loss 0", "epoch_learning_rate 0"]);
  expect(await tags({ updateFreq: 2 })).toEqual(["batch_loss 2", "epoch_loss 0", "epoch_learning_rate 0"]);
  expect(filesIn(join(logDir, "validation"))).toEqual([]);
});

test("buckets of equal, of no and of infinite numbers", () => {
  expect(histogramBuckets([2, 2]).at(-1)).toEqual([2, 2, 2]);
  expect(histogramBuckets([2, 2])[0]).toEqual([2, 2, 0]);
  expect(histogramBuckets([])).toEqual(Array.from({ length: 30 }, () => [0, 0, 0]));
  expect(histogramBuckets([0, 3, 30]).filter(([, , n]) => n > 0)).toEqual([
    [0, 1, 1],
    [3, 4, 1],
    [29, 30, 1],
  ]);
});

test("defaults are Keras's; what is not offered is told", () => {
  const { profile_batch, embeddings_freq, embeddings_metadata, ...rest } = golden.defaults;
  expect(callbacks.tensorBoard.defaults).toEqual(
    Object.fromEntries(Object.entries(rest).map(([key, value]) => [camelCase(key), value])),
  );
  expect(thrown(() => callbacks.tensorBoard({ profileBatch: 2 } as object))).toContain("(unknown_name)");
  expect(thrown(() => callbacks.tensorBoard({ updateFreq: "step" as "batch" }))).toBe(
    'tensorBoard: updateFreq is "step"; give "epoch", "batch" or a number of batches. (invalid_option)',
  );
  expect(thrown(() => callbacks.tensorBoard({ logDir: "" }))).toBe(
    'tensorBoard: logDir is ""; give a folder. (invalid_option)',
  );
});

function oneWeight(): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return net;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // there is none
  }
}

/** Keras writes the same, in an order of its own within a step. */
const sorted = <S extends { readonly tag: string; readonly step: number }>(all: readonly S[]): S[] =>
  all.toSorted((a, b) => a.step - b.step || (bare(a.tag) < bare(b.tag) ? -1 : 1));
const bare = (tag: string): string => tag.replace("sequential/", "");

/** The rows of a PNG of ours, which has one block of data and no filters. */
function greyRows(png: Buffer, width: number, height: number): number[][] {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const at = png.indexOf("IDAT");
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  return Array.from({ length: height }, (_, y) => [
    ...rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)),
  ]);
}
