import { NeurogradError, unknownName } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { Dataset } from "../dataset.js";
import { permutation } from "../permutation.js";
import { type ColorMode, channelsOfMode, checkColorMode } from "./color-mode.js";
import { chosenFolder, type ImageFile, type ImageFolder, localFolder } from "./image-files.js";
import { loadInWorker } from "./image-workers.js";
import { loadPixels } from "./load-pixels.js";
import type { Interpolation } from "./resize-pixels.js";

export interface ImageDatasetOptions {
  /** `inferred`: the name of the sub-folder; a class number for each file, in the order of their paths; null: none. Default `inferred`. */
  readonly labels?: "inferred" | readonly number[] | null | undefined;
  /** `int`: [batch] int32; `binary`: [batch, 1] of 0 and 1; `categorical`: [batch, classes] one-hot; null: none. Default `int`. */
  readonly labelMode?: "int" | "binary" | "categorical" | null | undefined;
  /** The sub-folders to use, in the order of their class numbers. Default: all, sorted. */
  readonly classNames?: readonly string[] | undefined;
  /** Default `rgb`. */
  readonly colorMode?: ColorMode | undefined;
  /** Images a batch; null for single ones. Default 32. */
  readonly batchSize?: number | null | undefined;
  /** Height and width of all images. Default [256, 256]. */
  readonly imageSize?: readonly [number, number] | number | undefined;
  /** Another order each epoch. Default true. Validation data keep theirs. */
  readonly shuffle?: boolean | undefined;
  /** For `shuffle` and the split. Default 0. */
  readonly seed?: number | undefined;
  /** Share of the files for validation, in (0, 1); needs `subset`. */
  readonly validationSplit?: number | undefined;
  readonly subset?: "training" | "validation" | "both" | undefined;
  /** Default `bilinear`. */
  readonly interpolation?: Interpolation | undefined;
  /** The largest part in the middle with the right proportions, instead of a distorted whole. Default false. */
  readonly cropToAspectRatio?: boolean | undefined;
  /** Most pixels that a file may declare. Default 2²⁶. */
  readonly maxPixels?: number | undefined;
  /** Threads that decode while the step runs, for files that take long. Default 0: files are decoded between steps. */
  readonly workers?: number | undefined;
}

/** Batches of images with their labels, and where they come from. */
export type ImageDataset<T = readonly [images: Tensor, labels: Tensor]> = Dataset<T> & {
  /** By class number; empty without labels. */
  readonly classNames: readonly string[];
  readonly filePaths: readonly string[];
};

/** Files read at the same time, and more for each worker: enough for it to have the next while it waits. */
const parallel = 8;
/** Batches made while a step runs. */
const ahead = 2;

const where = "imageDatasetFromDirectory";

type AnyImages = ImageDataset<Tensor | readonly [Tensor, Tensor]>;
interface Both {
  readonly subset: "both";
}
interface One {
  readonly subset?: "training" | "validation" | undefined;
}
type Unlabeled = { readonly labels: null } | { readonly labelMode: null };

/**
 * The PNG and JPEG files of a folder as batches, read when they are asked for. Each sub-folder is a class, or the labels are given. In
 * a page: the files of `<input type="file" webkitdirectory>`.
 *
 * Shape   images [batch, height, width, channels]; labels as `labelMode` says.
 * Dtype   float32, 0–255.
 * Default as in Keras, but for the seed.
 * Throws  `file_not_found`, `read_failed`, `empty_data`, `invalid_option`, `unknown_name`, `label_out_of_range`, `shape_mismatch`; while batches are made, `invalid_image` and
 *         `limit_exceeded` with the file's path, `worker_failed`.
 * Source  Keras's `image_dataset_from_directory`, the same numbers; the order of shuffled files is that of `Dataset.shuffle`, whole.
 *
 * @example
 * const options = { imageSize: [96, 96], validationSplit: 0.2, seed: 1 } as const;
 * const [train, validation] = await imageDatasetFromDirectory("pets", { ...options, subset: "both" });
 * console.log(train.classNames, validation.filePaths);            // ["cats", "dogs"], …
 * for await (const [x, y] of train) console.log(x.shape, y.shape);   // [32, 96, 96, 3] [32], …
 */
