import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "./nir.js";

test("the paper's four steps, and digits read out of a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nir-"));
  try {
    const lines: string[] = [];
    const options = { samples: 960, tested: 10, epochs: 2, steps: 16, folder };
    const { paper, analog, spiking, bytes } = await run({ ...options, print: (text) => lines.push(text) });
    expect(paper).toEqual([460, 510, 710, 760]); // Pedersen et al. (2024), figure 2
    expect(analog).toBeGreaterThan(0.3);
    expect(Math.abs(spiking - analog)).toBeLessThan(0.25); // two digits of ten
    expect(lines).toEqual([
      "the neuron of the NIR paper fires in steps 460 510 710 760 (published: 460 510 710 760)",
      `digits.nir: AvgPool2d, Conv2d, Conv2d, IF, IF, Affine, Flatten, Input, Output, Scale; ${bytes} bytes`,
      `of 10 test digits the ReLUs name ${analog.toFixed(3)}, the file's spikes in 16 steps ${spiking.toFixed(3)}`,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
