// Reads a folder of images with and without threads; prints whether the bits agree, and what a broken file is refused with.
// The threads must not keep the process from ending.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { imageDatasetFromDirectory } from "neurograd";

const [folder] = process.argv.slice(2);
const numbers = async (options) => {
  const batches = [];
  const images = await imageDatasetFromDirectory(folder, {
    imageSize: [20, 24],
    batchSize: 3,
    seed: 4,
    ...options,
  });
  for await (const [x, y] of images) batches.push([[...x.data], [...y.data]]);
  return JSON.stringify(batches);
};

const [here, there, again] = [
  await numbers({}),
  await numbers({ workers: 2 }),
  await numbers({ workers: 1 }),
];
const broken = join(folder, "a", "broken.png");
writeFileSync(broken, "<html>");
const refused = await numbers({ workers: 2 }).then(
  () => undefined,
  ({ name, code, message }) => ({ name, code, message }),
);
rmSync(broken);
console.log(
  JSON.stringify({
    isSame: here === there && here === again,
    numbers: here.length,
    refused,
    after: (await numbers({ workers: 2 })) === here,
  }),
);
