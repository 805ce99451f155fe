// The repository's own text files: what Git knows or would add, without asking Git.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";

const notOurs = new Set(["node_modules", "dist", "build", "runs", "coverage", ".git", ".cache"]);
const text =
  /\.(ts|tsx|svelte|mjs|js|json|md|html|css|svg|txt|csv|yml|yaml|toml|sh|py)$|(^|\/)(run|LICENSE|\.npmrc|\.gitignore)$/;

/** Every text file as { path, lines }; paths are relative to the root, with forward slashes. */
export function ownFiles() {
  return list("").map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n") }));
}

function list(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : list(path);
    return text.test(path) ? [path] : [];
  });
}
