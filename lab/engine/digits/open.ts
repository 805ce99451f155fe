import images from "../../../build/digits/digit-images.gz?url&no-inline";
import labels from "../../../build/digits/digit-labels.gz?url&no-inline";
import reader from "../../../build/digits/digit-reader.onnx?url&no-inline";
import type { DigitsFiles } from "./data.js";
import { type DigitsSpec, DigitsSubject } from "./digits.js";

let files: Promise<DigitsFiles> | undefined;

/** The subject with the files that the build put beside the page; they are read once. */
export async function openDigits(spec: DigitsSpec): Promise<DigitsSubject> {
  files ??= Promise.all([images, labels, reader].map(read)).then(([x, y, net]) => ({
    images: x,
    labels: y,
    reader: net,
  }));
  files.catch(() => {
    files = undefined; // the next may come through
  });
  return DigitsSubject.begin(spec, await files);
}

async function read(address: string): Promise<Uint8Array> {
  const response = await fetch(new URL(address, self.location.href));
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
