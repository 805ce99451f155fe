import { expect, test } from "vitest";
import { isFloat } from "../../src/core/dtype.js";
import { NeurogradError } from "../../src/core/errors.js";
import { evaluateGraph } from "../../src/core/evaluate.js";
import { type Graph, graphInput, type Value } from "../../src/core/graph.js";
import { castTensor, type Tensor } from "../../src/core/tensor.js";
import { CompiledGraph } from "../../src/runtime/compiled-graph.js";
import { nativeExecutor } from "../../src/runtime/native.js";
import { ortWasmExecutor } from "../../src/runtime/ort-wasm.js";
import { planGraph } from "../../src/wasm/plan.js";
import { hasKernels } from "../../src/wasm/schedule.js";
import { exceptions } from "./conformance-exceptions.js";
import { kernelOps } from "./kernel-ops.js";

type Apply = (...values: Value[]) => Value | readonly Value[];
/** ONNX Runtime for Node and in WebAssembly, and our own kernels. */
type Runtime = "native" | "wasm";
const runtimes: readonly Runtime[] = ["native", "wasm"];

/** float32 rounds at 6e-8; transcendental kernels are good to a few units of that. */
const tolerance = 2e-5;

/**
 * The same samples on every executor, in float32, against the reference evaluator. What a runtime cannot do stands in
 * `conformance-exceptions.ts` and must fail: a kernel that appears is noticed.
 *
 * Sessions cost more than kernels, so all samples stand in one graph; where a runtime refuses that, they are run one by
 * one to find the one it refuses.
 */
export function checkConformance(
  name: string,
  apply: Apply,
  samples: readonly { readonly inputs: readonly Tensor[] }[],
): void {
  const reference = new Map<number, Case>();
  const caseOf = (i: number): Case => {
    const known = reference.get(i) ?? caseFor(`sample ${i}`, apply, samples[i].inputs);
    reference.set(i, known);
    return known;
  };
  for (const runtime of runtimes) {
    const reasonOf = (i: number): string | undefined =>
      exceptions.find(
        ({ op, executor, sample }) =>
          op === name && executor === runtime && (sample === undefined || sample === i),
      )?.reason;
    const usual = [...samples.keys()].filter((i) => reasonOf(i) === undefined);
    if (usual.length > 0) {
      test(`${runtime} equals the reference`, async () => {
        const cases = usual.map(caseOf);
        try {
          await compare(runtime, cases);
        } catch (error) {
          if (!(error instanceof NeurogradError)) throw error;
          for (const single of cases) await compare(runtime, [single]);
          throw error;
        }
      });
    }
    for (const i of samples.keys()) {
      const reason = reasonOf(i);
      if (reason !== undefined)
        test.fails(`sample ${i} on ${runtime}: ${reason}`, () => compare(runtime, [caseOf(i)]));
    }
  }
  if (kernelOps.has(name))
    test("our kernels equal the reference", async () => {
      const results = await Promise.all([...samples.keys()].map((i) => compareKernels(caseOf(i))));
      expect(results, "samples with kernels").toContain(true);
    });
}

/** Whether there are kernels for the case; a difference fails the test. */
async function compareKernels({ graph, feeds, wanted }: Case): Promise<boolean> {
  const plan = hasKernels(graph) ? planGraph(graph) : undefined;
  if (plan === undefined) return false;
  const compiled = new CompiledGraph(plan, await WebAssembly.compile(plan.module));
  const results = compiled.run(feeds, undefined);
  if (results === undefined) return false; // int64 beyond what kernels take
  for (const [key, tensor] of Object.entries(wanted))
    expectSame(results[key], tensor, `${key} by kernels`, tolerance);
  return true;
}

/** A graph with its inputs and what the reference evaluator makes of them; names begin with the case's. */
export interface Case {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly wanted: Readonly<Record<string, Tensor>>;
}

/** Runs the cases in one session. Throws what the runtime throws; a difference fails the test. */
export async function compare(
  runtime: Runtime,
  cases: readonly Case[],
  limit: number = tolerance,
): Promise<void> {
  const graph: Graph = {
    inputs: cases.flatMap((one) => one.graph.inputs),
    outputs: Object.assign({}, ...cases.map((one) => one.graph.outputs)) as Graph["outputs"], // keys differ
  };
  const executor = await (runtime === "native" ? nativeExecutor(1) : ortWasmExecutor(1));
  const executable = await executor.compile(graph);
  const feeds = Object.assign({}, ...cases.map((one) => one.feeds)) as Case["feeds"]; // as above
  const results = await executable.run(feeds).finally(() => executable.dispose());
  for (const { wanted } of cases)
    for (const [key, tensor] of Object.entries(wanted))
      expectSame(results[key], tensor, `${key} on ${runtime}`, limit);
}

/** Equal within `limit`, relative to max(1, |reference|); NaN equals NaN, and what overflows float32 is infinite. */
export function expectSame(got: Tensor, reference: Tensor, what: string, limit: number): void {
  expect([...got.shape], `${what}: shape`).toEqual([...reference.shape]);
  const [a, b] = [got.toFloat64(), reference.toFloat64()];
  expect(a.length, `${what}: number of elements`).toBe(b.length);
  for (const [i, e] of b.entries()) {
    const isSame = Object.is(a[i], e) || a[i] === e;
    const overflows = Math.abs(e) > 3.4028235e38 && a[i] === Math.sign(e) * Infinity;
    if (isSame || overflows) continue;
    const error = Math.abs(a[i] - e) / Math.max(1, Math.abs(e));
    expect(error, `${what}, element ${i}: ${a[i]}, reference ${e}`).toBeLessThanOrEqual(limit);
  }
}

/** The op on float32 inputs; on the inputs as they are where constants inside it are float64. */
function caseFor(name: string, apply: Apply, given: readonly Tensor[]): Case {
  const build = (inputs: readonly Tensor[]): Case => {
    const values = inputs.map(({ dtype, shape }, i) => graphInput(`${name}: x${i}`, { dtype, shape }));
    const outputs = [apply(...values)].flat();
    const graph = {
      inputs: values,
      outputs: Object.fromEntries(outputs.map((v, k) => [`${name}: y${k}`, v])),
    };
    const feeds = Object.fromEntries(inputs.map((x, i) => [`${name}: x${i}`, x]));
    return { graph, feeds, wanted: evaluateGraph(graph, feeds, true) };
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
