import { readFileSync } from "node:fs";
import { join } from "node:path";
import { callbacks, input, layers, type Model, sequential } from "neurograd";
import { describe, expect, test } from "vitest";
import { camelCase } from "../../../test/support/from-keras.js";
import { testFolder } from "../../../test/support/test-folder.js";
import { thrown } from "../../../test/support/thrown.js";

const golden: {
  readonly csvLogger: readonly {
    readonly options: { readonly separator?: string; readonly append?: boolean };
    readonly logs: readonly Readonly<Record<string, number>>[];
    /** After a first training, and after a second. */
    readonly texts: readonly string[];
  }[];
} = JSON.parse(readFileSync(new URL("../../../golden/reduce-lr.json", import.meta.url), "utf8"));

function oneWeight(): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return net;
}
const spelled = (logs: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(logs).map(([key, value]) => [camelCase(key), value]));

describe("files are Keras's, but for the spelling of keys", () => {
  golden.csvLogger.forEach(({ options, logs, texts }) => {
    test(JSON.stringify(options), async () => {
      const filename = join(await testFolder(), "log.csv");
      const model = oneWeight();
      for (const text of texts) {
        const logger = callbacks.csvLogger({ filename, ...options });
        const context = { model, epochs: logs.length, steps: 1, stop: () => {} };
        await logger.onTrainBegin?.(context);
        for (const [epoch, row] of logs.entries()) await logger.onEpochEnd?.(epoch, spelled(row), context);
        await logger.onTrainEnd?.(context);
        expect(readFileSync(filename, "utf8")).toBe(
          text.replace(/val_(\w)/g, (_, c) => `val${c.toUpperCase()}`),
        );
      }
    });
  });
});

test("in fit: a row an epoch", async () => {
  const filename = join(await testFolder(), "log.csv");
  const { history } = await oneWeight().fit([[1], [2]], [[1], [2]], {
    epochs: 2,
    verbose: 0,
    callbacks: [callbacks.csvLogger({ filename })],
  });
  const [first, second] = history.loss;
  expect(readFileSync(filename, "utf8")).toBe(`epoch,loss,valLoss\r\n0,${first},NA\r\n1,${second},NA\r\n`);
});

test("mistakes are told", () => {
  expect(thrown(() => callbacks.csvLogger({} as never))).toBe(
    "csvLogger: needs the option filename; give csvLogger({ filename }). (missing_option)",
  );
  expect(thrown(() => callbacks.csvLogger({ filename: "a.csv", separator: "" }))).toBe(
    'csvLogger: separator is ""; give a text. (invalid_option)',
  );
});
