import { isFloat } from "../../src/core/dtype.js";
import type { Value } from "../../src/core/graph.js";
import { simplify } from "../../src/core/simplify.js";
import type { Tensor } from "../../src/core/tensor.js";
import { trace } from "../../src/core/trace.js";
import { createExecutor } from "../../src/runtime/create-executor.js";

export type Runtime = "reference" | "native" | "wasm";
export const runtimes: readonly Runtime[] = ["reference", "native", "wasm"];

/** A function of arrays, and the arrays it is called with. */
export interface Case {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly fn: (values: Readonly<Record<string, Value>>) => Readonly<Record<string, Value>>;
}

/**
 * What each case gives on a runtime, in float64. All become one graph, since making a session costs more than running
 * it; they are traced for float32, but the reference evaluator computes in float64 whatever the graph says.
 */
export async function runOn(
  runtime: Runtime,
  cases: readonly Case[],
): Promise<readonly Readonly<Record<string, Float64Array>>[]> {
  const feeds = Object.fromEntries(
    cases.flatMap(({ inputs }, k) => Object.entries(inputs).map(([name, x]) => [`${k}/${name}`, x])),
  );
  const types = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape }]) => [
      name,
      { dtype: isFloat(dtype) ? ("float32" as const) : dtype, shape },
    ]),
  );
  const graph = trace(types, (values) =>
    Object.fromEntries(
      cases.flatMap(({ inputs, fn }, k) => {
        const own = Object.fromEntries(Object.keys(inputs).map((name) => [name, values[`${k}/${name}`]]));
        return Object.entries(fn(own)).map(([name, y]) => [`${k}/${name}`, y]);
      }),
    ),
  );
  const executable = await (await createExecutor({ runtime })).compile(simplify(graph));
  const outputs = Object.entries(await executable.run(feeds));
  await executable.dispose();
  return cases.map((_, k) =>
    Object.fromEntries(
      outputs
        .filter(([name]) => name.startsWith(`${k}/`))
        .map(([name, y]) => [name.slice(`${k}/`.length), y.toFloat64()]),
    ),
  );
}
