import { NeurogradError } from "../../core/errors.js";
import type { ClockOptions } from "./clock-driven.js";
import { type DividedNetwork, divideNetwork, joinWeights } from "./divide-network.js";
import { type ExchangeLayout, exchangeMemory } from "./exchange.js";
import { isSource, type Network, sizeOfPopulation } from "./network.js";
import { type NetworkRun, networkRun } from "./network-run.js";
import type { Part, PartResult } from "./part.js";
import { givenPopulation, type SteppedPopulation, spikesByStep } from "./stepped-population.js";

/** What a worker is sent. */
export interface PartTask {
  readonly part: Part;
  readonly index: number;
  readonly layout: ExchangeLayout;
  readonly memory: SharedArrayBuffer;
}

/** What it sends back. */
export type PartAnswer = { readonly result: PartResult } | { readonly failure: string };

type WorkerOptions = Pick<ClockOptions, "duration"> &
  Required<Pick<ClockOptions, "dt" | "seed" | "record" | "workers">> & { readonly steps: number };

/** `clockDriven` with its neurons dealt out to threads. Throws `invalid_option`, `worker_failed`. */
export async function runInWorkers(network: Network, options: WorkerOptions): Promise<NetworkRun> {
  const { dt, steps, workers } = options;
  const divided = divideNetwork(network, { ...options, parts: workers });
  const memory = exchangeMemory(divided.layout);
  const threads = divided.parts.map((part, index) =>
    startThread({ part, index, layout: divided.layout, memory }),
  );
  try {
    const results = await Promise.all(threads.map(({ answer }) => answer));
    const left = new Map(
      Object.entries(network.populations).map(([name, population]) => [
        name,
        isSource(population)
          ? allGiven(spikesByStep(population.spikes, dt), steps)
          : joined(name, sizeOfPopulation(population), divided, results, steps),
      ]),
    );
    const connections = divided.lines.map((line, k) =>
      joinWeights(
        line,
        results.map(({ weights }) => weights.get(k)),
      ),
    );
    return networkRun(network, left, connections, options);
  } finally {
    for (const { end } of threads) end(); // one that failed leaves the others waiting for it
  }
}

type Left = Pick<SteppedPopulation, "noted" | "rows">;

function allGiven(byStep: ReadonlyMap<number, readonly number[]>, steps: number): Left {
  const population = givenPopulation(byStep);
  for (let k = 0; k < steps; k++) void population.step(k); // it waits for nothing
  return population;
}

/** A population's parts put together: of each step the spikes of the first part, of the second, … */
function joined(
  name: string,
  n: number,
  { layout }: DividedNetwork,
  results: readonly PartResult[],
  steps: number,
): Left {
  const firsts = layout.shares.find(({ population }) => population === name)?.firsts ?? []; // it has a share
  const parts = results.flatMap(({ left }, p) => {
    const own = left.get(name);
    return own === undefined ? [] : [{ ...own, first: firsts[p], size: firsts[p + 1] - firsts[p] }];
  });
  const counts = new Int32Array(steps + 1);
  for (const { noted } of parts) for (const k of noted.steps) counts[k + 1]++;
  for (let k = 0; k < steps; k++) counts[k + 1] += counts[k]; // where the spikes of each step begin
  const total = counts[steps];
  const [at, neurons] = [new Array<number>(total).fill(0), new Array<number>(total).fill(0)];
  for (const { noted, first } of parts)
    for (const [i, k] of noted.steps.entries()) {
      const place = counts[k]++;
      at[place] = k;
      neurons[place] = first + noted.neurons[i];
    }
  const rows = (parts[0]?.rows ?? []).map((_, i) => {
    const all = new Float64Array(steps * n);
    for (const { rows: own, first, size } of parts)
      for (let k = 0; k < steps; k++) all.set(own[i].subarray(k * size, (k + 1) * size), k * n + first);
    return all;
  });
  return { noted: { steps: at, neurons }, rows };
}

interface PartThread {
  readonly answer: Promise<PartResult>;
  end(): void;
}

/** A worker with its task. The form of the first line is what bundlers look for. */
function startThread(task: PartTask): PartThread {
  if (typeof Worker === "function") {
    const worker = new Worker(new URL("./network-worker.js", import.meta.url), { type: "module" });
    const answer = new Promise<PartResult>((resolve, reject) => {
      worker.addEventListener("message", ({ data }: MessageEvent<PartAnswer>) =>
        settle(data, resolve, reject),
      );
      worker.addEventListener("error", (event) => {
        event.preventDefault(); // it reaches the program as an error of its own
        reject(failed(event.message || "its file could not be loaded"));
      });
    });
    worker.postMessage(task);
    return { answer, end: () => worker.terminate() };
  }
  const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
  const entry = "./network-worker.js"; // in a variable: bundlers for the browser have met it above
  const worker = new Thread(new URL(entry, import.meta.url));
  const answer = new Promise<PartResult>((resolve, reject) => {
    worker.on("message", (data: PartAnswer) => settle(data, resolve, reject));
    worker.on("error", (error) => reject(failed(String(error))));
    worker.on("exit", (code) => reject(failed(`it ended with exit code ${code}`)));
  });
  worker.postMessage(task);
  return { answer, end: () => void worker.terminate() };
}

function settle(
  answer: PartAnswer,
  resolve: (result: PartResult) => void,
  reject: (error: Error) => void,
): void {
  if ("result" in answer) resolve(answer.result);
  else reject(failed(answer.failure));
}

const failed = (why: string): NeurogradError =>
  new NeurogradError(
    "worker_failed",
    `clockDriven: a worker failed: ${why.replace(/\.$/, "")}; leave out workers to run without them`,
  );
