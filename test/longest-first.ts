import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest, some 5 to 40 s each, pages and computing by turns: begun first, they do not keep one process waiting
 * for the other at the end. A file that is missing here only costs time.
 */
const longest: readonly string[] = [
  "test/lab-access.test.ts",
  "test/docs-snippets.test.ts",
  "src/explain/doctor/doctor-cases.test.ts",
  "test/browser.test.ts",
  "examples/questions/questions.test.ts",
  "test/lab-brain.test.ts",
  "src/cli/main.test.ts",
  "test/lab-data.test.ts",
  "test/worker.test.ts",
  "test/lab.test.ts",
  "lab/lessons/lessons.test.ts",
  "test/lab-speed.test.ts",
  "src/nn/layers/recurrent.test.ts",
  "test/lab-race.test.ts",
  "test/seeded-weights.test.ts",
  "test/lab-digits.test.ts",
  "lab/views/step/lines.test.ts",
  "src/nn/optimizers/index.test.ts",
  "src/nn/losses/index.test.ts",
  "lab/engine/spiking/spiking.test.ts",
  "examples/spiking-conversion.test.ts",
];

/** Runs the longest files first, the others in Vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
