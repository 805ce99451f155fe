import { NeurogradError } from "../core/errors.js";
import { type ArrayInput, inputTensor } from "./array-input.js";

/** The row numbers of each label, labels in the order in which they first appear. Throws `shape_mismatch`. */
export function rowsByLabel(where: string, labels: ArrayInput, n?: number): number[][] {
  const { data, shape, size } = inputTensor(`${where}: labels`, labels);
  if (shape.length !== 1 || (n !== undefined && size !== n)) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: the labels have shape [${shape.join(", ")}]; give one for each ${n === undefined ? "row" : `of the ${n} rows`}`,
    );
  }
  const groups = new Map<unknown, number[]>();
  for (let i = 0; i < size; i++) {
    const rows = groups.get(data[i]);
    if (rows === undefined) groups.set(data[i], [i]);
    else rows.push(i);
  }
  return [...groups.values()];
}
