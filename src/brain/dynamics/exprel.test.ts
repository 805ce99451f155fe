import { tensorType, trace } from "neurograd";
import { expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { xOverExpm1 } from "./exprel.js";
import { Float64Program } from "./float64-program.js";

test("x/(eˣ − 1), through 0", () => {
  const x = [-30, -3, -0.2500001, -0.2499999, -0.1, -1e-12, 0, 1e-12, 1e-3, 0.2499999, 0.2500001, 3, 30, 400];
  const program = new Float64Program(
    trace({ x: tensorType([x.length], "float64") }, (values) => ({ y: xOverExpm1(values.x) })),
  );
  program.inputs.x.set(x);
  program.run();
  const exact = x.map((value) => (value === 0 ? 1 : value / Math.expm1(value)));
  expectClose(program.outputs.y, exact, 1e-15);
  expect(program.outputs.y[6]).toBe(1);
});
