// `node build/bench/image-loading.js [side] [filters]`: a training step on images from arrays, from a folder of JPEG files decoded between
// steps, and from the same folder decoded by a thread. On Linux also the processor time of the main thread alone, which other programs do
// not change: what a step takes where a processor is free for the other thread. What it gave stands in LOG.md.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import moduleFactory from "@jsquash/jpeg/codec/enc/mozjpeg_enc.js";
import { defaultOptions } from "@jsquash/jpeg/meta.js";
import {
  Dataset,
  gatherRows,
  imageDatasetFromDirectory,
  input,
  layers,
  type Model,
  sequential,
  Tensor,
} from "neurograd";

const [side = 160, filters = 8] = process.argv.slice(2).map(Number);
const [files, batchSize, rounds] = [128, 32, 5];
const steps = files / batchSize;

/** Waves, a different one for each file, as JPEG. */
async function writeImages(folder: string): Promise<void> {
  const path = createRequire(import.meta.url).resolve("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm");
  const wasmBinary = new Uint8Array(await readFile(path)).buffer;
  const encoder = await moduleFactory({ noInitialRun: true, wasmBinary });
  for (let k = 0; k < files; k++) {
    const pixels = new Uint8ClampedArray(side * side * 4);
    for (let i = 0; i < side * side; i++) {
      const [x, y] = [i % side, Math.floor(i / side)];
      pixels.set(
        [
          128 + 100 * Math.sin(x / (5 + (k % 7))) + ((i * 7919) % 23),
          (x * y) / 50 + k,
          128 + 90 * Math.cos((x + y) / 9),
          255,
        ],
        4 * i,
      );
    }
    const kind = join(folder, k % 2 === 0 ? "even" : "odd");
    if (!existsSync(kind)) mkdirSync(kind);
    writeFileSync(
      join(kind, `${k}.jpg`),
      encoder.encode(pixels, side, side, { ...defaultOptions, quality: 85 }),
    );
  }
}

function network(): Model {
  const net = sequential([
    input({ shape: [64, 64, 3] }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.conv2d({ filters, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d(),
    layers.conv2d({ filters: 2 * filters, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d(),
    layers.flatten(),
    layers.dense({ units: 2, activation: "softmax" }),
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", threads: 1 });
  return net;
}

type Batches = Dataset<readonly [Tensor, Tensor]>;

async function whole(batches: Batches): Promise<Batches> {
  const images = new Float32Array(files * 64 * 64 * 3);
  const labels = new Int32Array(files);
  let row = 0;
  for await (const [x, y] of batches) {
    images.set(x.data as Float32Array, row * 64 * 64 * 3); // as the loader makes them
    labels.set(y.data as Int32Array, row);
    row += batchSize;
  }
  const [x, y] = [new Tensor(images, [files, 64, 64, 3], "float32"), new Tensor(labels, [files], "int32")];
  return Dataset.fromArrays(Int32Array.from({ length: files }, (_, i) => i))
    .shuffle(1)
    .batch(batchSize)
    .map((rows) => [gatherRows(x, rows.data as Int32Array), gatherRows(y, rows.data as Int32Array)] as const);
}

async function read(batches: Batches): Promise<void> {
  for await (const [x] of batches) if (x.size === 0) throw new Error("an empty batch");
}

const folder = mkdtempSync(join(tmpdir(), "neurograd-images-"));
await writeImages(folder);
const open = (workers: number): Promise<Batches> =>
  imageDatasetFromDirectory(folder, { imageSize: 64, batchSize, seed: 1, workers });
const [here, thread] = [await open(0), await open(1)];
const arrays = await whole(here);
const net = network();
const fit = (batches: Batches) => () => net.fit(batches, { epochs: 1, verbose: 0 });
const kinds: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["reading alone, here", () => read(here)],
  ["reading alone, one thread", () => read(thread)],
  ["fit, arrays", fit(arrays)],
  ["fit, files decoded here", fit(here)],
  ["fit, files decoded by a thread", fit(thread)],
];
for (const [, run] of kinds) await run(); // compiled, cached, started
/** Milliseconds that the main thread has used a processor; the kernel counts in hundredths of a second. */
function mainThread(): number {
  const file = `/proc/self/task/${process.pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const fields = readFileSync(file, "utf8").split(") ")[1].split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12])); // user and system
}

const walls = kinds.map((): number[] => []);
const own = kinds.map(() => 0);
for (let round = 0; round < rounds; round++) {
  for (const [k, [, run]] of kinds.entries()) {
    const [start, used] = [performance.now(), mainThread()];
    await run();
    walls[k].push((performance.now() - start) / steps);
    own[k] += (mainThread() - used) / steps / rounds;
  }
}
console.log(
  `${files} JPEG files of ${side} × ${side} to 64 × 64, batch ${batchSize}, ${filters} and ${2 * filters} filters; ms a step`,
);
console.log(`${"".padEnd(32)}${"time".padStart(8)}${"main thread".padStart(14)}`);
for (const [k, [name]] of kinds.entries()) {
  const sorted = walls[k].sort((a, b) => a - b);
  const [median, main] = [sorted[Math.floor(rounds / 2)], own[k]].map((ms) => ms.toFixed(1));
  console.log(`${name.padEnd(32)}${median.padStart(8)}${main.padStart(14)}`);
}
rmSync(folder, { recursive: true });