export function imageDatasetFromDirectory(
  folder: string | Iterable<File>,
  options: ImageDatasetOptions & Both & Unlabeled,
): Promise<readonly [train: ImageDataset<Tensor>, validation: ImageDataset<Tensor>]>;
export function imageDatasetFromDirectory(
  folder: string | Iterable<File>,
  options: ImageDatasetOptions & Both,
): Promise<readonly [train: ImageDataset, validation: ImageDataset]>;
export function imageDatasetFromDirectory(
  folder: string | Iterable<File>,
  options: ImageDatasetOptions & One & Unlabeled,
): Promise<ImageDataset<Tensor>>;
export function imageDatasetFromDirectory(
  folder: string | Iterable<File>,
  options?: ImageDatasetOptions & One,
): Promise<ImageDataset>;
export async function imageDatasetFromDirectory(
  folder: string | Iterable<File>,
  options: ImageDatasetOptions = {},
): Promise<AnyImages | readonly [AnyImages, AnyImages]> {
  const settings = checked(options);
  const found = typeof folder === "string" ? await localFolder(folder) : chosenFolder(folder);
  const labeled = withLabels(found, settings);
  const { shuffle = true, seed = 0, validationSplit, subset } = options;
  const { items } = labeled;
  const order = shuffle ? permutation(items.length, seed) : items.keys();
  const ordered = Array.from(order, (k) => items[k]);
  const held = validationSplit === undefined ? 0 : Math.floor(validationSplit * ordered.length);
  if (validationSplit !== undefined && (held === 0 || held === ordered.length)) {
    throw new NeurogradError(
      "empty_data",
      `${where}: validationSplit ${validationSplit} of ${ordered.length} files leaves a part empty; give more files, or another share`,
    );
  }
  const train = (): AnyImages =>
    datasetOf(ordered.slice(0, ordered.length - held), labeled, settings, shuffle ? seed : undefined);
  const validation = (): AnyImages =>
    datasetOf(ordered.slice(ordered.length - held), labeled, settings, undefined);
  if (subset === "both") return [train(), validation()];
  return subset === "validation" ? validation() : train();
}

interface Settings extends ImageDatasetOptions {
  readonly colorMode: ColorMode;
  readonly size: readonly [number, number];
  readonly interpolation: Interpolation;
}

function checked(options: ImageDatasetOptions): Settings {
  const { colorMode = "rgb", imageSize = [256, 256], interpolation = "bilinear" } = options;
  const { validationSplit, subset, batchSize, labelMode = "int", workers } = options;
  const invalid = (what: string): NeurogradError => new NeurogradError("invalid_option", `${where}: ${what}`);
  checkColorMode(where, colorMode);
  const size = typeof imageSize === "number" ? ([imageSize, imageSize] as const) : imageSize;
  if (size.length !== 2 || !size.every((n) => Number.isInteger(n) && n > 0))
    throw invalid(`imageSize is ${JSON.stringify(imageSize)}; give [height, width]`);
  const known = ["bilinear", "nearest"];
  if (!known.includes(interpolation)) throw unknownName(`${where}: interpolation`, interpolation, known);
  const modes = ["int", "binary", "categorical"];
  if (labelMode !== null && !modes.includes(labelMode))
    throw unknownName(`${where}: labelMode`, labelMode, modes, "or null");
  if (batchSize !== undefined && batchSize !== null && !(Number.isInteger(batchSize) && batchSize > 0))
    throw invalid(`batchSize is ${batchSize}; give a whole number from 1 on, or null`);
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 0))
    throw invalid(`workers is ${workers}; give a whole number from 0 on`);
  if (validationSplit !== undefined && !(validationSplit > 0 && validationSplit < 1))
    throw invalid(`validationSplit is ${validationSplit}; give a number between 0 and 1`);
  if ((validationSplit === undefined) !== (subset === undefined))
    throw invalid("validationSplit and subset need each other; give both or neither");
  return { ...options, colorMode, size, interpolation };
}

interface Labeled {
  readonly items: readonly { readonly file: ImageFile; readonly label: number }[];
  readonly classNames: readonly string[];
  readonly hasLabels: boolean;
  readonly folder: string;
}

