import { expect, test } from "vitest";
import { PeerProcess } from "./peer-process.js";
import { choose, peersOf, threadVariables } from "./peers.js";
import type { Job } from "./protocol.js";

const job: Job = { task: "mlp", batch: 32, threads: 2, optimizer: "adam", data: "." };
const python = { path: "python3", env: { OPENBLAS_CORETYPE: "Haswell" } };
const peers = peersOf([python, { path: "/other/python", env: {} }]);
const names = (wanted: string[] | null) => choose(peers, wanted).map(({ name }) => name);

test("choose: us always, or only the runtime that is named; a name stands for what it begins", () => {
  expect(names(null)).toHaveLength(21);
  expect(names(["torch"])).toEqual(["native", "wasm", "torch", "torch"]);
  expect(names(["keras"])).toEqual([
    "native",
    "wasm",
    ...Array(2).fill("keras-jax"),
    ...Array(2).fill("keras-tensorflow"),
  ]);
  expect(names(["wasm", "tfjs-wasm"])).toEqual(["wasm", "tfjs-wasm", "tfjs-wasm-transposed"]);
  expect(names(["jax"])).toEqual(["native", "wasm", "jax", "jax"]);
});

test("a Python peer gets its threads, and OpenBLAS the kernels that were fastest", () => {
  const torch = choose(peers, ["torch"])[2].command(job);
  expect(torch).toEqual({
    program: "python3",
    args: ["bench/peers/torch_peer.py"],
    env: { ...threadVariables(2), OPENBLAS_CORETYPE: "Haswell" },
  });
  expect(threadVariables(1)).toMatchObject({
    OMP_NUM_THREADS: "1",
    OPENBLAS_CORETYPE: null,
    OPENBLAS_L2_SIZE: null,
  });
});

/** A program in place of a peer: `code` sees the job as `job`, `say(message)` and `onLine(callback)`. */
function program(code: string): { program: string; args: string[]; env: Record<string, string | null> } {
  const before = `
    const job = JSON.parse(process.argv.at(-1));
    const say = (message) => console.log(JSON.stringify(message));
    const onLine = (f) => process.stdin.on("data", (text) => f(String(text).trim()));`;
  return {
    program: process.execPath,
    args: ["-e", `${before}\n${code}`],
    env: { WORD: "hello", HOME: null },
  };
}

test("PeerProcess: starts, passes the job and the variables, runs, stops", async () => {
  const started = await PeerProcess.start(
    "fake",
    program(`
      console.log("a library's own words");
      say({ ready: "Fake 1", detail: [job.task, job.batch, process.env.WORD, process.env.HOME].join() });
      onLine((line) => say({ ms: [line.length, 0.5] }));`),
    job,
  );
  if (!(started instanceof PeerProcess)) throw new Error(started.absent);
  expect([started.label, started.detail]).toEqual(["Fake 1", "mlp,32,hello,"]);
  expect(await started.run(12)).toEqual(["run 12".length, 0.5]);
  await started.stop();
  await expect(started.run(1)).rejects.toThrow("it ended");
});

test("PeerProcess: a peer that is absent, breaks, or is no program says why", async () => {
  const start = (code: string) => PeerProcess.start("fake", program(code), job);
  const missing = { absent: "not installed", install: "npm install" };
  expect(await start(`say(${JSON.stringify(missing)})`)).toEqual(missing);
  expect(await start(`throw new TypeError("no such thing")`)).toEqual({
    absent: "it ended: TypeError: no such thing",
  });
  expect(await start("say({ ms: [1] })")).toEqual({ absent: "it did not say that it is ready" });
  const absent = await PeerProcess.start("fake", { program: "/no/such/program", args: [] }, job);
  expect(absent).toEqual({ absent: "spawn /no/such/program ENOENT" });
});

test("PeerProcess: times that are none are refused", async () => {
  const started = await PeerProcess.start(
    "fake",
    program(`say({ ready: "F" }); onLine(() => say({ ms: [0] }));`),
    job,
  );
  if (!(started instanceof PeerProcess)) throw new Error(started.absent);
  await expect(started.run(1)).rejects.toThrow('it answered {"ms":[0]} instead of times');
  await started.stop();
});
