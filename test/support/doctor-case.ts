import { type Model, NeurogradError, setSeed, type Tensor, tensor } from "neurograd";
import { type DiseaseName, type Doctor, doctor } from "neurograd/explain";

/** A network and its data, drawn with a seed. */
export interface Patient {
  readonly net: Model;
  readonly x: Tensor;
  readonly y: Tensor;
}

export interface DoctorCase {
  readonly name: string;
  /** What is wrong with it, if anything. */
  readonly disease: DiseaseName | undefined;
  readonly steps?: number;
  make(seed: number): Patient;
}

export const oneThread = { runtime: "wasm", threads: 1 } as const;

/** A deterministic draw of normal numbers, for data of the cases. */
export function normals(seed: number, count: number): Float32Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** Each column of [n, columns] as `change` makes it. */
export function columnsChanged(x: Tensor, change: (value: number, column: number) => number): Tensor {
  const columns = x.shape[1];
  return tensor(
    Float32Array.from(x.data as Float32Array, (value, i) => change(value, i % columns)),
    { shape: x.shape },
  );
}

/** The rows of x with one more column. */
export function withColumn(x: Tensor, column: (row: number) => number): Tensor {
  const [rows, columns] = x.shape;
  const data = new Float32Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < columns; k++) data[row * (columns + 1) + k] = Number(x.data[row * columns + k]);
    data[row * (columns + 1) + columns] = column(row);
  }
  return tensor(data, { shape: [rows, columns + 1] });
}

/** Trains a patient with the doctor beside it; a loss that is not finite ends it. */
export async function examined({ make, steps = 240 }: DoctorCase, seed: number): Promise<Doctor> {
  setSeed(seed);
  const { net, x, y } = make(seed);
  const batchSize = 24;
  const watching = doctor({ x, y, every: 12 });
  const perEpoch = Math.ceil(x.shape[0] / batchSize);
  try {
    await net.fit(x, y, {
      batchSize,
      epochs: Math.ceil(steps / perEpoch),
      verbose: 0,
      callbacks: [watching],
    });
  } catch (error) {
    if (!(error instanceof NeurogradError && error.code === "non_finite_loss")) throw error;
  }
  return watching;
}
