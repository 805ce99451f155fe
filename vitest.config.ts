import { readFileSync } from "node:fs";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.js";

const packageJson: { exports: Record<string, string | { default: string }> } = JSON.parse(
  readFileSync(new URL("package.json", import.meta.url), "utf8"),
);
const full = process.env.FULL === "1";

const config: ViteUserConfig = defineConfig({
  resolve: { alias: publicNames() },
  test: {
    include: ["src", "lab", "test", "examples", "bench", "golden"].map((folder) => `${folder}/**/*.test.ts`),
    exclude: ["**/node_modules/**", ...(full ? [] : ["**/*.full.test.ts"])],
    globalSetup: ["scripts/test-environment.mjs"],
    setupFiles: ["test/warnings-are-errors.ts"],
    testTimeout: 60_000, // a machine that does four other things as well
    hookTimeout: 60_000,
    // One process for many files: loading the runtimes once each costs less than isolation (30 files: 6 s, not 26).
    pool: "forks",
    maxWorkers: 2,
    isolate: false,
    sequence: { sequencer: LongestFirst },
    dangerouslyIgnoreUnhandledErrors: false,
  },
});

export default config;

/** `neurograd`, `neurograd/worker`, …: the sources that package.json's exports are built from. */
function publicNames(): { find: RegExp; replacement: string }[] {
  return Object.entries(packageJson.exports).flatMap(([name, target]) => {
    if (typeof target === "string") return [];
    const source = target.default.replace("./dist/", "./src/").replace(/\.js$/, ".ts");
    const path = new URL(source, import.meta.url).pathname;
    return [{ find: new RegExp(`^neurograd${name.slice(1)}$`), replacement: path }];
  });
}
