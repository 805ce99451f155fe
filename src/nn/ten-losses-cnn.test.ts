import { describe, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { titleOf } from "../../test/support/loss-run.js";
import { runtimes } from "../../test/support/run-on.js";
import { expectTenLosses } from "../../test/support/ten-losses.js";
import { input, layers, sequential } from "../index.js";

const { filters, classes, batches, cases } = readGolden("ten-losses-cnn");

describe.each(cases)(
  "the first ten losses of a CNN are Keras's and PyTorch's, batchNormalization: $batchNormalization",
  ({ batchNormalization, weights, runs }) => {
    for (const run of runs) {
      test.each(runtimes)(`${titleOf(run)}, on %s`, async (runtime) => {
        const net = sequential([
          input({ shape: batches[0].x.shape.slice(1) }),
          layers.conv2d({ filters: filters[0], kernelSize: 3, activation: "relu" }),
          layers.maxPooling2d(),
          layers.conv2d({ filters: filters[1], kernelSize: 3, padding: "same", activation: "relu" }),
          ...(batchNormalization ? [layers.batchNormalization()] : []),
          layers.flatten(),
          layers.dense({ units: classes, activation: "softmax" }),
        ]);
        await expectTenLosses(net, { weights, batches }, run, runtime);
      });
    }
  },
);
