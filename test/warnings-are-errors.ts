// A warning in a test is an error. A test that expects one replaces console.warn or console.error by `vi.spyOn`.
import { format } from "node:util";

for (const method of ["warn", "error"] as const) {
  console[method] = (...values: unknown[]): never => {
    throw new Error(`console.${method} in a test: ${format(...values)}`);
  };
}

process.removeAllListeners("warning"); // this file runs once for each test file, in one process
process.on("warning", (warning) => {
  throw new Error(`warning in a test: ${warning.stack ?? warning.message}`);
});
