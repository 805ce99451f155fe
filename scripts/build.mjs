// `npm run build`: src/ to dist/ (ESM and types). Types are checked by `npm run check`; the build only removes them.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { say } from "./messages.mjs";
import { capture, root, setUp, step, tool } from "./setup.mjs";

const targets = {
  dist: { config: "tsconfig.build.json", sources: ["src"], outputs: ["dist"] },
  programs: {
    config: "tsconfig.programs.json",
    sources: ["examples", "bench", "golden"],
    outputs: ["build/examples", "build/bench", "build/golden"],
  },
};

/** Builds what is absent or older than its sources: "dist", or "programs" (which need dist). */
export async function build(name, { force = false } = {}) {
  const { config, sources, outputs } = targets[name];
  const files = sources.flatMap((folder) => sourceFiles(folder));
  if (files.length === 0) return;
  const stamp = join(root, "build", `${name}.json`);
  const before = existsSync(stamp) ? JSON.parse(readFileSync(stamp, "utf8")) : [];
  const gone = before.some((file) => !files.includes(file));
  const lost = before.some((file) => !existsSync(join(root, outputOf(file))));
  if (before.length === files.length && !gone && !lost && !force && !newer([...files, config], stamp)) return;

  // The compiler's record says what it wrote; without the files, or with files too many, it starts afresh.
  if (gone || lost || before.length === 0) {
    for (const path of [...outputs, `build/${name}.tsbuildinfo`])
      rmSync(join(root, path), { recursive: true, force: true });
  }
  const start = new Date();
  await step(say.build(name === "dist" ? "dist" : "examples"), () =>
    capture(process.execPath, [tool("@typescript/native", "tsc"), "-p", config]),
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, JSON.stringify(files));
  utimesSync(stamp, start, start); // a file saved during the build is newer
}

function sourceFiles(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file))
    .filter((file) => /\.ts$/.test(file) && !/\.(test|d)\.ts$/.test(file) && !file.includes("node_modules"))
    .sort();
}

function outputOf(file) {
  const js = file.replace(/\.ts$/, ".js");
  return /^src[\\/]/.test(js) ? join("dist", js.slice(4)) : join("build", js);
}

function newer(files, stamp) {
  const time = statSync(stamp).mtimeMs;
  return files.some((file) => statSync(join(root, file)).mtimeMs > time);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp();
  await build("dist", { force: !process.argv.includes("--if-stale") });
}
