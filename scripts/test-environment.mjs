// Vitest's global setup: a test that needs a browser finds it in CHROME_PATH, also under a bare `npx vitest`.
import { findChromium } from "./chromium.mjs";

export function setup() {
  const path = findChromium();
  if (path !== undefined) process.env.CHROME_PATH = path;
}
