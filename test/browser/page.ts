// The page that test/browser.test.ts drives: it calls these by name.
import {
  decodeImage,
  imageDatasetFromDirectory,
  input,
  layers,
  type Model,
  NeurogradError,
  ops,
  program,
  readIdx,
  sequential,
  setWasmPaths,
  type Tensor,
  tensor,
  tensorType,
} from "neurograd";
import { trainInWorker } from "neurograd/worker";
import { type Fit, type Images, trainDigits, trainXor } from "./trainings.js";

const onPage: Fit = (net, x, y, options) => net.fit(x, y, options);
const inWorker: Fit = (net, x, y, options) => trainInWorker(net, x, y, options);
const fits: Readonly<Record<Place, Fit>> = { page: onPage, worker: inWorker };

type Place = "page" | "worker";

async function digits(): Promise<Images> {
  const read = async (name: string): Promise<Tensor> =>
    readIdx(new Uint8Array(await (await fetch(`digits/${name}`)).arrayBuffer()), { name });
  return { x: await read("images"), y: await read("labels") };
}

/** The longest time, in ms, that the page did not come to a timer while `work` ran. */
async function longestGap(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 5);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

/** Runs the first example of README.md, which the test puts into the page as it stands but for the images' address. */
async function readme(): ReturnType<Tasks["readme"]> {
  const { history, loss, accuracy, probabilities, again, xTest } = await import("virtual:readme");
  const repeated = await again.predict(xTest.slice(0, 5));
  return {
    keys: Object.keys(history.history),
    loss,
    accuracy,
    shape: probabilities.shape,
    isSame: repeated.toString() === probabilities.toString(),
  };
}

async function abort(place: Place): Promise<{ epochs: number }> {
  const { x, y } = await digits();
  const net: Model = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.flatten(),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  net.compile({ loss: "sparseCategoricalCrossentropy" });
  const control = new AbortController();
  let epochs = 0;
  const stop = (): void => {
    if (++epochs === 3) control.abort();
  };
  const { epoch } = await fits[place](net, x, y, {
    epochs: 1e6,
    signal: control.signal,
    ...(place === "page" ? { callbacks: [{ onEpochEnd: stop }] } : { onEpochEnd: stop }),
  });
  return { epochs: epoch.length };
}

const failure = async (work: Promise<unknown>): Promise<object> => {
  try {
    await work;
  } catch (error) {
    return error instanceof NeurogradError
      ? { code: error.code, message: error.message }
      : { error: String(error) };
  }
  return {};
};

function refused(): Promise<object> {
  const net = sequential([input({ shape: [2] }), layers.dense({ units: 1 })]);
  net.compile({ loss: "meanSquaredError" });
  return failure(trainInWorker(net, [[0, Number.NaN]], [[1]]));
}

/** The .wasm file at an address that answers with a page, as many servers answer what they do not have. */
/** Sines, which our own kernels do not know: ONNX Runtime is loaded for them. */
async function tangents(): Promise<readonly number[]> {
  const tangent = await program({ x: tensorType([3]) }, ({ x }) => ({ y: ops.tan(x) }));
  const { y } = await tangent.run({ x: tensor([0.5, 1, 2]) });
  return Array.from(y.toFloat64());
}

function lost(): Promise<object> {
  setWasmPaths({ wasm: "/" });
  return failure(tangents());
}

/** The pixels of an image file given as base64. */
async function pixels(base64: string): Promise<readonly number[]> {
  const image = await decodeImage(bytesOf(base64));
  return [...image.shape, ...image.toFloat64()];
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** The pixels of image files as a person chooses them, decoded on the page or by threads. */
async function chosen(files: readonly ImageFile[], workers: number): Promise<readonly number[]> {
  const given = files.map(({ name, base64 }) => new File([bytesOf(base64)], name));
  const images = await imageDatasetFromDirectory(given, {
    labels: null,
    imageSize: 8,
    shuffle: false,
    workers,
  });
  const numbers: number[] = [];
  for await (const batch of images) numbers.push(...batch.toFloat64());
  return numbers;
}

/** The spikes of a small network, in this thread or in workers: times and neurons. */
async function spikes(workers: number): Promise<readonly number[]> {
  const { clockDriven, exponential, lif, randomConnections } = await import("neurograd/brain");
  const neuron = lif({ tauMembrane: 20, resistance: 1, vRest: 0, vThreshold: 10, vReset: 0 });
  const network = {
    populations: { a: { neuron, n: 40, current: 12 }, b: { neuron, n: 20, current: 11 } },
    projections: [
      {
        from: "a",
        to: "b",
        connect: randomConnections({ probability: 0.3, weight: 0.8, seed: 1 }),
        delay: 1.5,
        synapse: exponential({ tau: 5 }),
      },
      { from: "b", to: "a", connect: randomConnections({ probability: 0.3, weight: -1, seed: 2 }), delay: 1 },
    ],
  };
  const { spikes } = await clockDriven(network, { dt: 0.1, duration: 200, ...(workers > 0 && { workers }) });
  return ["a", "b"].flatMap((name) => [...spikes[name].times, ...spikes[name].neurons]);
}

interface ImageFile {
  readonly name: string;
  readonly base64: string;
}

/** What a test can call. */
export interface Tasks {
  isIsolated(): boolean;
  useThreads(): void;
  xor(place: Place, threads?: number): Promise<readonly number[]>;
  digits(place: Place, threads?: number): Promise<Readonly<Record<string, readonly number[]>>>;
  /** The longest time, in ms, that the page was kept from a timer while training, more than an idle one is. */
  gap(place: Place): Promise<number>;
  readme(): Promise<{
    keys: string[];
    loss: number;
    accuracy: number;
    shape: readonly number[];
    /** The saved and loaded model predicts the same. */
    isSame: boolean;
  }>;
  abort(place: Place): Promise<{ epochs: number }>;
  refused(): Promise<object>;
  lost(): Promise<object>;
  tangents(): Promise<readonly number[]>;
  /** Shape and pixels of an image file given as base64. */
  pixels(base64: string): Promise<readonly number[]>;
  chosen(files: readonly ImageFile[], workers: number): Promise<readonly number[]>;
  /** Spikes of a network, or how it was refused. */
  spikes(workers: number): Promise<readonly number[] | object>;
}

const page: Tasks = {
  isIsolated: () => globalThis.crossOriginIsolated,
  useThreads: () => setWasmPaths("ort"),
  xor: (place, threads) => trainXor(fits[place], threads),
  digits: async (place, threads) => trainDigits(fits[place], await digits(), threads),
  gap: async (place) => {
    const data = await digits();
    const started = performance.now();
    const busy = await longestGap(() => trainDigits(fits[place], data));
    const time = performance.now() - started;
    return busy - (await longestGap(() => new Promise((resolve) => setTimeout(resolve, time))));
  },
  readme,
  abort,
  refused,
  lost,
  tangents,
  pixels,
  chosen,
  spikes: async (workers) => {
    let found: readonly number[] = [];
    const refusal = await failure(
      spikes(workers).then((numbers) => {
        found = numbers;
      }),
    );
    return found.length > 0 ? found : refusal;
  },
};

Object.assign(globalThis, { page });
