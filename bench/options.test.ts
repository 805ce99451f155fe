import { expect, test } from "vitest";
import { readOptions } from "./options.js";

const cases = (...args: string[]) =>
  readOptions(args).cases.map((c) => `${c.task} ${c.optimizer} ${c.batch} ${c.threads}`);

test("readOptions: everything, or what the filters leave", () => {
  expect(cases()).toHaveLength(16);
  expect(cases("--only", "mlp", "--threads", "1")).toEqual([
    "mlp adam 32 1",
    "mlp adam 128 1",
    "mlp adam 1024 1",
  ]);
  expect(cases("--only", "mlp,step", "--batch", "64", "--threads", "1")).toEqual([
    "mlp adam 64 1",
    "step adam 64 1",
  ]);
  expect(cases("--only", "epoch", "--batch", "1024")).toEqual(["epoch adam 1024 1", "epoch adam 1024 2"]);
  expect(cases("--only", "brain")).toEqual(["surrogate adam 128 1", "cuba adam 4000 1", "hh adam 1000 1"]);
  expect(cases("--batch", "64").filter((c) => c.startsWith("xor"))).toEqual([]);
  expect(cases("--only", "step,xor", "--batch", "64")).toEqual([
    "step adam 64 1",
    "xor sgd 4 1",
    "xor adam 4 1",
  ]);
  expect(cases("--only", "brain", "--batch", "64")).toEqual([
    "surrogate adam 64 1",
    "cuba adam 4000 1",
    "hh adam 1000 1",
  ]);
  expect(cases("--quick")).toEqual(["mlp adam 128 1", "xor sgd 4 1", "xor adam 4 1"]);
  expect(cases("--quick", "--only", "step", "--batch", "32")).toEqual(["step adam 32 1"]);
});

test("readOptions: rounds, peers and their defaults", () => {
  expect(readOptions([])).toMatchObject({ peers: null, rounds: 7, roundMs: 400, json: false });
  expect(readOptions(["--quick", "--peers", "torch,jax"])).toMatchObject({
    peers: ["torch", "jax"],
    rounds: 3,
    roundMs: 150,
  });
  expect(readOptions(["--quick", "--rounds", "9"]).rounds).toBe(9);
});

test("readOptions: what is wrong is said in a sentence", () => {
  expect(() => readOptions(["--only", "cnn"])).toThrow(
    "--only cnn: no such task; there are mlp, step, xor, epoch, surrogate, cuba, hh, and brain for the last three.",
  );
  expect(() => readOptions(["--batch", "0"])).toThrow(
    "--batch 0: whole numbers from 1 to 60000, separated by commas.",
  );
  expect(() => readOptions(["--only", "xor", "--threads", "2"])).toThrow(
    "These options leave nothing to measure; --help shows what there is.",
  );
  expect(() => readOptions(["--batches", "32"])).toThrow("--batches");
});