function withLabels(folder: ImageFolder, options: ImageDatasetOptions): Labeled {
  const { labels = "inferred", labelMode = "int", classNames } = options;
  const hasLabels = labels !== null && labelMode !== null;
  const base = { hasLabels, folder: folder.name };
  const nothing = (what: string): NeurogradError =>
    new NeurogradError("empty_data", `${where}: ${folder.name} ${what}`);
  if (folder.files.length === 0) throw nothing("has no file .png, .jpg or .jpeg; check the path");
  if (labels !== "inferred" && classNames !== undefined) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: classNames are for inferred labels; leave them out, or labels`,
    );
  }
  if (labels === null) {
    return { ...base, items: folder.files.map((file) => ({ file, label: 0 })), classNames: [] };
  }
  if (labels !== "inferred") {
    const items = folder.files.map((file, k) => ({ file, label: labels[k] }));
    if (labels.length !== items.length) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: ${labels.length} labels for ${items.length} files in ${folder.name}; give one for each`,
      );
    }
    const distinct = [...new Set(labels)].sort((a, b) => a - b);
    const bad = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= distinct.length);
    if (bad !== undefined) {
      throw new NeurogradError(
        "label_out_of_range",
        `${where}: labels has ${bad}, and ${distinct.length} different labels; number the classes from 0 to ${distinct.length - 1}`,
      );
    }
    return named({ ...base, items, classNames: distinct.map(String) }, labelMode);
  }
  const names = classNames ?? folder.folders;
  const unknown = names.find((name) => !folder.folders.includes(name));
  if (unknown !== undefined) throw unknownName(`${where}: classNames`, unknown, folder.folders);
  const items = folder.files.flatMap((file) => {
    const label = file.path.includes("/") ? names.indexOf(file.path.slice(0, file.path.indexOf("/"))) : -1;
    return label < 0 ? [] : [{ file, label }];
  });
  if (items.length === 0)
    throw nothing("has images in none of its sub-folders; put each class into one, or give labels: null");
  return named({ ...base, items: items.sort((a, b) => a.label - b.label), classNames: names }, labelMode);
}

function named(labeled: Labeled, labelMode: ImageDatasetOptions["labelMode"]): Labeled {
  const count = labeled.classNames.length;
  if (labelMode !== "binary" || count === 2) return labeled;
  throw new NeurogradError(
    "invalid_option",
    `${where}: labelMode "binary" needs two classes, ${labeled.folder} has ${count}; use "int" or "categorical"`,
  );
}

function datasetOf(
  items: Labeled["items"],
  { classNames, hasLabels }: Labeled,
  settings: Settings,
  seed: number | undefined,
): AnyImages {
  const { batchSize = 32, labelMode = "int" } = settings;
  const places = Dataset.fromArrays(Int32Array.from(items.keys()));
  const ordered = seed === undefined ? places : places.shuffle(seed);
  const examples = ordered.map(
    async (place) => {
      const { file, label } = items[place.item()];
      const image = await loadImage(file, settings);
      return hasLabels ? ([image, labelTensor(label, labelMode, classNames.length)] as const) : image;
    },
    { parallel: parallel * (1 + (settings.workers ?? 0)) },
  );
  const batches =
    batchSize === null
      ? examples
      : (examples.batch(batchSize) as Dataset<Tensor | readonly [Tensor, Tensor]>);
  return Object.assign(batches.prefetch(ahead), {
    classNames,
    filePaths: items.map(({ file }) => file.path),
  });
}

async function loadImage(file: ImageFile, settings: Settings): Promise<Tensor> {
  const { colorMode, size, interpolation, cropToAspectRatio = false, maxPixels, workers = 0 } = settings;
  const options = { name: file.path, colorMode, size, interpolation, cropToAspectRatio, maxPixels };
  const bytes = await file.read();
  const values =
    workers === 0 ? await loadPixels(bytes, options) : await loadInWorker(workers, bytes, options);
  return new Tensor(values, [...size, channelsOfMode[colorMode]], "float32");
}

function labelTensor(label: number, mode: ImageDatasetOptions["labelMode"], classes: number): Tensor {
  if (mode === "binary") return new Tensor(Float32Array.of(label), [1], "float32");
  if (mode === "categorical")
    return new Tensor(
      Float32Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0)),
      [classes],
      "float32",
    );
  return new Tensor(Int32Array.of(label), [], "int32");
}
