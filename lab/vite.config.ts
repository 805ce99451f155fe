import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type UserConfig } from "vite";
import { offline } from "./offline-plugin.js";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The lab as a folder of files that works from any path. The engine is the package as it is published. */
const config: UserConfig = defineConfig({
  root: at("."),
  base: "./",
  plugins: [svelte(), offline()],
  resolve: {
    alias: [
      { find: /^neurograd$/, replacement: at("../dist/index.js") },
      { find: /^neurograd\/(brain|explain)$/, replacement: at("../dist/$1/index.js") },
    ],
  },
  worker: { format: "es" },
  build: { outDir: at("../dist/lab"), emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 20_000 },
});

export default config;
