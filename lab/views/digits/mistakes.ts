import type { Answers } from "../../engine/digits/answers.js";
import type { Palette } from "../chart/colors.js";
import { element } from "../dom.js";
import { confusionGrid } from "./confusion.js";
import { type GalleryItem, gallery } from "./gallery.js";
import { type DigitsWords, filled, percent } from "./words.js";

/** The thousand test images. */
export interface TestImages {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

export const imageAt = ({ pixels }: Pick<TestImages, "pixels">, k: number): Uint8Array =>
  pixels.subarray(k * 784, (k + 1) * 784);

export interface MistakesPanel {
  readonly root: HTMLElement;
  /** Counts come with training; which images they are is known when it pauses. */
  count(confusion: readonly number[], accuracy: number): void;
  show(answers: Answers, images: TestImages): void;
}

const shownAtOnce = 18;

/** What is taken for what, the images of a cell, and the surest mistakes. */
export function mistakesPanel(
  say: DigitsWords,
  palette: Palette,
  choose: (image: Uint8Array) => void,
): MistakesPanel {
  let known: { answers: Answers; images: TestImages } | undefined;
  let opened: { truth: number; answer: number } | undefined;
  const text = element("p", { class: "faint" });
  const grid = confusionGrid(say, (truth, answer) => {
    opened = { truth, answer };
    openCell();
  });
  const cellTitle = element("p", { class: "number", role: "status", "data-testid": "cell" });
  const cell = gallery(say.confusion, 34, palette);
  const worstText = element("p", { class: "faint" });
  const worst = gallery(say.mistakes, 44, palette);
  const root = element(
    "section",
    { class: "mistakes" },
    element("h2", {}, say.confusion),
    text,
    grid.root,
    cellTitle,
    cell.root,
    element("h3", {}, say.mistakes),
    worstText,
    worst.root,
  );

  function item(k: number, hasCaption: boolean): GalleryItem {
    const { answers, images } = known as NonNullable<typeof known>; // items are made of what is known
    const [truth, answer, sure] = [images.labels[k], answers.digits[k], percent(answers.sureness[k])];
    const label = filled(say.imageLabel, { truth, answer, sure });
    const caption = `${truth}→${answer}`;
    return {
      pixels: imageAt(images, k),
      ...(hasCaption ? { label: `${caption}: ${label}`, caption } : { label }),
      choose: () => choose(imageAt(images, k)),
    };
  }

  function openCell(): void {
    if (known === undefined || opened === undefined) return;
    const { truth, answer } = opened;
    const { labels } = known.images;
    const found = known.answers.digits.flatMap((digit, k) =>
      digit === answer && labels[k] === truth ? [k] : [],
    );
    const shown = found.slice(0, shownAtOnce);
    cellTitle.textContent =
      found.length === 0
        ? say.noImages
        : filled(say.cellImages, { truth, answer, shown: shown.length, count: found.length });
    cell.show(shown.map((k) => item(k, false)));
  }

  return {
    root,
    count(confusion, accuracy) {
      grid.show(confusion);
      text.textContent = filled(say.confusionText, { accuracy: percent(accuracy) });
    },
    show(answers, images) {
      known = { answers, images };
      worstText.textContent = filled(say.mistakesText, { count: answers.mistakes.length });
      worst.show(answers.mistakes.slice(0, 12).map((k) => item(k, true)));
      openCell();
    },
  };
}
