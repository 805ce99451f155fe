import fc from "fast-check";
import {
  input,
  layers,
  loadModel,
  model,
  NeurogradError,
  ops,
  optimizers,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import { beforeAll, describe, expect, test } from "vitest";
import type { LayerSymbol } from "../nn/symbol.js";
import type { ModelProto, TensorProto } from "../onnx/messages.js";
import { decodeModel, encodeModel } from "../onnx/wire.js";

let bytes: Uint8Array;
beforeAll(async () => {
  setSeed(3);
  const x = input({ shape: [2] });
  const y = ops.add(
    layers.dense({ units: 3, activation: "relu" }).apply(x),
    tensor([1, 2, 3]),
  ) as LayerSymbol;
  const net = model({
    inputs: x,
    outputs: layers.dense({ units: 1, kernelInitializer: "heNormal" }).apply(y),
  });
  net.compile({ optimizer: optimizers.adam(), loss: "mse", metrics: ["mae"] });
  bytes = await net.toBytes();
});

/** The file with its metadata changed by `edit`, or taken away. */
function withMetadata(edit: (key: string, value: string) => string | undefined): Uint8Array {
  const proto = decodeModel(bytes);
  const metadataProps = (proto.metadataProps ?? []).flatMap(({ key = "", value = "" }) => {
    const edited = edit(key, value);
    return edited === undefined ? [] : [{ key, value: edited }];
  });
  return encodeModel({ ...proto, metadataProps });
}
const replaced = (from: string, to: string): Uint8Array =>
  withMetadata((_key, value) => value.replace(from, to));
const withWeights = (edit: (weights: readonly TensorProto[]) => readonly TensorProto[]): Uint8Array => {
  const proto: ModelProto = decodeModel(bytes);
  return encodeModel({
    ...proto,
    graph: { ...proto.graph, initializer: edit(proto.graph?.initializer ?? []) },
  });
};
const damaged = (what: string): string =>
  `model file: ${what}; the file is damaged: save it again. (invalid_model_file)`;

describe("files that are none of ours", () => {
  const cases: readonly (readonly [name: string, file: () => Uint8Array, message: string])[] = [
    [
      "text",
      () => new TextEncoder().encode("to do: milk\n"),
      'not an ONNX model: this is text beginning with "to do: milk"; give the .onnx file that the exporter wrote. (not_onnx)',
    ],
    [
      "nothing",
      () => new Uint8Array(),
      "not an ONNX model: the file is empty (0 bytes); fetch or export it again. (not_onnx)",
    ],
    [
      "an ONNX model of others",
      () => encodeModel({ ...decodeModel(bytes), producerName: "pytorch", metadataProps: [] }),
      'loadModel: an ONNX model that net.save did not write (made by "pytorch"): it has no layers to train; `neurograd inspect` shows what is in it, `neurograd predict` runs it. (not_a_neurograd_model)',
    ],
    [
      "a file of tomorrow",
      () => withMetadata((key, value) => (key === "neurograd.format" ? "2" : value)),
      "loadModel: the file has format version 2, this Neurograd reads up to 1; update neurograd. (newer_format)",
    ],
    [
      "no version",
      () => withMetadata((key, value) => (key === "neurograd.format" ? "one" : value)),
      damaged('its format version is "one"'),
    ],
  ];
  test.each(cases)("%s", async (_name, file, message) => {
    await expect(loadModel(file())).rejects.toThrow(message);
  });
});

describe("kinds that are not known", () => {
  test.each([
    [
      '"kind":"dense"',
      '"kind":"densee"',
      'loadModel: layer "dense": there is no layer "densee" (nearest: dense); if it is your own, pass customLayers: { densee }, else update neurograd. (unknown_kind)',
    ],
    [
      '"kind":"dense"',
      '"kind":"constructor"',
      'loadModel: layer "dense": there is no layer "constructor"; if it is your own, pass customLayers: { constructor }, else update neurograd. (unknown_kind)',
    ],
    [
      '"kind":"adam"',
      '"kind":"adom"',
      'loadModel: compile: optimizer: there is no optimizer "adom" (nearest: adam); if it is your own, pass customOptimizers: { adom }, else update neurograd. (unknown_kind)',
    ],
    [
      '"op":"add"',
      '"op":"ad"',
      'loadModel: there is no op "ad" (nearest: add); update neurograd. (unknown_kind)',
    ],
  ])("%s as %s", async (from, to, message) => {
    await expect(loadModel(replaced(from, to))).rejects.toThrow(message);
  });

  test("what a layer says of options, it says", async () => {
    await expect(loadModel(replaced('"units":3', '"units":-3'))).rejects.toThrow("(invalid_option)");
    await expect(loadModel(replaced('"activation":"relu"', '"activation":"rellu"'))).rejects.toThrow(
      "(unknown_name)",
    );
    await expect(loadModel(replaced('"units":3', '"unit":3'))).rejects.toThrow("(unknown_name)");
  });
});

describe("weights", () => {
  test("missing", async () => {
    const file = withWeights((weights) => weights.filter(({ name }) => name !== "dense_1/bias"));
    await expect(loadModel(file)).rejects.toThrow(
      "loadModel: the file has no weight dense_1/bias, which a layer of the model needs; save it again from the same layers. (missing_weight)",
    );
  });

  test("of another shape", async () => {
    await expect(loadModel(replaced('"units":3', '"units":4'))).rejects.toThrow("(shape_mismatch)");
    const file = withWeights((weights) =>
      weights.map((w) => (w.name === "dense/kernel" ? { ...w, dims: [3, 2] } : w)),
    );
    await expect(loadModel(file)).rejects.toThrow(
      "loadModel: weight dense/kernel is [3, 2] in the file, but its layer needs [2, 3]; save it again from the same layers. (shape_mismatch)",
    );
  });

  test("of another dtype, of too few bytes, in another file", async () => {
    const edit = (change: Partial<TensorProto>): Uint8Array =>
      withWeights((weights) => weights.map((w) => (w.name === "dense/bias" ? { ...w, ...change } : w)));
    await expect(loadModel(edit({ dataType: 6 }))).rejects.toThrow(
      "loadModel: weight dense/bias is int32 in the file, but its layer needs float32; save it again from the same layers. (dtype_mismatch)",
    );
    await expect(loadModel(edit({ rawData: new Uint8Array(4) }))).rejects.toThrow(
      "weight dense/bias: shape [3] needs 12 bytes of rawData, got 4; the file is damaged: fetch or export it again. (invalid_onnx)",
    );
    const elsewhere = { dataLocation: 1, externalData: [{ key: "location", value: "/etc/passwd" }] };
    await expect(loadModel(edit(elsewhere))).rejects.toThrow("(external_data)");
  });

  test("a huge layer costs nothing before it is refused", async () => {
    const before = process.memoryUsage().arrayBuffers;
    await expect(loadModel(replaced('"units":3', '"units":1000000000000'))).rejects.toThrow(
      "(shape_mismatch)",
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });
});

describe("a description that is damaged", () => {
  const model = (edit: (json: string) => string): Uint8Array =>
    withMetadata((key, value) => (key === "neurograd.model" ? edit(value) : value));
  test.each([
    ["not JSON", () => "{", damaged("neurograd.model is not JSON")],
    ["a list", () => "[]", damaged("neurograd.model does not describe a model")],
    ["null", () => "null", damaged("neurograd.model does not describe a model")],
    [
      "no outputs",
      (s: string) => s.replace(/"outputs":\[\d+\]}$/, '"outputs":null}'),
      damaged("neurograd.model does not describe a model"),
    ],
    [
      "a symbol that no call makes",
      (s: string) => s.replace(/"outputs":\[\d+\]}$/, '"outputs":[99]}'),
      damaged("symbol 99 is used before it is made"),
    ],
    [
      "a layer that is not described",
      (s: string) => s.replace('"layer":"dense"', '"layer":"dance"'),
      damaged('layer "dance" is called but not described'),
    ],
    [
      "other names",
      (s: string) => s.replaceAll('"dense_1"', '"dense_7"'),
      damaged("its layers are dense,dense_7, but joined as it says they are dense,dense_1"),
    ],
    [
      "too many outputs",
      (s: string) => s.replace('"outputs":[1]', '"outputs":[1,7]'),
      damaged("a call has more or fewer outputs than its layer"),
    ],
    [
      "a tensor of fewer bytes",
      (s: string) => s.replace('"shape":[3],"data"', '"shape":[4],"data"'),
      damaged("tensor in ops.add: needs 16 bytes"),
    ],
    [
      "a tensor of 8 TB",
      (s: string) => s.replace('"shape":[3],"data"', '"shape":[2000000000000],"data"'),
      damaged("tensor in ops.add: needs 8000000000000 bytes"),
    ],
    [
      "a tensor of no dtype",
      (s: string) => s.replace('{"$tensor":{"dtype":"float32"', '{"$tensor":{"dtype":"float33"'),
      damaged('ops.add has the dtype "float33"'),
    ],
    [
      "deep nesting",
      (s: string) => s.replace('"units":3', `"units":${"[".repeat(100)}${"]".repeat(100)}`),
      damaged("units nests deeper than 64"),
    ],
  ] as const)("%s", async (_name, edit, message) => {
    const file = model(edit);
    expect(Buffer.compare(file, bytes)).not.toBe(0);
    await expect(loadModel(file)).rejects.toThrow(message);
  });

  test("__proto__ among the options changes no prototype", async () => {
    await expect(loadModel(replaced('"units":3', '"__proto__":{"polluted":1},"units":3'))).rejects.toThrow(
      NeurogradError,
    );
    expect("polluted" in {}).toBe(false);
  });

  test("1,000 mutants of the description: a model or a coded error", async () => {
    const proto = decodeModel(bytes);
    const text = proto.metadataProps?.find(({ key }) => key === "neurograd.model")?.value ?? "";
    const tokens = [
      "null",
      "-1",
      "1e9",
      '"x"',
      "[]",
      "{}",
      "0",
      "[0]",
      "true",
      '{"$size":[[1,"q"]]}',
      '{"$bigint":"9"}',
      '{"$number":"NaN"}',
    ];
    const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!:)|-?\d[\d.e+-]*|\[\]|\{\}|null|true|false/g)];
    let loaded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(values.length - 1), fc.constantFrom(...tokens)), {
          minLength: 1,
          maxLength: 3,
        }),
        async (edits) => {
          let mutant = text;
          for (const [k, token] of [...edits].sort(([a], [b]) => b - a)) {
            const { index, 0: old } = values[k];
            mutant = mutant.slice(0, index) + token + mutant.slice(index + old.length);
          }
          const file = encodeModel({
            ...proto,
            metadataProps: (proto.metadataProps ?? []).map((p) =>
              p.key === "neurograd.model" ? { ...p, value: mutant } : p,
            ),
          });
          try {
            await loadModel(file);
            loaded++;
          } catch (error) {
            expect(error, mutant).toBeInstanceOf(NeurogradError);
          }
        },
      ),
      { seed: 5, numRuns: 1000 },
    );
    expect(loaded).toBeLessThan(500);
  });

  test("every byte of the file flipped in turn: a model or a coded error", async () => {
    const small = await sequential([input({ shape: [1] }), layers.dense({ units: 1 })]).toBytes();
    for (let i = 0; i < small.length; i++) {
      const mutant = small.slice();
      mutant[i] ^= 1 << (i % 8);
      await loadModel(mutant).catch((error: unknown) =>
        expect(error, `byte ${i}`).toBeInstanceOf(NeurogradError),
      );
    }
  });
});
