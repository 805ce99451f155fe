// A Vitest reporter that writes { passed, failed, skipped } to the file that COUNTS_FILE names. A test file that could
// not be loaded, and an error outside any test, count as failed.
import { writeFileSync } from "node:fs";

export default class CountReporter {
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === "pending" ? "skipped" : state]++;
      }
    }
    writeFileSync(process.env.COUNTS_FILE, JSON.stringify(counts));
  }
}
