import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { testFolder } from "../../test/support/test-folder.js";
import { thrown } from "../../test/support/thrown.js";
import { type Callback, callbacks, input, layers, type Model, sequential, setSeed } from "../index.js";

const folder = await testFolder();
afterAll(() => rm(folder, { recursive: true }));
const x = [[0], [1], [2], [3]];
const y = [[0], [2], [4], [6]];

function line(): Model {
  setSeed(1);
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  net.compile({ optimizer: "sgd", loss: "mse", runtime: "reference" });
  return net;
}

/** The epochs and batches that a training went through. */
async function seen(net: Model, own: readonly Callback[], epochs: number): Promise<string[]> {
  const places: string[] = [];
  let now = 0;
  const watch: Callback = {
    onEpochBegin: (epoch) => {
      now = epoch;
    },
    onTrainBatchEnd: (batch) => void places.push(`${now}:${batch}`),
  };
  await net.fit(x, y, { batchSize: 2, epochs, verbose: 0, callbacks: [watch, ...own] });
  return places;
}

const after = (steps: number): Callback => {
  let done = 0;
  return {
    onTrainBatchEnd: (_batch, _logs, { stop }) => {
      if (++done === steps) stop();
    },
  };
};

test("goes on at the batch where it was stopped, and its folder goes at the end", async () => {
  const backupDir = join(folder, "stopped");
  const backup = (): Callback => callbacks.backupAndRestore({ backupDir });
  expect(await seen(line(), [after(3), backup()], 3)).toEqual(["0:0", "0:1", "1:0"]);
  expect(existsSync(backupDir)).toBe(true);
  expect(await seen(line(), [backup()], 3)).toEqual(["1:1", "2:0", "2:1"]);
  expect(existsSync(backupDir)).toBe(false);
});

test("a training that broke goes on at the last backup, every so many batches", async () => {
  const backupDir = join(folder, "broken");
  const breaks: Callback = {
    onTrainBatchEnd: (batch) => {
      if (batch === 1) throw new Error("the power went");
    },
  };
  const saving = callbacks.backupAndRestore({ backupDir, saveFreq: 1, deleteCheckpoint: false });
  await expect(seen(line(), [breaks, saving], 2)).rejects.toThrow("the power went");
  const again = callbacks.backupAndRestore({ backupDir, deleteCheckpoint: false });
  expect(await seen(line(), [again], 2)).toEqual(["0:1", "1:0", "1:1"]);
  expect(await seen(line(), [again], 2)).toEqual([]); // it has come to its end
  expect(await seen(line(), [again], 3)).toEqual(["2:0", "2:1"]);
});

test("what does not fit", () => {
  expect(thrown(() => callbacks.backupAndRestore({ backupDir: "b", saveFreq: 0 }))).toBe(
    "backupAndRestore: saveFreq is 0; use a whole number from 1. (invalid_option)",
  );
  expect(thrown(() => callbacks.backupAndRestore())).toBe(
    "backupAndRestore: needs the option backupDir; give backupAndRestore({ backupDir }). (missing_option)",
  );
});
