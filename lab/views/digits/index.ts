import type { DigitsFrame, DigitsSpec } from "../../engine/digits/digits.js";
import type { LabStore } from "../../store.js";
import { paletteOf } from "../chart/colors.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import { answerPanel } from "./answer.js";
import "./digits.css";
import { asking } from "./asking.js";
import { drawPanel } from "./draw-panel.js";
import { erasePanel } from "./erase-panel.js";
import { invitations } from "./invitations.js";
import { kernelPanel } from "./kernel-panel.js";
import { type ConvName, layersPanel } from "./layers.js";
import { imageAt, mistakesPanel, type TestImages } from "./mistakes.js";
import { trainPanel } from "./train-panel.js";
import { whyPanel } from "./why-panel.js";
import { digitsWords, filled, percent } from "./words.js";

const seed = 1;

interface Looked {
  readonly image: Uint8Array;
  readonly id: number;
  readonly isEmpty: boolean;
}

/** Digits: a small network that reads them, from all sides. */
export function mountView(host: HTMLElement, store: LabStore, { lang, told }: ViewOptions): View {
  const say = digitsWords(lang);
  const palette = paletteOf();
  let spec: DigitsSpec = { weights: "trained", seed };
  let isRunning = false;
  let frame: DigitsFrame | undefined;
  let images: TestImages | undefined;
  let isGone = false;
  /** What the network looks at. */
  let looked: Looked = { image: new Uint8Array(784), id: 0, isEmpty: true };
  /** The digit that a person asks about; undefined: the answer itself. */
  let asked: number | undefined;
  /** A new network: what takes longer is asked when it has first looked. */
  let isOwed = true;
  /** A look is on its way; another follows when it is back. */
  let awaited: { id: number } | undefined;

  const failure = element("p", { class: "notice", role: "alert" });
  failure.hidden = true;
  const remote = store.open("digits", {
    frame: arrived,
    state({ running }) {
      const hasPaused = isRunning && !running;
      isRunning = running;
      train.running(running, spec.weights === "trained");
      if (hasPaused) settled();
    },
    failed: ({ message }) => fail(message),
    lost: ({ message }) => fail(message),
  });

  const draw = drawPanel(say, palette, (image, isEmpty) => {
    looked = { image, id: looked.id + 1, isEmpty };
    asked = undefined;
    look();
  });
  const answer = answerPanel(say, (digit) => {
    asked = digit;
    showAnswer();
    why.ask();
  });
  const train = trainPanel(say, lang, { toggle, advance, reset, useTrained: () => begin("trained") });
  const mistakes = mistakesPanel(say, palette, put);
  const chooseMap = (layer: ConvName, map: number): void => {
    layers.choose(layer, map);
    kernel.choose(layer, map);
  };
  const layers = layersPanel(say, palette, chooseMap);
  const kernel = kernelPanel(say, palette);
  const whyShown = whyPanel(say, palette, () => why.ask());
  const erased = erasePanel(say, lang, palette);
  const why = asking(remote, {
    subject: () =>
      looked.isEmpty || frame?.seen === undefined
        ? undefined
        : {
            image: looked.image,
            target: asked ?? answerOf(frame),
            method: whyShown.method,
            baseline: whyShown.baseline,
          },
    show(explanation, reading, image) {
      whyShown.show(explanation, image, isRunning ? frame?.step : undefined);
      erased.show(reading, explanation?.target ?? 0);
    },
    fail,
  });
  const invited = invitations(say, {
    async shift() {
      await known();
      draw.prepare(false);
      draw.pad.put(sampleOf(4), 2, 4, 52);
    },
    async face() {
      draw.prepare(true);
      draw.pad.strokes(face);
    },
    async mistake() {
      const { mistakes: worst } = await remote.ask("answers", {});
      await known();
      if (worst.length > 0 && images !== undefined) put(imageAt(images, worst[0])); // a perfect network has none
    },
  });
  const root = element(
    "div",
    { class: "digits-view" },
    element("p", { class: "intro" }, say.intro),
    invited,
    failure,
    element(
      "div",
      { class: "columns" },
      element("div", { class: "column learn" }, train.root, mistakes.root),
      element(
        "div",
        { class: "column inside" },
        element("section", {}, element("h2", {}, say.inside), element("p", { class: "faint" }, say.insideText), layers.root), // biome-ignore format: one line
        kernel.root,
      ),
      element("div", { class: "column ask" }, draw.root, answer.root, whyShown.root),
    ),
    erased.root,
    element("details", {}, element("summary", {}, say.notes), element("p", {}, say.notesText), element("p", {}, say.notesWhy)), // biome-ignore format: one line
  );
  host.replaceChildren(root);
  train.say(say.loading);
  whyShown.show(undefined, looked.image);
  chooseMap("conv_1", 0);
  begin("trained");
  void known().then(() => {
    if (isGone || images === undefined) return;
    const { labels } = images;
    draw.offer(
      Array.from({ length: 10 }, (_, digit) => imageAt(images as TestImages, labels.indexOf(digit))),
    ); // known now
    if (looked.isEmpty) draw.pad.put(sampleOf(3));
  });

  function begin(weights: DigitsSpec["weights"]): void {
    spec = { weights, seed };
    isRunning = false;
    frame = undefined;
    awaited = undefined;
    isOwed = true;
    train.forget();
    remote.watch(looked.isEmpty ? {} : { image: looked.image, id: looked.id });
    remote.build(spec);
  }

  /** The test images, asked for once. */
  async function known(): Promise<void> {
    images ??= await remote.ask("images", {}).catch((error) => {
      if (!isGone) fail(String(error.message));
      return undefined;
    });
  }

  const sampleOf = (digit: number): Uint8Array =>
    images === undefined ? new Uint8Array(784) : imageAt(images, images.labels.indexOf(digit));

  function put(image: Uint8Array): void {
    draw.prepare(true);
    draw.pad.put(image);
    draw.pad.root.scrollIntoView({ block: "nearest" });
  }

  /** One look at a time: while a hand draws, the newest image follows the last answer. */
  function look(): void {
    if (looked.isEmpty) {
      showAnswer();
      why.ask();
    }
    if (looked.isEmpty || awaited !== undefined) return;
    awaited = { id: looked.id };
    remote.watch({ image: looked.image, id: looked.id });
  }

  function arrived(now: DigitsFrame): void {
    const isNewLook = now.seen?.id !== frame?.seen?.id;
    const hasLearned = now.step !== frame?.step;
    frame = now;
    if (now.seen !== undefined && now.seen.id === awaited?.id) awaited = undefined;
    if (now.seen?.id !== looked.id && !looked.isEmpty) look();
    showTraining();
    if (now.seen !== undefined) {
      layers.show(now.seen);
      kernel.show(now.seen);
    }
    showAnswer();
    const isFirst = isOwed && (now.seen !== undefined || (looked.isEmpty && images !== undefined));
    if (isFirst) isOwed = false;
    if (isNewLook) why.ask();
    if ((isFirst || (hasLearned && !isOwed)) && !isRunning) settled();
    told?.();
  }

  function showTraining(): void {
    if (frame === undefined) return;
    train.show(frame, spec.weights === "trained");
    if (frame.tested !== undefined) mistakes.count(frame.tested.confusion, frame.tested.accuracy);
  }

  function showAnswer(): void {
    const best = frame === undefined ? 0 : answerOf(frame);
    answer.show(looked.isEmpty ? "empty" : frame?.seen?.probabilities, best, asked ?? best);
  }

  /** Nothing changes by itself any more: what takes longer is asked now. */
  function settled(): void {
    why.ask();
    askAnswers();
  }

  function askAnswers(): void {
    void remote
      .ask("answers", {})
      .then(async (answers) => {
        await known();
        if (isGone || images === undefined) return;
        mistakes.show(answers, images);
        if (frame?.step === answers.tested.step) frame = { ...frame, tested: answers.tested, records: [] };
        showTraining();
        told?.();
      })
      .catch(() => {}); // the worker was closed, or says so by itself
  }

  function fail(message: string): void {
    failure.textContent = message;
    failure.hidden = false;
  }

  function toggle(): void {
    if (isRunning) {
      remote.pause();
      return;
    }
    if (spec.weights === "trained") begin("fresh");
    isRunning = true;
    train.running(true, false);
    remote.run();
  }
  function advance(): void {
    if (spec.weights === "trained") begin("fresh");
    remote.pause();
    remote.advance(1);
  }
  function reset(): void {
    begin("fresh");
  }

  return {
    describe() {
      if (frame?.seen === undefined) return say.loading;
      const who = spec.weights === "trained" ? say.whoTrained : filled(say.whoFresh, { step: frame.step });
      const digit = answerOf(frame);
      const sure = percent(frame.seen.probabilities[digit]);
      const reads = filled(say.describe, { who, digit, sure });
      if (frame.tested === undefined) return reads;
      return `${reads}${filled(say.describeTested, { accuracy: percent(frame.tested.accuracy) })}`;
    },
    run: { toggle, advance, reset },
    dispose() {
      isGone = true;
      remote.close();
      for (const part of [train, kernel, erased, why]) part.dispose();
      root.remove();
    },
  };
}

/** The most probable digit. */
function answerOf({ seen }: DigitsFrame): number {
  const all = seen?.probabilities ?? [];
  return all.indexOf(Math.max(...all));
}

const arc = (x: number, y: number, r: number, from: number, to: number): (readonly [number, number])[] =>
  Array.from({ length: 25 }, (_, k) => {
    const angle = ((from + ((to - from) * k) / 24) * Math.PI) / 180;
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
// biome-ignore format: two eyes
const face = [
  arc(56, 56, 44, 0, 360),
  arc(56, 58, 24, 20, 160),
  [[41, 42], [41, 46]],
  [[71, 42], [71, 46]],
] as const;
