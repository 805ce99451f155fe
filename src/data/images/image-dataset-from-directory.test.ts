import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imageBytes, readImages } from "../../../golden/read-images.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { testFolder } from "../../../test/support/test-folder.js";
import { rejection } from "../../../test/support/thrown.js";
import type { Tensor } from "../../core/tensor.js";
import { type ImageDatasetOptions, imageDatasetFromDirectory } from "./image-dataset-from-directory.js";

const golden = readImages();
const bytesOf = imageBytes(golden);
let folder: string;

beforeAll(async () => {
  folder = await testFolder();
  for (const [file, name] of Object.entries(golden.layout)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), bytesOf.get(name) ?? "");
  }
});
afterAll(() => rm(folder, { recursive: true }));

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Keras's options in our spelling. */
const optionsOf = (given: Readonly<Record<string, unknown>>): ImageDatasetOptions =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [camel(key), value]));

type Batch = Tensor | readonly [Tensor, Tensor];

async function listed(batches: AsyncIterable<Batch | Tensor>): Promise<(readonly Tensor[])[]> {
  const out: (readonly Tensor[])[] = [];
  for await (const batch of batches) out.push("data" in batch ? [batch] : batch);
  return out;
}

test.each(golden.folders)(
  "Keras's batches: $options",
  async ({ options, classNames, filePaths, batches }) => {
    const { subset, ...rest } = optionsOf(options);
    const all = { ...rest, shuffle: false };
    const data = await imageDatasetFromDirectory(
      folder,
      subset === "training" || subset === "validation" ? { ...all, subset } : all,
    );
    expect(data.filePaths).toEqual(filePaths);
    expect(data.classNames).toEqual(classNames ?? []);
    expect(data.size).toBe(batches.length);
    const got = await listed(data);
    for (const [k, { x, y }] of batches.entries()) {
      expect(got[k].map(({ shape }) => shape)).toEqual([x.shape, ...(y ? [y.shape] : [])]);
      expect(got[k][0].dtype).toBe("float32");
      expectClose(got[k][0].toFloat64(), x.data, 1e-5, `batch ${k}`);
      if (y) expect([...got[k][1].toFloat64()]).toEqual(y.data);
    }
  },
);

test("the same files chosen in a page give the same batches", async () => {
  const chosen = Object.entries(golden.layout).map(([file, name]) => {
    const made = new File(
      [(bytesOf.get(name) ?? new Uint8Array()) as Uint8Array<ArrayBuffer>],
      path.basename(file),
    );
    Object.defineProperty(made, "webkitRelativePath", { value: `pets/${file}` });
    return made;
  });
  const options = { imageSize: 4, seed: 3, labelMode: "categorical" } as const;
  const [page, node] = [
    await imageDatasetFromDirectory(chosen.reverse(), options),
    await imageDatasetFromDirectory(folder, options),
  ];
  expect(page.filePaths).toEqual(node.filePaths);
  expect(await listed(page)).toEqual(await listed(node));
});

test("training and validation data share no file, and a seed fixes them and the order of each epoch", async () => {
  const open = () =>
    imageDatasetFromDirectory(folder, {
      imageSize: 2,
      validationSplit: 0.4,
      subset: "both",
      seed: 5,
      batchSize: null,
    });
  const [train, validation] = await open();
  expect([...train.filePaths, ...validation.filePaths].sort()).toEqual(
    Object.keys(golden.layout)
      .filter((file) => !file.endsWith(".txt"))
      .sort(),
  );
  expect([train.filePaths.length, validation.filePaths.length]).toEqual([4, 2]);
  const epochs = [await listed(train), await listed(train)];
  const again = await open();
  expect([await listed(again[0]), await listed(again[0])]).toEqual(epochs);
  expect(epochs[0]).not.toEqual(epochs[1]);
  const labels = (batches: (readonly Tensor[])[]): number[] => batches.map(([, y]) => y.item()).sort();
  expect(labels(epochs[0])).toEqual(labels(epochs[1]));
  expect(await listed(validation)).toEqual(await listed(again[1]));
});

describe("refused", () => {
  test("a broken file, by its path", async () => {
    const broken = path.join(folder, "dogs", "page.png");
    await writeFile(broken, "<html>");
    const data = await imageDatasetFromDirectory(folder, { imageSize: 2, shuffle: false });
    const text = await rejection(listed(data));
    await rm(broken);
    expect(text).toBe(
      "dogs/page.png: begins with 3c 68 74 6d, which is neither PNG (89 50 4e 47) nor JPEG (ff d8); give a file of these formats. (invalid_image)",
    );
  });
  const refused: readonly (readonly [ImageDatasetOptions, string])[] = [
    [
      { imageSize: [0, 3] },
      "imageDatasetFromDirectory: imageSize is [0,3]; give [height, width]. (invalid_option)",
    ],
    [
      { batchSize: 0 },
      "imageDatasetFromDirectory: batchSize is 0; give a whole number from 1 on, or null. (invalid_option)",
    ],
    [
      { validationSplit: 0.2 },
      "imageDatasetFromDirectory: validationSplit and subset need each other; give both or neither. (invalid_option)",
    ],
    [
      { validationSplit: 0.1, subset: "training" },
      "imageDatasetFromDirectory: validationSplit 0.1 of 6 files leaves a part empty; give more files, or another share. (empty_data)",
    ],
    [
      { validationSplit: 1.5, subset: "training" },
      "imageDatasetFromDirectory: validationSplit is 1.5; give a number between 0 and 1. (invalid_option)",
    ],
    [
      { classNames: ["cat"] },
      'imageDatasetFromDirectory: classNames: unknown name "cat"; did you mean "cats"? use one of cats, dogs, emus. (unknown_name)',
    ],
    [
      { classNames: ["cats"], labels: null },
      "imageDatasetFromDirectory: classNames are for inferred labels; leave them out, or labels. (invalid_option)",
    ],
    [{ labels: [0, 1] }, /: 2 labels for 6 files in .*; give one for each\. \(shape_mismatch\)$/.source],
    [
      { labels: [0, 1, 1, 0, 5, 1] },
      "imageDatasetFromDirectory: labels has 5, and 3 different labels; number the classes from 0 to 2. (label_out_of_range)",
    ],
    [
      { labelMode: "binary" },
      /labelMode "binary" needs two classes, .* has 3; use "int" or "categorical"/.source,
    ],
  ];
  test.each(refused)("%j", async (options, text) => {
    const { subset, ...rest } = options;
    const given = subset === "training" ? { ...rest, subset } : rest;
    const message = await rejection(imageDatasetFromDirectory(folder, given));
    if (text.startsWith("imageDataset")) expect(message).toBe(text);
    else expect(message).toMatch(new RegExp(text));
  });
  test("a folder that is not there, one without images, one without sub-folders", async () => {
    const absent = path.join(folder, "absent");
    expect(await rejection(imageDatasetFromDirectory(absent))).toBe(
      `${absent}: is not there; check the path. (file_not_found)`,
    );
    expect(await rejection(imageDatasetFromDirectory([]))).toBe(
      "imageDatasetFromDirectory: the files given has no file .png, .jpg or .jpeg; check the path. (empty_data)",
    );
    const dogs = path.join(folder, "dogs");
    expect(await rejection(imageDatasetFromDirectory(dogs))).toBe(
      `imageDatasetFromDirectory: ${dogs} has images in none of its sub-folders; put each class into one, or give labels: null. (empty_data)`,
    );
  });
});
