import { readFileSync } from "node:fs";
import { Tensor } from "../src/core/tensor.js";
import type { GoldenTensor } from "./read-golden.js";

/** What `nir_files.py` wrote; times in ms. */
export interface NirGolden {
  readonly recurrent: {
    readonly dt: number;
    readonly input: GoldenTensor;
    /** By integration and reset, such as "exact subtract". */
    readonly runs: Readonly<Record<string, { readonly hidden: GoldenTensor; readonly output: GoldenTensor }>>;
  };
  readonly conv: { readonly dt: number; readonly input: GoldenTensor; readonly output: GoldenTensor };
  readonly kinds: {
    readonly dt: number;
    readonly input: GoldenTensor;
    readonly spikes: GoldenTensor;
    readonly output: GoldenTensor;
  };
}

export const readNirGolden = (): NirGolden =>
  JSON.parse(readFileSync(new URL("nir.json", import.meta.url), "utf8"));

/** The path of one of the files `nir/*.nir`. */
export const nirPath = (name: string): string => new URL(`nir/${name}.nir`, import.meta.url).pathname;

export const float64Of = ({ shape, data }: GoldenTensor): Tensor =>
  new Tensor(Float64Array.from(data as readonly number[]), shape, "float64");
