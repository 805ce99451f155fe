// What prepares the data is kept with the model: layers inside the graph, all else as JSON in the metadata.
import {
  BytePairTokenizer,
  CategoryEncoding,
  CharacterTokenizer,
  Discretization,
  IntegerLookup,
  input,
  layers,
  loadModel,
  minMax,
  StringLookup,
  scalingFromJSON,
  sequential,
  standardize,
  type Tensor,
  TextVectorization,
  tensor,
  WordTokenizer,
} from "neurograd";
import { describe, expect, test } from "vitest";
import { rejection, thrown } from "../../test/support/thrown.js";
import { evaluateGraph } from "../core/evaluate.js";
import { readOnnx } from "../onnx/read.js";

const texts = ["good film", "bad film", "good good plot", "bad plot"];
const labels = [[1], [0], [1], [0]];

test("a classifier of texts reads texts again once it is loaded", async () => {
  const vectorize = new TextVectorization({ outputSequenceLength: 3 });
  vectorize.adapt(texts);
  const net = sequential([
    input({ shape: [3], dtype: "int32" }),
    layers.embedding({ inputDim: vectorize.vocabulary.length, outputDim: 4 }),
    layers.globalAveragePooling1d(),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({ optimizer: "adam", loss: "binaryCrossentropy", runtime: "reference" });
  await net.fit(vectorize.apply(texts), labels, { epochs: 3, verbose: 0 });
  net.metadata = { text: JSON.stringify(vectorize) };
  const unseen = ["A GOOD, bad film!", "plot"];
  const before = await net.predict(vectorize.apply(unseen));

  const again = await loadModel(await net.toBytes(), { runtime: "reference" });
  const kept = TextVectorization.fromJSON(JSON.parse(again.metadata.text));
  expect(kept.vocabulary).toEqual(["", "[UNK]", "good", "plot", "film", "bad"]);
  expect(kept.apply(unseen).toArray()).toEqual([
    [1, 2, 5],
    [3, 0, 0],
  ]);
  const after = await again.predict(kept.apply(unseen));
  for (const [i, p] of after.toFloat64().entries()) expect(p).toBeCloseTo(before.toFloat64()[i], 6); // weights are float32
});

describe("everything that learns from data comes back from the file's metadata", () => {
  const trained = <T extends { train(texts: readonly string[]): void }>(tokenizer: T): T => {
    tokenizer.train(texts);
    return tokenizer;
  };
  const adapted = <D, T extends { adapt(data: D): void }>(made: T, data: D): T => {
    made.adapt(data);
    return made;
  };
  const rows = tensor([
    [1, 20],
    [4, 20],
    [7, 80],
  ]);
  const words = adapted(new StringLookup({ outputMode: "oneHot" }), ["red", "blue", "red"]);
  const numbers = adapted(new IntegerLookup({ numOovIndices: 2 }), [12, 36, 12]);
  const bins = adapted(new Discretization({ numBins: 3 }), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const categories = new CategoryEncoding({ numTokens: 4, outputMode: "count" });
  const counts = adapted(new TextVectorization({ outputMode: "tfIdf", ngrams: 2 }), texts);
  const word = trained(new WordTokenizer({ lower: true }));
  const character = trained(new CharacterTokenizer());
  const pairs = trained(new BytePairTokenizer({ vocabularySize: 270 }));
  // biome-ignore format: a case a line
  const cases: readonly (readonly [string, object, (json: never) => unknown, (made: never) => Tensor | number[]])[] = [
    ["StringLookup", words, StringLookup.fromJSON, (l: StringLookup) => l.apply(["blue", "green"])],
    ["IntegerLookup", numbers, IntegerLookup.fromJSON, (l: IntegerLookup) => l.apply([36, 7, 8])],
    ["Discretization", bins, Discretization.fromJSON, (d: Discretization) => d.apply([0, 4.5, 99])],
    ["CategoryEncoding", categories, CategoryEncoding.fromJSON, (c: CategoryEncoding) => c.apply([[0, 3, 3]])],
    ["TextVectorization", counts, TextVectorization.fromJSON, (t: TextVectorization) => t.apply(["good film, good"])],
    ["standardize", standardize(rows), scalingFromJSON, (s: ReturnType<typeof scalingFromJSON>) => s.transform([[2, 3]])],
    ["minMax", minMax(rows, { range: [-1, 1] }), scalingFromJSON, (s: ReturnType<typeof scalingFromJSON>) => s.inverse([[0.5, 3]])],
    ["WordTokenizer", word, WordTokenizer.fromJSON, (t: WordTokenizer) => t.encode("Good plot?")],
    ["CharacterTokenizer", character, CharacterTokenizer.fromJSON, (t: CharacterTokenizer) => t.encode("foto")],
    ["BytePairTokenizer", pairs, BytePairTokenizer.fromJSON, (t: BytePairTokenizer) => t.encode("good 花")],
  ];
  test.each(cases)("%s", async (name, made, fromJSON, use) => {
    const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
    net.metadata = { [name]: JSON.stringify(made) };
    const { metadata } = await loadModel(await net.toBytes());
    const again = fromJSON(JSON.parse(metadata[name]) as never); // JSON of the same class
    const [got, expected] = [again, made].map((m) => use(m as never));
    expect(got).toEqual(expected);
    expect(JSON.stringify(again)).toBe(metadata[name]);
  });
});

test("layers that prepare are part of the ONNX graph itself", async () => {
  const scale = layers.normalization();
  scale.adapt([
    [0, 2],
    [4, 6],
  ]);
  const net = sequential([
    input({ shape: [2], dtype: "uint8" }),
    layers.rescaling({ scale: 0.5, offset: 1 }),
    scale,
  ]);
  const { graph, weights } = readOnnx(await net.toBytes());
  const x = tensor(new Uint8Array([2, 10]), { shape: [1, 2] });
  const [y] = Object.values(evaluateGraph(graph, { ...weights, x }));
  // (2/2 + 1 − 2) / 2 and (10/2 + 1 − 4) / 2: mean 2 and 4, deviation 2
  expect(y.toFloat64()).toEqual(Float64Array.of(0, 1));
});

test("bins and categories are part of it, too: raw ages in, one-hot groups out", async () => {
  const ages = new Discretization({ numBins: 3 });
  ages.adapt([18, 21, 25, 30, 34, 41, 52, 67]);
  const net = sequential([
    input({ shape: [1] }),
    layers.discretization({ binBoundaries: ages.binBoundaries ?? [], outputMode: "oneHot" }),
  ]);
  const again = await loadModel(await net.toBytes(), { runtime: "native" });
  const y = await again.predict([[20], [33], [99]]);
  const bins = ages.apply([20, 33, 99]).toFloat64();
  expect(y.toArray()).toEqual(Array.from(bins, (bin) => [0, 1, 2].map((k) => Number(k === bin))));
});

test("functions of one's own are refused by name", async () => {
  const vectorize = new TextVectorization({ standardize: (text) => text.trim() });
  expect(thrown(() => JSON.stringify(vectorize))).toBe(
    "TextVectorization: a function of one's own cannot be saved; use the named ways to standardize and split. (cannot_save)",
  );
  const net = sequential([input({ shape: [2] }), layers.lambda({ function: (x) => x })]);
  expect(await rejection(net.toBytes())).toContain("(cannot_save)");
  expect(thrown(() => scalingFromJSON({ shift: [1], divisor: [] }))).toBe(
    "scalingFromJSON: shift has 1 numbers, divisor 0; give what toJSON gave. (shape_mismatch)",
  );
});
