import { expect, test } from "vitest";
import { hasEspeak, type Recording, samplingRate, speak, voices } from "./espeak.js";
import { run, words } from "./spoken-words.js";

/** Ten tones instead of words; each voice adds an overtone of another strength. */
const tones: Recording[] = ["ann", "bob", "cid", "dan", "eve", "ann2"].flatMap((voice, k) =>
  words.map((_, word) => ({
    word,
    voice,
    samples: Float32Array.from({ length: 20_000 }, (_, t) => {
      const phase = (2 * Math.PI * 250 * 1.35 ** word * t) / samplingRate;
      return 0.4 * Math.sin(phase) + 0.05 * k * Math.sin(2 * phase);
    }),
  })),
);

test("ten tones of voices that were not heard", async () => {
  const lines: string[] = [];
  const options = { recordings: tones, epochs: 6, batchSize: 10, runtime: "native" } as const;
  const result = await run({ ...options, print: (text) => lines.push(text) });
  // Families ann, bob, cid, dan, eve: the fifth is kept.
  expect(lines[0]).toBe("50 recordings to learn from, 10 of other voices");
  expect(result.convolution).toBeGreaterThan(0.7); // chance is 0.1
  expect(lines[2]).toBe(`convolution: understands ${(100 * result.convolution).toFixed(1)} % of the words`);
});

test.skipIf(!(await hasEspeak()))("espeak-ng: many voices, none of which speaks like another", async () => {
  const names = await voices();
  expect(names.length).toBeGreaterThan(50);
  const options = { takes: 2, seed: 0 };
  const spoken = await speak(["yes", "no"], ["m1", "f1", "klatt"], options);
  expect(spoken.length).toBe(12);
  expect(new Set(spoken.map(({ voice }) => voice))).toEqual(new Set(["m1", "f1", "klatt"]));
  for (const { samples } of spoken) {
    expect(samples.length).toBeGreaterThan(samplingRate / 10);
    expect(samples.every((value) => Math.abs(value) <= 1)).toBe(true);
  }
  expect(await speak(["yes", "no"], ["m1", "f1", "klatt"], options)).toEqual(spoken);
  expect(await speak(["two", "too"], ["m1"], { takes: 1, seed: 0 })).toHaveLength(1); // they sound the same
});
