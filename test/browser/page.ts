// The page that test/browser.test.ts drives: it calls these by name.
import {
  datasets,
  input,
  layers,
  type Model,
  NeurogradError,
  readIdx,
  sequential,
  setSeed,
  setWasmPaths,
  type Tensor,
} from "neurograd";
import { trainInWorker } from "neurograd/worker";
import { type Fit, type Images, trainDigits, trainXor } from "./trainings.js";

const onPage: Fit = (net, x, y, options) => net.fit(x, y, options);
const inWorker: Fit = (net, x, y, options) => trainInWorker(net, x, y, options);
const fits = { page: onPage, worker: inWorker };

type Place = keyof typeof fits;

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

/** The first example of the read-me, on fewer images. */
async function readme(): Promise<{
  keys: string[];
  loss: number;
  accuracy: number;
  shape: readonly number[];
}> {
  setSeed(0);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ url: "mnist", train: 2000, test: 500 });
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  const history = await net.fit(xTrain, yTrain, {
    batchSize: 128,
    epochs: 3,
    validationData: [xTest, yTest],
  });
  const { loss, accuracy } = await net.evaluate(xTest, yTest);
  const probabilities = await net.predict(xTest.slice(0, 5));
  return { keys: Object.keys(history.history), loss, accuracy, shape: probabilities.shape };
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

async function refused(): Promise<object> {
  const net = sequential([input({ shape: [2] }), layers.dense({ units: 1 })]);
  net.compile({ loss: "meanSquaredError" });
  try {
    await trainInWorker(net, [[0, Number.NaN]], [[1]]);
  } catch (error) {
    return error instanceof NeurogradError
      ? { code: error.code, message: error.message }
      : { error: String(error) };
  }
  return {};
}

export const page = {
  isIsolated: (): boolean => globalThis.crossOriginIsolated,
  useThreads: (): void => setWasmPaths("ort"),
  xor: (place: Place, threads?: number) => trainXor(fits[place], threads),
  digits: async (place: Place, threads?: number) => trainDigits(fits[place], await digits(), threads),
  gap: async (place: Place) => {
    const data = await digits();
    return longestGap(() => trainDigits(fits[place], data));
  },
  readme,
  abort,
  refused,
};

Object.assign(globalThis, { page });
