import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "./001-is-it-a-cat.js";
import { drawFace } from "./cat-drawings.js";
import { uniforms } from "./xor-by-hand.js";

test("drawings of cats are told from faces without ears", async () => {
  const result = await run({ print: () => {} });
  expect(result.pictures).toBe(600);
  expect(result.guessing).toBe(0.5);
  expect(result.testAccuracy).toBeGreaterThan(0.85);
});

test("a folder of pictures with two folders inside", async () => {
  const folder = await mkdtemp(join(tmpdir(), "neurograd-cats-"));
  const random = uniforms(5);
  for (const name of ["cat", "other"]) {
    await mkdir(join(folder, name));
    for (let i = 0; i < 10; i++) {
      const { width, height, rgb } = drawFace(name === "cat", random);
      await writeFile(
        join(folder, name, `${i}.ppm`),
        Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), rgb]),
      );
    }
  }
  const lines: string[] = [];
  const result = await run({ folder, epochs: 1, print: (text) => lines.push(text) });
  expect(result.pictures).toBe(20);
  expect(lines[0]).toBe("16 pictures to learn from, 4 to be asked about\n");
  expect(lines.join("\n")).toMatch(/cat\/4\.ppm: cat\? \d+\.\d % yes/);

  await rm(join(folder, "other"), { recursive: true });
  await expect(run({ folder, print: () => {} })).rejects.toThrow(
    `${folder}: needs two folders inside, such as cat and other; found cat`,
  );
  await rm(folder, { recursive: true });
  await expect(run({ folder, print: () => {} })).rejects.toThrow(
    `${folder}: cannot be read as a folder (ENOENT)`,
  );
});
