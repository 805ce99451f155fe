import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { NeurogradError } from "neurograd";

/** A file that a Debian package brings: the folder it lies in, once installed. */
export interface DebianFile {
  readonly package: string;
  readonly folder: string;
  readonly file: string;
}

export const breastCancerFile: DebianFile = {
  package: "python3-sklearn",
  folder: "/usr/lib/python3/dist-packages/sklearn/datasets/data",
  file: "breast_cancer.csv",
};
export const creditFile: DebianFile = {
  package: "weka",
  folder: "/usr/share/doc/weka/examples",
  file: "credit-g.arff",
};

/** Its bytes, from another folder if one is given. Throws `dataset_unavailable`, saying what to install. */
export function readDebianFile(wanted: DebianFile, folder = ""): Uint8Array {
  const path = join(folder || wanted.folder, wanted.file);
  if (existsSync(path)) return readFileSync(path);
  throw new NeurogradError(
    "dataset_unavailable",
    `${path}: is not there; apt-get install ${wanted.package}, or unpack it (apt-get download ${wanted.package}; dpkg -x) and give its folder`,
  );
}

/** True if the file is there; else says loudly that a test skips what needs it. */
export function hasDebianFile({ package: name, folder, file }: DebianFile): boolean {
  if (existsSync(join(folder, file))) return true;
  process.stderr.write(`SKIPPED: no ${join(folder, file)}; apt-get install ${name}\n`);
  return false;
}
