import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import type { Layer } from "../layer.js";
import * as regularizers from "../regularizers/index.js";
import { input } from "../symbol.js";
import * as layers from "./index.js";

describe("errors of wrappers", () => {
  const lstm = layers.lstm({ units: 2 });
  const back = layers.lstm({ units: 2, goBackwards: true });
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no layer": [
      () => layers.bidirectional({ layer: layers.lstm as unknown as Layer }),
      "bidirectional: layer is a function; give a layer, such as bidirectional({ layer: layers.lstm({ units: 8 }) }). (invalid_option)",
    ],
    "a penalty that nobody takes": [
      () =>
        layers.timeDistributed({ layer: layers.dense({ units: 2, activityRegularizer: regularizers.l2() }) }),
      "timeDistributed: layer is dense with an activityRegularizer, of which nothing inside a wrapper knows; leave it out, or use dense by itself. (invalid_option)",
    ],
    "a misspelt merge": [
      () => layers.bidirectional({ layer: lstm, mergeMode: "concatt" as "concat" }),
      'bidirectional: mergeMode: unknown name "concatt"; did you mean "concat"? use one of concat, sum, ave, mul. (unknown_name)',
    ],
    "two ways back": [
      () => layers.bidirectional({ layer: back }),
      "bidirectional: both layers go the same way; give a layer without goBackwards, and a backwardLayer, if any, with it. (invalid_option)",
    ],
    "two ways forward": [
      () => layers.bidirectional({ layer: lstm, backwardLayer: lstm }),
      "bidirectional: both layers go the same way; give a layer without goBackwards, and a backwardLayer, if any, with it. (invalid_option)",
    ],
    "one sequence": [
      () =>
        layers.bidirectional({
          layer: layers.lstm({ units: 2, returnSequences: true }),
          backwardLayer: back,
        }),
      "bidirectional: only one of the two layers has returnSequences; give it to both or to none. (invalid_option)",
    ],
    "no time": [
      () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }).apply(input({ shape: [3] })),
      "timeDistributed: expects [batch, time, ...] with three axes or more, got [batch, 3]; give each position its features. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});

test("several outputs of a call are taken apart as a list", () => {
  const [y, h, c] = layers
    .lstm({ units: 2, returnSequences: true, returnState: true })
    .apply(input({ shape: [5, 3] }));
  expect([y, h, c].map(({ shape }) => shape.join())).toEqual(["batch,5,2", "batch,2", "batch,2"]);
  const [only, ...none] = input({ shape: [4] });
  expect([only.shape.join(), none.length]).toEqual(["batch,4", 0]);
});

test("an inner layer that is frozen is not trained; rules of its weights hold", () => {
  const x = { dtype: "float32" as const, shape: [2, 5, 3] };
  const kernelRegularizer = regularizers.l2();
  const specs = layers
    .bidirectional({
      layer: layers.gru({ units: 2, stateful: true, kernelRegularizer }),
      backwardLayer: layers.gru({ units: 2, goBackwards: true, trainable: false, stateful: true }),
    })
    .weights([x], "here");
  expect(Object.entries(specs).map(([name, { role = "weight" }]) => [name, role])).toEqual([
    ["forward/kernel", "weight"],
    ["forward/recurrentKernel", "weight"],
    ["forward/bias", "weight"],
    ["forward/state0", "recurrent"],
    ["backward/kernel", "statistic"],
    ["backward/recurrentKernel", "statistic"],
    ["backward/bias", "statistic"],
    ["backward/state0", "recurrent"],
  ]);
  expect(specs["forward/kernel"].regularizer).toBe(kernelRegularizer);
});
