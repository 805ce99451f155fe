import { describe, expect, test } from "vitest";
import { checkGradients } from "../../src/core/check-gradients.js";
import { isFloat } from "../../src/core/dtype.js";
import { NeurogradError } from "../../src/core/errors.js";
import { evaluateGraph } from "../../src/core/evaluate.js";
import { graphInput, type Value } from "../../src/core/graph.js";
import { hashUniform } from "../../src/core/random-bits.js";
import { fromFloat64, sizeOf, type Tensor, tensor } from "../../src/core/tensor.js";

/** Seeded float64 numbers in [low, high): the domain on which an op is checked. */
export function random(
  shape: readonly number[],
  { low = -2, high = 2, seed = 1 }: { low?: number; high?: number; seed?: number } = {},
): Tensor {
  return fromFloat64(
    hashUniform(seed, sizeOf(shape)).map((u) => low + u * (high - low)),
    shape,
    "float64",
  );
}

export interface Sample {
  /** The values that the op is applied to. */
  readonly inputs: readonly Tensor[];
  /** What it gives: numbers with a source in a comment beside them, in C order, one list per output. */
  readonly expected?: readonly (readonly number[])[];
  readonly tolerance?: number;
  /** False for points where no derivative exists (kinks), with the reason beside it. */
  readonly gradients?: false;
}
export interface Failure {
  readonly inputs: readonly Tensor[];
  readonly apply?: (...values: Value[]) => Value | readonly Value[];
  /** The full text of the error. */
  readonly message: string;
}

/** Checks one op (or composite): types, values, derivatives to order 2 in float64, errors by their full text. */
export function checkOp(
  name: string,
  apply: (...values: Value[]) => Value | readonly Value[],
  { samples, failures = [] }: { readonly samples: readonly Sample[]; readonly failures?: readonly Failure[] },
): void {
  describe(name, () => {
    for (const [i, sample] of samples.entries()) {
      const { inputs, expected, tolerance = 1e-6 } = sample;
      test(`sample ${i}: value and type`, () => {
        const { outputs, results } = runReference(apply, inputs);
        for (const [k, result] of results.entries()) {
          expect(result.shape).toEqual(outputs[k].shape);
          expected?.[k]?.forEach((e, j) => {
            expectNumber(result.toFloat64()[j], e, tolerance);
          });
          if (expected) expect(result.size).toBe(expected[k].length);
        }
      });
      const outputsOf = (...values: readonly Value[]): readonly Value[] => [apply(...values)].flat();
      const floats = runReference(apply, inputs).outputs.flatMap((o, k) => (isFloat(o.dtype) ? [k] : []));
      if (sample.gradients === false || !inputs.some((x) => isFloat(x.dtype))) continue;
      for (const k of floats) {
        test(`sample ${i}: derivatives of output ${k}`, () => {
          expect(checkGradients((...values) => outputsOf(...values)[k], inputs)).toBeLessThan(1e-6);
        });
      }
    }
    for (const [i, { inputs, apply: other, message }] of failures.entries()) {
      test(`failure ${i}`, () => {
        expect(() => (other ?? apply)(...asValues(inputs))).toThrowError(
          new NeurogradError("", "").constructor as never,
        );
        expect(() => (other ?? apply)(...asValues(inputs))).toThrowError(message);
      });
    }
  });
}

const asValues = (inputs: readonly Tensor[]): Value[] =>
  inputs.map(({ dtype, shape }, i) => graphInput(`x${i}`, { dtype, shape }));

function runReference(
  apply: (...values: Value[]) => Value | readonly Value[],
  inputs: readonly Tensor[],
): { outputs: readonly Value[]; results: Tensor[] } {
  const values = asValues(inputs);
  const outputs = [apply(...values)].flat();
  const graph = { inputs: values, outputs: Object.fromEntries(outputs.map((v, k) => [String(k), v])) };
  const results = evaluateGraph(graph, Object.fromEntries(inputs.map((x, i) => [`x${i}`, x])), true);
  return { outputs, results: outputs.map((_, k) => results[String(k)]) };
}

/** Equal within `tolerance`, relative to max(1, |expected|); NaN equals NaN. */
export function expectNumber(got: number, expected: number, tolerance: number): void {
  if (Object.is(got, expected) || got === expected) return;
  expect(
    Math.abs(got - expected) / Math.max(1, Math.abs(expected)),
    `got ${got}, expected ${expected}`,
  ).toBeLessThanOrEqual(tolerance);
}

export { tensor };
