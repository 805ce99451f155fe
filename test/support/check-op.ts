import { describe, expect, test } from "vitest";
import { checkGradients } from "../../src/core/check-gradients.js";
import { type DType, isFloat } from "../../src/core/dtype.js";
import { evaluateGraph } from "../../src/core/evaluate.js";
import { graphInput, type Value } from "../../src/core/graph.js";
import { hashUniform } from "../../src/core/random-bits.js";
import { sameShape } from "../../src/core/size.js";
import { fromFloat64, type Nested, sizeOf, type Tensor, tensor } from "../../src/core/tensor.js";
import { checkConformance } from "./conformance.js";
import { thrown } from "./thrown.js";

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

export const f64 = (values: Nested): Tensor => tensor(values, { dtype: "float64" });

type Apply = (...values: Value[]) => Value | readonly Value[];

export interface Sample {
  /** The values that the op is applied to. */
  readonly inputs: readonly Tensor[];
  /** What it gives: numbers with a source in a comment beside them, in C order, one list per output. */
  readonly expected?: readonly (readonly number[])[];
  readonly shapes?: readonly (readonly number[])[];
  readonly dtypes?: readonly DType[];
  readonly tolerance?: number;
  /** False for points where no derivative exists (kinks), with the reason beside it. */
  readonly gradients?: false;
}
export interface Failure {
  readonly inputs: readonly Tensor[];
  readonly apply?: Apply;
  /** The full text of the error. */
  readonly message: string;
}

/**
 * Checks one op (or composite): types, values, that its simpler form is equal, derivatives to order 2 in float64,
 * errors (while the graph is built, or evaluated) by their full text.
 */
export function checkOp(
  name: string,
  apply: Apply,
  { samples, failures = [] }: { readonly samples: readonly Sample[]; readonly failures?: readonly Failure[] },
): void {
  describe(name, () => {
    for (const [i, sample] of samples.entries()) {
      test(`sample ${i}: value and type`, () => checkValues(apply, sample));
      if (sample.gradients !== false && sample.inputs.some((x) => isFloat(x.dtype))) {
        test(`sample ${i}: derivatives`, () => checkDerivatives(apply, sample.inputs));
      }
    }
    checkConformance(name, apply, samples);
    for (const [i, { inputs, apply: other, message }] of failures.entries()) {
      test(`failure ${i}`, () => {
        expect(thrown(() => runReference(other ?? apply, inputs))).toBe(message);
      });
    }
  });
}

function checkValues(apply: Apply, { inputs, expected, shapes, dtypes, tolerance = 1e-6 }: Sample): void {
  const { outputs, results, simpler } = runReference(apply, inputs);
  if (expected) expect(results.length, "number of outputs").toBe(expected.length);
  if (shapes) expect(outputs.map((o) => o.shape)).toEqual(shapes);
  if (dtypes) expect(outputs.map((o) => o.dtype)).toEqual(dtypes);
  for (const [k, result] of results.entries()) {
    expect(result.shape, "inferred and evaluated shape").toEqual(outputs[k].shape);
    expect(result.data.length, "number of elements").toBe(result.size);
    if (expected) expectNumbers(result, expected[k], tolerance);
    if (simpler[k]) expectNumbers(simpler[k], Array.from(result.toFloat64()), 1e-15);
  }
}

function checkDerivatives(apply: Apply, inputs: readonly Tensor[]): void {
  const outputsOf = (values: readonly Value[]): readonly Value[] => [apply(...values)].flat();
  for (const [k, { dtype }] of outputsOf(asValues(inputs)).entries()) {
    if (!isFloat(dtype)) continue;
    expect(checkGradients((...values) => outputsOf(values)[k], inputs)).toBeLessThan(1e-6);
  }
}

const asValues = (inputs: readonly Tensor[]): Value[] =>
  inputs.map(({ dtype, shape }, i) => graphInput(`x${i}`, { dtype, shape }));

interface Run {
  readonly outputs: readonly Value[];
  readonly results: readonly Tensor[];
  /** The same, evaluated from what the op's `simplify` gave instead, where it gave something. */
  readonly simpler: readonly (Tensor | undefined)[];
}

function runReference(apply: Apply, inputs: readonly Tensor[]): Run {
  const values = asValues(inputs);
  const outputs = [apply(...values)].flat();
  const feeds = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
  const run = (y: Value): Tensor => evaluateGraph({ inputs: values, outputs: { y } }, feeds, true).y;
  const simpler = outputs.map((output) => {
    const other = output.node?.op.simplify?.(output.node);
    if (other === undefined) return undefined;
    expect(other.dtype, "dtype after simplify").toBe(output.dtype);
    expect(sameShape(other.shape, output.shape), "shape after simplify").toBe(true);
    return run(other);
  });
  return { outputs, results: outputs.map(run), simpler };
}

function expectNumbers(got: Tensor, expected: readonly number[], tolerance: number): void {
  const numbers = got.toFloat64();
  expect(numbers.length, "number of elements").toBe(expected.length);
  for (const [i, e] of expected.entries()) expectNumber(numbers[i], e, tolerance, `element ${i}: `);
}

/** Equal within `tolerance`, relative to max(1, |expected|); NaN equals NaN. */
export function expectNumber(got: number, expected: number, tolerance: number, where = ""): void {
  if (Object.is(got, expected) || got === expected) return;
  const error = Math.abs(got - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${where}got ${got}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}

export { tensor };
