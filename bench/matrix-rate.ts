import { execFile } from "node:child_process";

/** What blas.py found: the rate of a 1024³ product [GFLOP/s], and the variables with which this Python's BLAS is fastest. */
export interface MatrixRate {
  readonly library: string;
  readonly gflops: number;
  readonly env: Readonly<Record<string, string>>;
  /** The rates by which `env` was chosen, of processor time [GFLOP/s]; "": OpenBLAS's own choice. */
  readonly tried: Readonly<Record<string, number>>;
  /** The same at the end of the run [GFLOP/s]. */
  after?: number;
}

/** Asks a Python; with `env` it tries only that setting. Null without Python, PyTorch and NumPy. */
export function matrixRate(
  python: string,
  env?: Readonly<Record<string, string>>,
): Promise<MatrixRate | null> {
  const args = ["bench/peers/blas.py", ...(env === undefined ? [] : [env.OPENBLAS_CORETYPE ?? ""])];
  return new Promise((resolve) => {
    execFile(python, args, { timeout: 120_000 }, (error, stdout) => {
      if (error !== null) return resolve(null);
      const found: MatrixRate | { absent: string } = JSON.parse(stdout);
      resolve("absent" in found ? null : found);
    });
  });
}
