import { expect, test } from "vitest";
import { Training } from "../engine/training.js";
import type { HistoryPoint } from "../store.js";
import { langs } from "../text/lang.js";
import { lessons } from "./index.js";
import type { Ending, Run } from "./lesson.js";

/** What each experiment gives with its seed: the answers' texts speak of it. */
const expected: Readonly<Record<string, number>> = {
  "one-neuron": 0,
  "exclusive-or": 1,
  activations: 1,
  backward: 0,
  loss: 1,
  optimizers: 2,
  depth: 1,
  overfitting: 0,
  inside: 1,
  brain: 2,
};

async function ended({ spec, steps }: Run): Promise<Ending> {
  const training = new Training(spec);
  const history: HistoryPoint[] = [];
  const every = Math.max(1, Math.round(steps / 20));
  for (;;) {
    if (training.step % every === 0 || training.step === steps) {
      const frame = await training.frame({});
      history.push(frame);
      if (training.step === steps) return { frame, history };
    }
    await training.advance();
  }
}

test("ten lessons, each with a question, a guess and an answer in both languages", () => {
  expect(lessons.map(({ id }) => id)).toEqual(Object.keys(expected));
  for (const lesson of lessons)
    for (const lang of langs) {
      const texts = [
        lesson.question,
        ...lesson.before,
        ...lesson.choices,
        ...lesson.after,
        ...lesson.more.map(({ label }) => label),
        ...(lesson.elsewhere ?? []).map(({ label }) => label),
      ];
      for (const text of texts) expect(text[lang].trim(), lesson.id).not.toBe("");
      expect(lesson.choices.length).toBeGreaterThan(1);
      expect(lesson.before.length + lesson.after.length).toBeGreaterThan(2);
    }
});

test.each(lessons)(
  "$id: the experiment gives what its answer speaks of",
  async (lesson) => {
    const endings: Ending[] = [];
    for (const run of lesson.runs) endings.push(await ended(run));
    const seen = endings
      .map(({ frame }) => `${frame.loss} ${frame.testLoss} ${frame.accuracy} ${frame.testAccuracy}`)
      .join("; ");
    expect(lesson.outcome(endings), seen).toBe(expected[lesson.id]);
  },
  120_000,
);
