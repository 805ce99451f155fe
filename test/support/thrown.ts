import { expect } from "vitest";
import { NeurogradError } from "../../src/core/errors.js";

/** The whole text of the NeurogradError that `body` throws; any other outcome fails the test. */
export function thrown(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(NeurogradError);
    return (error as NeurogradError).message; // the line above
  }
  throw new Error("expected a NeurogradError, but nothing was thrown");
}
