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

/** The whole text of the NeurogradError with which `promise` is rejected; any other outcome fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<string> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome === undefined) throw new Error("expected a NeurogradError, but the promise was fulfilled");
  expect(outcome).toBeInstanceOf(NeurogradError);
  return (outcome as NeurogradError).message; // the line above
}
