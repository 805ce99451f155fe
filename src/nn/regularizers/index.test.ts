import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import { tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import type { Regularizer } from "../regularizer.js";
import * as regularizers from "./index.js";

type Options = Readonly<Record<string, unknown>>;
const golden: {
  readonly defaults: { readonly regularizers: Readonly<Record<string, Options>> };
  readonly regularizers: readonly {
    readonly class: string;
    readonly options: Options;
    readonly x: GoldenTensor;
    readonly value: number;
    readonly gradient: GoldenTensor;
  }[];
} = JSON.parse(readFileSync(new URL("../../../golden/keras-regularizers.json", import.meta.url), "utf8"));
const makers = regularizers as unknown as Readonly<Record<string, (options: object) => Regularizer>>; // by golden names

describe.each(runtimes)("penalties and their gradients are Keras's on %s", async (runtime) => {
  const tolerance = runtime === "reference" ? 1e-14 : 1e-6;
  const got = await runOn(
    runtime,
    golden.regularizers.map(({ class: name, options, x }) => ({
      inputs: { x: goldenTensor(x) },
      fn: (values) => {
        const value = makers[functionName(name)](fromKeras(options)).penalty(values.x, "kernel");
        return { value, gradient: grad(value, [values.x])[0] };
      },
    })),
  );
  golden.regularizers.forEach(({ class: name, options, value, gradient }, k) => {
    test(`${functionName(name)} ${JSON.stringify(options)}`, () => {
      expectClose(got[k].value, [value], tolerance, "value");
      expectClose(got[k].gradient, gradient.data, tolerance, "gradient");
    });
  });
});

test("l1l2 of nothing is 0", async () => {
  const inputs = { x: tensor([1, 2]) };
  const [{ y }] = await runOn("reference", [
    { inputs, fn: ({ x }) => ({ y: regularizers.l1l2().penalty(x, "kernel") }) },
  ]);
  expect([...y]).toEqual([0]);
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.regularizers))
    test(`${functionName(className)}: Keras's`, () => {
      expect(Reflect.get(makers[functionName(className)], "defaults")).toEqual(fromKeras(options));
    });
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "a negative weight": [
      () => regularizers.l2({ l2: -1 }),
      "l2: l2 is -1; use a number from 0. (invalid_option)",
    ],
    "a misspelt mode": [
      () => regularizers.orthogonalRegularizer({ mode: "row" as never }),
      'orthogonalRegularizer: mode: unknown name "row"; did you mean "rows"? use one of rows, columns. (unknown_name)',
    ],
    "no matrix": [
      () => regularizers.orthogonalRegularizer().penalty(constant(tensor([1, 2])), "dense/bias"),
      "dense/bias: orthogonalRegularizer is for matrices, got [2]; use another regularizer here. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
