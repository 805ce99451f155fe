// `npm test`: set-up, `npm run check`, every test; the last line counts them, each gate of the check as one test.
// `npm run test:full` adds the long ones (*.full.test.ts). `npm test -- PATH` runs only the tests of that path.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { buildLab } from "./build-lab.mjs";
import { ensureChromium } from "./chromium.mjs";
import { say } from "./messages.mjs";
import { ensureExampleData, root, runNode, setUp, sideBySide, tool } from "./setup.mjs";

const full = process.argv.includes("--full");
const filters = process.argv.slice(2).filter((argument) => argument !== "--full");

const [hasData, hasChromium] = await sideBySide(ensureExampleData, ensureChromium, setUp);
await build("dist");
const { runGates } = await import("./check.mjs"); // after the set-up: it imports packages
// The lab's build trains a network on one core: the gates run beside it.
const [gates] = await sideBySide(
  async () => (filters.length === 0 ? runGates() : { passed: 0, failed: 0 }),
  buildLab,
);
console.log(full ? say.fullTests() : say.tests());
const tests = await runVitest();

if (!hasData) console.error(say.noData());
if (!hasChromium) console.error(say.noChromium());
if (tests.passed + tests.failed === 0) {
  console.error(say.noTestRan());
  tests.failed = 1;
}
const failed = gates.failed + tests.failed;
console.log(`${gates.passed + tests.passed} passed, ${failed} failed, ${tests.skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;

async function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), "neurograd-test-"));
  const countsFile = join(folder, "counts.json");
  const env = { ...process.env, COUNTS_FILE: countsFile, FULL: full ? "1" : "" };
  const reporters = ["--reporter=dot", `--reporter=${join(root, "scripts", "count-reporter.mjs")}`];
  const code = await runNode([tool("vitest"), "run", ...reporters, ...filters], { env });
  const counts = existsSync(countsFile)
    ? JSON.parse(readFileSync(countsFile, "utf8"))
    : { passed: 0, failed: 0, skipped: 0 };
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && counts.failed === 0) counts.failed = 1; // Vitest itself failed
  return counts;
}
