import { expect, test } from "vitest";
import { run } from "./adversarial.js";

test("a network that has just begun to read can be misled at once; in Chinese", async () => {
  const lines: string[] = [];
  const { plain, robust } = await run({
    samples: 1280,
    tested: 100,
    epochs: 2,
    batchSize: 32,
    epsilon: 0.2,
    attackSteps: 3,
    lang: "zh",
    print: (text) => lines.push(text),
  });
  expect(plain.clean).toBeGreaterThan(0.7); // chance is 0.1
  expect(plain.fgsm).toBeLessThan(plain.clean - 0.3);
  expect(plain.pgd).toBeLessThanOrEqual(plain.fgsm);
  expect(robust.pgd).toBeGreaterThan(plain.pgd + 0.1);
  expect(lines[0]).toBe("每 100 个测试数字中读对的个数");
  expect(lines[1]).toMatch(/^ {3}照常训练：\d+\.0；推一次之后 \d+\.0，小步推 3 次之后 \d+\.0$/);
});
