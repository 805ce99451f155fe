import { expect, test } from "vitest";
import type { Executable, Executor } from "../core/executor.js";
import type { Graph } from "../core/graph.js";
import { DoubleBufferedState } from "../runtime/state.js";
import { Executables } from "./executables.js";

const graph: Graph = { inputs: [], outputs: {} };

/** An executor that writes down what it makes and frees. */
function recorded(): {
  executor: Executor;
  made: string[];
  freed: string[];
  next: { name: string; fails: boolean };
} {
  const made: string[] = [];
  const freed: string[] = [];
  const next = { name: "", fails: false };
  const executor: Executor = {
    runtime: "reference",
    isExact: true,
    compile: () => {
      const { name, fails } = next;
      made.push(name);
      if (fails) return Promise.reject(new RangeError(name));
      const executable: Executable = {
        run: () => Promise.resolve({}),
        dispose: () => {
          freed.push(name);
          return Promise.resolve();
        },
      };
      return Promise.resolve(executable);
    },
    createState: (values) => new DoubleBufferedState(values),
  };
  return { executor, made, freed, next };
}

test("each is made once; of more than eight, the one not used for longest is freed", async () => {
  const { executor, made, freed, next } = recorded();
  const executables = new Executables(executor);
  const get = (name: string): Promise<Executable> => {
    next.name = name;
    return executables.get(name, () => graph);
  };
  const first = await get("a");
  for (const name of "bcdefgh") await get(name);
  expect(await get("a")).toBe(first); // used again: now "b" has waited longest
  await get("i");
  await Promise.resolve();
  expect([made.join(""), freed.join("")]).toEqual(["abcdefghi", "b"]);
  await get("b");
  expect([made.join(""), freed.join("")]).toEqual(["abcdefghib", "bc"]);
  await executables.clear();
  expect(freed.toSorted().join("")).toBe("abbcdefghi");
});

test("one that could not be made is tried again", async () => {
  const { executor, made, next } = recorded();
  const executables = new Executables(executor);
  Object.assign(next, { name: "a", fails: true });
  await expect(executables.get("a", () => graph)).rejects.toThrow(new RangeError("a"));
  next.fails = false;
  await expect(executables.get("a", () => graph)).resolves.toBeDefined();
  expect(made).toEqual(["a", "a"]);
});
