import { describe, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { titleOf } from "../../test/support/loss-run.js";
import { runtimes } from "../../test/support/run-on.js";
import { expectTenLosses } from "../../test/support/ten-losses.js";
import { input, layers, type Model, model } from "../index.js";

const golden = readGolden("ten-losses-transformer");

function encoder(): Model {
  const { words, width, heads, inner, classes } = golden;
  const [, time] = golden.batches[0].x.shape;
  const tokens = input({ shape: [time], dtype: "int32" });
  const embedded = layers.embedding({ inputDim: words, outputDim: width }).apply(tokens);
  const places = layers.positionEmbedding({ sequenceLength: time }).apply(embedded);
  const x = layers.add().apply([embedded, places]);
  const attended = layers.multiHeadAttention({ numHeads: heads, keyDim: width / heads }).apply(x);
  const h = layers.layerNormalization().apply(layers.add().apply([x, attended]));
  const middle = layers.dense({ units: inner, activation: "gelu" }).apply(h);
  const outer = layers.dense({ units: width }).apply(middle);
  const y = layers.layerNormalization().apply(layers.add().apply([h, outer]));
  const mean = layers.globalAveragePooling1d().apply(y);
  return model({
    inputs: tokens,
    outputs: layers.dense({ units: classes, activation: "softmax" }).apply(mean),
  });
}

describe("the first ten losses of a transformer encoder are Keras's and PyTorch's", () => {
  for (const run of golden.runs) {
    test.each(runtimes)(`${titleOf(run)}, on %s`, async (runtime) => {
      await expectTenLosses(encoder(), golden, run, runtime);
    });
  }
});
