import { readFileSync } from "node:fs";
import type { GoldenTensor } from "./read-golden.js";

/** Image files with their pixels by TensorFlow and Pillow, and what Keras reads from folders of them. */
export interface Images {
  readonly files: readonly { readonly name: string; readonly base64: string; readonly y: GoldenTensor }[];
  readonly modes: readonly {
    readonly name: string;
    readonly colorMode: "grayscale" | "rgb" | "rgba";
    readonly y: GoldenTensor;
  }[];
  /** Paths of a folder, each with the file that lies there. */
  readonly layout: Readonly<Record<string, string>>;
  readonly folders: readonly {
    readonly options: Readonly<Record<string, unknown>>;
    readonly classNames: readonly string[] | null;
    readonly filePaths: readonly string[];
    readonly batches: readonly { readonly x: GoldenTensor; readonly y?: GoldenTensor }[];
  }[];
}

export function readImages(): Images {
  return JSON.parse(readFileSync(new URL("images.json", import.meta.url), "utf8")) as Images;
}

/** The bytes of the files, by name. */
export const imageBytes = ({ files }: Images): ReadonlyMap<string, Uint8Array> =>
  new Map(files.map(({ name, base64 }) => [name, new Uint8Array(Buffer.from(base64, "base64"))]));
