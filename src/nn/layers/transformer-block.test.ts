// Embedding, positions, attention, dropout, residuals and layer normalization in one model that trains.
import { expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { input, layers, type Model, model, optimizers, setSeed, tensor } from "../../index.js";

function build(): Model {
  setSeed(3);
  const words = input({ shape: [6], dtype: "int32" });
  const x = layers.embedding({ inputDim: 9, outputDim: 8, maskZero: true }).apply(words);
  const placed = layers.add().apply([x, layers.sinePositionEncoding().apply(x)]);
  const attended = layers
    .multiHeadAttention({ numHeads: 2, keyDim: 4, dropout: 0.1, useCausalMask: true })
    .apply(placed);
  const first = layers.layerNormalization().apply(layers.add().apply([placed, attended]));
  const wide = layers.dense({ units: 16, activation: "gelu" }).apply(first);
  const narrow = layers.dropout({ rate: 0.1 }).apply(layers.dense({ units: 8 }).apply(wide));
  const second = layers.layerNormalization().apply(layers.add().apply([first, narrow]));
  const pooled = layers.globalAveragePooling1d().apply(second);
  return model({ inputs: words, outputs: layers.dense({ units: 2, activation: "softmax" }).apply(pooled) });
}

// Is there an 8 in the sentence? Zeros at the end are padding.
const sentences = Array.from({ length: 16 }, (_, i) =>
  Array.from({ length: 6 }, (_, t) =>
    t > 2 + (i % 4) ? 0 : t === i % 3 && i % 2 === 0 ? 8 : 1 + ((i * 5 + t * 3) % 7),
  ),
);
const x = tensor(sentences, { dtype: "int32" });
const y = tensor(
  sentences.map((words) => (words.includes(8) ? 1 : 0)),
  { dtype: "int32" },
);

async function lossesOn(runtime: "reference" | "native", steps: number): Promise<number[]> {
  const net = build();
  net.compile({
    optimizer: optimizers.adam({ learningRate: 0.02 }),
    loss: "sparseCategoricalCrossentropy",
    runtime,
  });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await net.trainOnBatch(x, y)).loss);
  return losses;
}

test("ten losses on native are those of the float64 reference, dropout included", async () => {
  expectClose(await lossesOn("native", 10), await lossesOn("reference", 10), 1e-4);
});

test("it learns", async () => {
  const losses = await lossesOn("native", 80);
  expect(losses[0]).toBeGreaterThan(0.4); // about ln 2
  expect(losses[losses.length - 1]).toBeLessThan(0.1);
});
