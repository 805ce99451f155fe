import { prepared } from "../../engine/digits/prepare.js";
import type { Palette } from "../chart/colors.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { gallery } from "./gallery.js";
import { drawPad, type Pad, padSide } from "./pad.js";
import { paintImage, picture } from "./paint.js";
import { type DigitsWords, filled } from "./words.js";

export interface DrawPanel {
  readonly root: HTMLElement;
  readonly pad: Pad;
  /** Whether drawings are made as MNIST's were. */
  prepare(isOn: boolean): void;
  /** One image of each digit to begin with. */
  offer(images: readonly Uint8Array[]): void;
}

/** The pad, and the 28 × 28 that the network gets of it. `seen` is called with each new image. */
export function drawPanel(
  say: DigitsWords,
  palette: Palette,
  seen: (image: Uint8Array, isEmpty: boolean) => void,
): DrawPanel {
  const pad = drawPad(say, palette, () => void look());
  const small = picture(say.net);
  const isPrepared = element("input", { type: "checkbox", checked: true, "data-testid": "prepare" });
  const samples = gallery(say.samples, 26, palette);
  const clear = button(say.clear, () => pad.clear(), { "data-testid": "clear" });
  isPrepared.addEventListener("change", () => void look());
  let ticket = 0;

  async function look(): Promise<void> {
    const mine = ++ticket;
    const image = await prepared(pad.ink(), padSide, isPrepared.checked);
    if (mine !== ticket) return;
    paintImage(small, image, palette);
    seen(
      image,
      image.every((v) => v === 0),
    );
  }

  const root = element(
    "section",
    { class: "draw" },
    element("h2", {}, say.draw),
    element(
      "div",
      { class: "pads" },
      element("figure", {}, pad.root, element("figcaption", { class: "faint" }, say.padHint)),
      element(
        "div",
        { class: "seen" },
        element("figure", {}, small, element("figcaption", { class: "faint" }, say.net)),
        element("label", {}, isPrepared, ` ${say.prepare}`),
        clear,
      ),
    ),
    element("div", { class: "samples" }, element("span", { class: "faint" }, say.samples), samples.root),
  );
  return {
    root,
    pad,
    prepare(isOn) {
      isPrepared.checked = isOn;
    },
    offer(images) {
      samples.show(
        images.map((pixels, digit) => ({
          pixels,
          label: filled(say.sample, { digit }),
          choose: () => {
            isPrepared.checked = true;
            pad.put(pixels);
          },
        })),
      );
    },
  };
}
