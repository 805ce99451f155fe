import { ops, RandomSource, tensorType, trace } from "neurograd";
import { expect, test } from "vitest";
import { fusedLoop } from "./fused-loop.js";

const n = 20_000;

/** `[x, eˣ by the loop]` where that is not `Math.exp`'s. */
async function others(xs: readonly Float64Array[]): Promise<number[][]> {
  const graph = trace({ x: tensorType([n], "float64") }, ({ x }) => ({ y: ops.exp(x) }));
  const program = await fusedLoop(graph);
  if (program === undefined) throw new Error("it is element-wise");
  const { x, y } = { x: program.inputs.x, y: program.outputs.y };
  const found: number[][] = [];
  for (const values of xs) {
    x.fill(0.5); // what is not given
    x.set(values);
    program.run();
    for (const [i, value] of values.entries())
      if (!Object.is(y[i], Math.exp(value))) found.push([value, y[i]]);
  }
  return found;
}

test("Math.exp to the last bit, 160,000 numbers of every size", async () => {
  const random = new RandomSource(1);
  const sizes = [1e-9, 1e-3, 0.3, 0.4, 1, 5, 50, 750];
  const xs = sizes.map((size) => Float64Array.from({ length: n }, () => size * (2 * random.uniform() - 1)));
  expect(await others(xs)).toEqual([]);
});

test("where its steps change, and where it hands over to Math.exp", async () => {
  const half = Math.LN2 / 2;
  const at = [0, 1, 2 ** -28, 0.3465735912322998, half, 3 * half, 708, 709.782712893384, 745.1332191019411];
  const ulp = (x: number): number => Math.max(Number.MIN_VALUE, 2 ** (Math.floor(Math.log2(x)) - 52));
  const near = at.flatMap((x) => [x, x - ulp(x), x + ulp(x), x + 2 * ulp(x)]);
  const ends = [Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_VALUE, Number.MIN_VALUE];
  const all = [...near, ...ends];
  expect(await others([Float64Array.from([...all, ...all.map((x) => -x)])])).toEqual([]);
});
