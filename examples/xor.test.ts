import { expect, test } from "vitest";
import { run } from "./xor.js";

test("the first example solves XOR and prints its four answers", async () => {
  const lines: string[] = [];
  const result = await run({ lang: "zh", print: (text) => lines.push(text) });
  expect(result.correct).toBe(4);
  expect(result.loss).toBeLessThan(0.01);
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe("输入     回答     真值");
});
