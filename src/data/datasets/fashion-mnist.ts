import { type IdxSet, type IdxSetOptions, type ImageSet, loadIdxSet } from "./idx-set.js";

const files: IdxSet = {
  name: "fashion-mnist",
  debianPackage: { name: "dataset-fashion-mnist", folder: "/usr/share/datasets/fashion-mnist" },
  urls: [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "https://cdn.jsdelivr.net/gh/zalandoresearch/fashion-mnist@master/data/fashion/",
  ],
  // SHA-256 of the unpacked files.
  xTrain: {
    file: "train-images-idx3-ubyte",
    bytes: 47_040_016,
    sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
  },
  yTrain: {
    file: "train-labels-idx1-ubyte",
    bytes: 60_008,
    sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
  },
  xTest: {
    file: "t10k-images-idx3-ubyte",
    bytes: 7_840_016,
    sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
  },
  yTest: {
    file: "t10k-labels-idx1-ubyte",
    bytes: 10_008,
    sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
  },
};

/** What the labels of Fashion-MNIST mean, 0 to 9. */
export const fashionMnistClasses = [
  "T-shirt/top",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "ankle boot",
] as const;

/**
 * Fashion-MNIST: pictures of clothes in the form of MNIST, 60,000 to train with and 10,000 to test with.
 *
 * Taken from the Debian package `dataset-fashion-mnist` if it is installed, else from the cache folder, else downloaded
 * once. In a browser, pass the `url` of a folder that serves the four files. Each file is checked by its SHA-256.
 *
 * Shape   x [n, 28, 28], y [n].
 * Dtype   uint8: brightness 0–255, and the class (`fashionMnistClasses`).
 * Throws  `dataset_unavailable`, saying what to install; `checksum_mismatch`; `invalid_option`.
 * Source  Xiao, Rasul, Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms".
 *
 * @example const { xTrain, yTrain, xTest, yTest } = await datasets.fashionMnist()
 */
export function fashionMnist(options: IdxSetOptions = {}): Promise<ImageSet> {
  return loadIdxSet(files, options);
}
