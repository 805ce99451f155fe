import { expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { goldenTensor } from "../../../test/support/from-keras.js";
import { runOn } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers } from "../../index.js";
import { noRandom } from "../layer.js";

test("instanceNormalization is Keras's GroupNormalization with a group for each channel", async () => {
  const golden = readGolden("keras-layers").layers.find(
    ({ class: name, options }) => name === "GroupNormalization" && options.groups === -1,
  );
  if (golden === undefined) throw new Error("keras-layers.json has no GroupNormalization with groups -1");
  const weights = Object.fromEntries(golden.weights.map((w) => [w.name, goldenTensor(w)]));
  const layer = layers.instanceNormalization();
  const [{ y }] = await runOn("reference", [
    {
      inputs: { x: goldenTensor(golden.inputs[0]), ...weights },
      fn: ({ x, ...own }) => ({
        y: layer.call({ inputs: [x], weights: own, training: true, random: noRandom, name: "here" })
          .outputs[0],
      }),
    },
  ]);
  expectClose(y, golden.output.data, 1e-9);
  expect(layer.kind).toBe("instanceNormalization");
});

test("groups that do not fit are refused", () => {
  const x = input({ shape: [4, 6] });
  expect(thrown(() => layers.groupNormalization({ groups: 4 }).apply(x))).toBe(
    "groupNormalization: 4 groups do not divide the 6 channels of [batch, 4, 6] evenly; set groups to a divisor of 6. (shape_mismatch)",
  );
  expect(thrown(() => layers.groupNormalization({ groups: 0 }))).toBe(
    "groupNormalization: groups is 0; use a whole number from 1, or -1 for a group for each channel. (invalid_option)",
  );
});
