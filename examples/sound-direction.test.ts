import { expect, test } from "vitest";
import { run, timeDifference } from "./sound-direction.js";

test("cells with delays hear where a tone comes from; not where fibers do not keep time with it", () => {
  const lines: string[] = [];
  const { heard, angles, error } = run({ duration: 60, print: (text) => lines.push(text) });
  expect(error).toBeLessThan(6);
  for (let k = 1; k < angles.length; k++) expect(heard[k]).toBeGreaterThan(heard[k - 1]);
  expect(lines[5]).toMatch(/^sound at 0°, 0 µs later on the left: heard at -?[0-5]°$/);
  expect(run({ duration: 60, jitter: 0.6, print: () => {} }).error).toBeGreaterThan(20);
});

test("differences between the ears: a round head, by hand; in Chinese", () => {
  // 0.0875 (π/2 + 1)/343 s
  expect(timeDifference(90)).toBeCloseTo(0.65581, 4);
  expect(timeDifference(-30)).toBeCloseTo((-1000 * 0.0875 * (Math.PI / 6 + 0.5)) / 343, 12);
  const lines: string[] = [];
  run({ duration: 30, lang: "zh", print: (text) => lines.push(text) });
  expect(lines[10]).toMatch(/^声音在 75°，左耳晚 580 微秒：听到 \d+°$/);
});
