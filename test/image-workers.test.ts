import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { readImages } from "../golden/read-images.js";
import { runProgram } from "./run-program.js";
import { testFolder } from "./support/test-folder.js";

test("threads decode a folder to the same bits, refuse what is broken by its path, and let the program end", async () => {
  const folder = await testFolder();
  const files = readImages().files.filter(({ name }) => !name.startsWith("interlaced"));
  for (const [k, { name, base64 }] of files.entries()) {
    const inner = path.join(folder, k % 2 === 0 ? "a" : "b");
    await mkdir(inner, { recursive: true });
    await writeFile(path.join(inner, name), Buffer.from(base64, "base64"));
  }
  const { output, stderr } = await runProgram("images", [folder]);
  await rm(folder, { recursive: true });
  expect(stderr).toBe("");
  expect(output).toEqual({
    isSame: true,
    numbers: expect.any(Number),
    refused: {
      name: "NeurogradError",
      code: "invalid_image",
      message:
        "a/broken.png: begins with 3c 68 74 6d, which is neither PNG (89 50 4e 47) nor JPEG (ff d8); give a file of these formats. (invalid_image)",
    },
    after: true,
  });
  expect((output as { numbers: number }).numbers).toBeGreaterThan(files.length * 20 * 24 * 3);
}, 60_000);
