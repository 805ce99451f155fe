import { type Tensor, tensor } from "../../core/tensor.js";

/** Numbers for a report, float64; a row of them unless a shape is given. */
export const numbers = (values: Iterable<number>, shape: readonly number[] = [[...values].length]): Tensor =>
  tensor([...values], { shape, dtype: "float64" });

export const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;
