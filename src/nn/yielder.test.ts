import { afterEach, expect, test, vi } from "vitest";
import { Yielder } from "./yielder.js";

afterEach(() => {
  vi.restoreAllMocks();
});

test("gives others their turn once 10 ms have passed, and not before", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const turns: number[] = [];
  const yielder = new Yielder();
  const pauseAt = async (time: number): Promise<void> => {
    now = time;
    let hadTurn = false;
    setImmediate(() => {
      hadTurn = true;
    });
    await yielder.pause();
    if (hadTurn) turns.push(time);
    else await new Promise((resolve) => setImmediate(resolve)); // the one above is over
  };
  for (const time of [1, 9, 10, 15, 19.5, 20, 25, 40]) await pauseAt(time);
  expect(turns).toEqual([10, 20, 40]);
});
