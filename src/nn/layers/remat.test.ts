import { expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, type Layer, layers, loadModel, type Model, sequential, tensor } from "../../index.js";

const x = tensor(
  Float32Array.from({ length: 48 }, (_, k) => Math.sin(k)),
  { shape: [4, 4, 3] },
);
const y = tensor(
  Float32Array.from({ length: 4 }, (_, k) => Math.cos(k)),
  { shape: [4, 1] },
);

/** Losses of three steps, then the weights. */
async function trained(layer: Layer, runtime: "reference" | "native"): Promise<readonly [number[], Model]> {
  const net = sequential([
    input({ shape: [4, 3] }),
    layer,
    layers.flatten(),
    layers.dense({ units: 1, name: "last" }),
  ]);
  net.seed = 7;
  net.setWeights(
    net.weights.map(({ shape, name }, i) =>
      name.endsWith("movingVariance")
        ? tensor(new Float32Array(shape[0]).fill(1))
        : tensor(
            Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => Math.sin(k + i) / 2),
            { shape },
          ),
    ),
  );
  net.compile({ optimizer: "adam", loss: "mse", runtime, ...(runtime === "native" && { threads: 1 }) });
  const losses: number[] = [];
  for (let k = 0; k < 3; k++) losses.push((await net.trainOnBatch(x, y)).loss);
  return [losses, net];
}

const cases: Readonly<Record<string, () => Layer>> = {
  attention: () => layers.multiHeadAttention({ numHeads: 2, keyDim: 2, name: "same" }),
  "dropout, the same both times": () => layers.dropout({ rate: 0.5, name: "same" }),
  "statistics of batches": () => layers.batchNormalization({ name: "same" }),
  "a layer with states": () => layers.lstm({ units: 3, returnSequences: true, name: "same" }),
};
for (const runtime of ["reference", "native"] as const) {
  test.each(Object.entries(cases))(`remat trains as the layer alone: %s, on ${runtime}`, async (_, make) => {
    const [plain, alone] = await trained(make(), runtime);
    const [saving, net] = await trained(layers.remat({ layer: make(), name: "same" }), runtime);
    expect(plain[2]).not.toBe(plain[0]);
    for (const [k, loss] of plain.entries()) expect(Math.abs(saving[k] - loss)).toBeLessThan(1e-5);
    expect(net.weights.map(({ name }) => name)).toEqual(alone.weights.map(({ name }) => name));
    for (const [k, { value }] of alone.weights.entries())
      for (const [i, w] of value.toFloat64().entries())
        expect(Math.abs(net.weights[k].value.toFloat64()[i] - w)).toBeLessThan(1e-4);
  });
}

test("remat hands masks on, is saved and loaded", async () => {
  const net = sequential([
    input({ shape: [3], dtype: "int32" }),
    layers.remat({ layer: layers.embedding({ inputDim: 4, outputDim: 2, maskZero: true }) }),
    layers.lstm({ units: 2 }),
  ]);
  const words = tensor([[1, 2, 0]], { dtype: "int32" });
  const before = (await net.predict(words)).toArray();
  const cut = sequential([
    input({ shape: [2], dtype: "int32" }),
    ...net.layers.map((layer) => layer.original),
  ]);
  expect((await cut.predict(tensor([[1, 2]], { dtype: "int32" }))).toArray()).toEqual(before); // word 0 is masked
  net.compile({ optimizer: "sgd", loss: "mse", runtime: "reference" });
  const again = await loadModel(await net.toBytes(), { runtime: "reference" });
  const losses = [];
  for (const each of [net, again])
    losses.push((await each.trainOnBatch(words, tensor([[1, 0]]))).loss.toFixed(6));
  expect(losses[1]).toBe(losses[0]);
});

test("what is no layer", () => {
  expect(thrown(() => layers.remat({ layer: "dense" as unknown as Layer }))).toBe(
    "remat: layer is dense; give a layer, such as remat({ layer: layers.lstm({ units: 8 }) }). (invalid_option)",
  );
});
