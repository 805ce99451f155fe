import { Tensor } from "../../core/tensor.js";
import { irisMillimeters } from "./iris-table.js";

export interface Iris {
  /** float32 [150, 4], in centimeters. */
  readonly x: Tensor;
  /** uint8 [150]: 0 setosa, 1 versicolor, 2 virginica, 50 of each, in this order. */
  readonly y: Tensor;
  readonly featureNames: readonly string[];
  readonly classes: readonly string[];
}

/**
 * Four measures of 150 irises of three species, sorted by species: shuffle before splitting.
 *
 * Source  Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7, 1936, Table I. Its two
 *         rows that the UCI copy has wrong (35 and 38) are as Fisher printed them, as in scikit-learn.
 *
 * @example const { x, y, classes } = datasets.iris()
 */
export function iris(): Iris {
  return {
    x: new Tensor(
      Float32Array.from(irisMillimeters, (mm) => mm / 10),
      [150, 4],
      "float32",
    ), // [cm]
    y: new Tensor(
      Uint8Array.from({ length: 150 }, (_, row) => Math.floor(row / 50)),
      [150],
      "uint8",
    ),
    featureNames: ["sepalLength", "sepalWidth", "petalLength", "petalWidth"],
    classes: ["setosa", "versicolor", "virginica"],
  };
}
