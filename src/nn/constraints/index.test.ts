import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import type { Constraint } from "../constraint.js";
import * as constraints from "./index.js";

type Options = Readonly<Record<string, unknown>>;
const golden: {
  readonly defaults: { readonly constraints: Readonly<Record<string, Options>> };
  readonly constraints: readonly {
    readonly class: string;
    readonly options: Options;
    readonly w: GoldenTensor;
    readonly after: GoldenTensor;
  }[];
} = JSON.parse(readFileSync(new URL("../../../golden/keras-regularizers.json", import.meta.url), "utf8"));
const makers = constraints as unknown as Readonly<Record<string, (options: object) => Constraint>>; // by golden names

describe.each(runtimes)("weights become Keras's on %s", async (runtime) => {
  const got = await runOn(
    runtime,
    golden.constraints.map(({ class: name, options, w }) => ({
      inputs: { w: goldenTensor(w) },
      fn: (values) => ({ w: makers[functionName(name)](fromKeras(options)).apply(values.w) }),
    })),
  );
  golden.constraints.forEach(({ class: name, options, after }, k) => {
    test(`${functionName(name)} ${JSON.stringify(options)}`, () =>
      expectClose(got[k].w, after.data, runtime === "reference" ? 1e-14 : 1e-6));
  });
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.constraints))
    test(`${functionName(className)}: Keras's`, () => {
      expect(Reflect.get(makers[functionName(className)], "defaults")).toEqual(fromKeras(options));
    });
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no room": [
      () => constraints.maxNorm({ maxValue: 0 }),
      "maxNorm: maxValue is 0; use a number > 0. (invalid_option)",
    ],
    "most below least": [
      () => constraints.minMaxNorm({ minValue: 2 }),
      "minMaxNorm: maxValue is 1; use a number from 2. (invalid_option)",
    ],
    "a misspelt name": [
      () => constraints.unitNorm({ axes: 1 } as object),
      'unitNorm: option: unknown name "axes"; did you mean "axis"? use one of axis. (unknown_name)',
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
