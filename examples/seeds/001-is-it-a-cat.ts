import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { input, layers, sequential, setSeed, tensor } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "../command-line.js";
import { drawImage } from "../draw.js";
import { type Picture, pictureTypes, readPicture, resized } from "../read-image.js";
import { drawFace } from "./cat-drawings.js";
import { uniforms } from "./xor-by-hand.js";

// Article 001's question, "is it a cat?", for a folder of your own pictures with two folders inside, such as
//
//   pictures/cat/*.png     pictures/other/*.png      (PNG, PGM, PPM; JPEG after npm install --no-save jpeg-js)
//
//   npm run example -- seeds/001-is-it-a-cat --folder pictures
//
// Without a folder the program makes drawings of cats and of faces without ears. Dense layers, as in the article: they do well on
// drawings. For photographs take some hundreds of pictures, and expect less than a convolutional network gives.

export interface Options {
  /** Has one folder for each answer. Default: drawings made here. */
  readonly folder?: string;
  /** How many drawings of each kind, where there is no folder. */
  readonly drawings?: number;
  /** Pictures are squeezed into this many pixels in height and width. */
  readonly size?: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

interface Example {
  readonly name: string;
  readonly pixels: Uint8Array;
  readonly answer: number;
}

export async function run(
  options: Options = {},
): Promise<{ pictures: number; testAccuracy: number; guessing: number }> {
  const {
    folder = "",
    drawings = 300,
    size = 24,
    epochs = 30,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { answers, examples } = folder
    ? await fromFolder(folder, size)
    : fromDrawings(drawings, size, seed, say);
  const isTest = (i: number): boolean => i % 5 === 4; // every fifth picture of each kind is kept for the test
  const perAnswer = [0, 0];
  const train: Example[] = [];
  const test: Example[] = [];
  for (const example of examples) (isTest(perAnswer[example.answer]++) ? test : train).push(example);
  if (Math.min(...perAnswer) < 5) {
    throw new Error(
      `${folder}: each folder needs at least five pictures; found ${answers[0]} ${perAnswer[0]}, ${answers[1]} ${perAnswer[1]}`,
    );
  }

  const net = sequential([
    input({ shape: [size, size, 3], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 2, activation: "softmax" }),
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], runtime });
  await net.fit(pixelsOf(train, size), answersOf(train), { batchSize: 32, epochs, verbose: 0 });
  const { accuracy } = await net.evaluate(pixelsOf(test, size), answersOf(test));
  const probabilities = (await net.predict(pixelsOf(test, size))).toFloat64();

  print(
    say(
      `${train.length} pictures to learn from, ${test.length} to be asked about\n`,
      `${train.length} 张用来学习，${test.length} 张用来提问\n`,
    ),
  );
  for (const answer of [0, 1]) {
    const i = test.findIndex((example) => example.answer === answer);
    print(drawImage(grayOf(test[i].pixels), size));
    const percent = (100 * probabilities[2 * i]).toFixed(1);
    print(
      say(
        `${test[i].name}: ${answers[0]}? ${percent} % yes\n`,
        `${test[i].name}：是${answers[0]}吗？${percent} % 是\n`,
      ),
    );
  }
  const guessing =
    Math.max(...[0, 1].map((answer) => test.filter((example) => example.answer === answer).length)) /
    test.length;
  print(
    say(
      `test accuracy ${accuracy.toFixed(4)}; saying always the same gives ${guessing.toFixed(4)}`,
      `测试准确率 ${accuracy.toFixed(4)}；总说同一个答案得 ${guessing.toFixed(4)}`,
    ),
  );
  return { pictures: examples.length, testAccuracy: accuracy, guessing };
}

interface Collection {
  /** What the two folders are called. */
  readonly answers: readonly string[];
  readonly examples: readonly Example[];
}

async function fromFolder(folder: string, size: number): Promise<Collection> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${folder}: cannot be read as a folder (${error.code})`);
  });
  const found = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const answers = found.sort((a, b) => Number(b === "cat") - Number(a === "cat") || a.localeCompare(b));
  if (answers.length !== 2)
    throw new Error(
      `${folder}: needs two folders inside, such as cat and other; found ${answers.join(", ") || "none"}`,
    );
  const examples: Example[] = [];
  for (const [answer, name] of answers.entries()) {
    const files = await readdir(join(folder, name));
    for (const file of files.sort()) {
      if (!pictureTypes.some((type) => file.toLowerCase().endsWith(type))) continue;
      const pixels = resized(await readPicture(join(folder, name, file)), size);
      examples.push({ name: `${name}/${file}`, pixels, answer });
    }
  }
  return { answers, examples };
}

function fromDrawings(
  count: number,
  size: number,
  seed: number,
  say: (en: string, zh: string) => string,
): Collection {
  const random = uniforms(seed);
  const draw = (isCat: boolean, i: number): Example => {
    const picture: Picture = drawFace(isCat, random);
    const name = say(`drawing ${i + 1}`, `第 ${i + 1} 幅画`);
    return { name, pixels: resized(picture, size), answer: isCat ? 0 : 1 };
  };
  const examples = Array.from({ length: 2 * count }, (_, i) => draw(i % 2 === 0, i));
  return { answers: [say("a cat", "猫"), say("no cat", "别的")], examples };
}

function pixelsOf(examples: readonly Example[], size: number): ReturnType<typeof tensor> {
  const data = new Uint8Array(examples.length * size * size * 3);
  for (const [i, { pixels }] of examples.entries()) data.set(pixels, i * pixels.length);
  return tensor(data, { shape: [examples.length, size, size, 3] });
}

const answersOf = (examples: readonly Example[]): ReturnType<typeof tensor> =>
  tensor(Uint8Array.from(examples, ({ answer }) => answer));

const grayOf = (rgb: Uint8Array): number[] =>
  Array.from({ length: rgb.length / 3 }, (_, i) => (rgb[3 * i] + rgb[3 * i + 1] + rgb[3 * i + 2]) / 3);

if (isMain(import.meta.url)) {
  await runAsProgram(run, { folder: "", drawings: 300, size: 24, epochs: 30, seed: 0 });
}
