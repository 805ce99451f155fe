// `npm run build:lab`: the lab as a folder of files, dist/lab, that works from any path and without a network.
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { makeDigits } from "./digits.mjs";
import { say } from "./messages.mjs";
import { capture, root, setUp, step, tool } from "./setup.mjs";

/** Builds dist/lab where it is absent or older than the lab's files or the package. */
export async function buildLab({ force = false } = {}) {
  await build("dist");
  const hasNewDigits = await makeDigits();
  const stamp = join(root, "build", "lab.json");
  const isThere = existsSync(stamp) && existsSync(join(root, "dist", "lab", "index.html"));
  if (isThere && !force && !hasNewDigits && !changedSince(statSync(stamp).mtimeMs)) return;
  const start = new Date();
  await step(say.build("dist/lab"), () =>
    capture(
      process.execPath,
      [tool("vite"), "build", "--config", "lab/vite.config.ts", "--logLevel", "warn"],
      { env: { ...process.env, NODE_ENV: "production" } }, // a test runner says "test", and then the page would not be kept offline
    ),
  );
  mkdirSync(join(root, "build"), { recursive: true });
  writeFileSync(stamp, "{}");
  utimesSync(stamp, start, start); // a file saved during the build is newer
}

function changedSince(time) {
  const newer = (path) => statSync(join(root, path)).mtimeMs > time;
  const files = readdirSync(join(root, "lab"), { recursive: true }).map((file) => join("lab", file));
  return files.some(newer) || newer(join("build", "dist.json"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp();
  await buildLab({ force: !process.argv.includes("--if-stale") });
}
