import { expect, test } from "vitest";
import { isFloat } from "../../src/core/dtype.js";
import { NeurogradError } from "../../src/core/errors.js";
import { evaluateGraph } from "../../src/core/evaluate.js";
import { type Graph, graphInput, type Value } from "../../src/core/graph.js";
import { castTensor, type Tensor } from "../../src/core/tensor.js";
import { createExecutor } from "../../src/runtime/create-executor.js";
import { exceptions } from "./conformance-exceptions.js";

type Apply = (...values: Value[]) => Value | readonly Value[];
const runtimes = ["native", "wasm"] as const;

/** float32 rounds at 6e-8; transcendental kernels are good to a few units of that. */
const tolerance = 2e-5;

/**
 * The same samples on every executor, in float32, against the reference evaluator. What a runtime cannot do stands in
 * `conformance-exceptions.ts` and must fail: a kernel that appears is noticed.
 */
export function checkConformance(
  name: string,
  apply: Apply,
  samples: readonly { readonly inputs: readonly Tensor[] }[],
): void {
  for (const runtime of runtimes) {
    const known = exceptions.filter((e) => e.op === name && e.executor === runtime);
    const excepted = (i: number): boolean => known.some(({ sample }) => sample === undefined || sample === i);
    const run = async (indices: readonly number[]): Promise<void> => {
      for (const i of indices) await compare(runtime, apply, samples[i].inputs, `sample ${i}`);
    };
    const all = samples.map((_, i) => i);
    const expected = all.filter((i) => !excepted(i));
    if (expected.length > 0) test(`${runtime} equals the reference`, () => run(expected));
    for (const i of all.filter(excepted)) {
      const { reason } = known.find(
        ({ sample }) => sample === undefined || sample === i,
      ) as (typeof known)[number]; // found above
      test.fails(`sample ${i} on ${runtime}: ${reason}`, () => run([i]));
    }
  }
}

async function compare(
  runtime: (typeof runtimes)[number],
  apply: Apply,
  given: readonly Tensor[],
  what: string,
): Promise<void> {
  const { graph, inputs } = inFloat32(apply, given);
  const executable = await (await createExecutor({ runtime, threads: 1 })).compile(graph);
  const feeds = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
  const results = await executable.run(feeds).finally(() => executable.dispose());
  const wanted = evaluateGraph(graph, feeds, true);
  for (const [key, reference] of Object.entries(wanted)) {
    const got = results[key];
    expect([...got.shape], `${what}: shape of output ${key}`).toEqual([...reference.shape]);
    const [a, b] = [got.toFloat64(), reference.toFloat64()];
    for (const [i, e] of b.entries()) {
      const isSame = Object.is(a[i], e) || a[i] === e || (Number.isNaN(a[i]) && Number.isNaN(e));
      const overflows = Math.abs(e) > 3.4028235e38 && a[i] === Math.sign(e) * Infinity;
      if (isSame || overflows) continue;
      const error = Math.abs(a[i] - e) / Math.max(1, Math.abs(e));
      expect(
        error,
        `${what}, output ${key}, element ${i}: ${runtime} ${a[i]}, reference ${e}`,
      ).toBeLessThanOrEqual(tolerance);
    }
  }
}

/** The op on float32 inputs; on the inputs as they are where constants inside it are float64. */
function inFloat32(apply: Apply, given: readonly Tensor[]): { graph: Graph; inputs: readonly Tensor[] } {
  const build = (inputs: readonly Tensor[]): { graph: Graph; inputs: readonly Tensor[] } => {
    const values = inputs.map(({ dtype, shape }, i) => graphInput(`x${i}`, { dtype, shape }));
    const outputs = [apply(...values)].flat();
    return {
      graph: { inputs: values, outputs: Object.fromEntries(outputs.map((v, k) => [`y${k}`, v])) },
      inputs,
    };
  };
  try {
    return build(
      given.map((x) => (isFloat(x.dtype) && x.dtype !== "float16" ? castTensor(x, "float32") : x)),
    );
  } catch (error) {
    if (error instanceof NeurogradError && error.code === "dtype_mismatch") return build(given);
    throw error;
  }
}
