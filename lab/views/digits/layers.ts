import type { Seen, SeenLayer } from "../../engine/digits/seen.js";
import { type Grid, paintInk } from "../chart/cells.js";
import type { Palette } from "../chart/colors.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import "./layers.css";
import { roving, stopAt } from "../roving.js";
import { paintMarked, picture } from "./paint.js";
import { type DigitsWords, filled } from "./words.js";

export type ConvName = "conv_1" | "conv_2";

export interface LayersPanel {
  readonly root: HTMLElement;
  show(seen: Seen): void;
  /** Which map is being looked at. */
  choose(layer: ConvName, map: number): void;
}

const rows = ["conv_1", "pool_1", "conv_2", "pool_2"] as const;

/** One channel of a layer as a grid. */
export const mapOf = ({ width, height, channels, values }: SeenLayer, map: number): Grid => ({
  width,
  height,
  value: (cell) => values[cell * channels + map],
});

/** One kernel over one channel before it. */
export const kernelOf = (conv: SeenLayer, before: number, filter: number): Grid => {
  const { kernel, kernelSize, channels } = conv;
  const depth = kernel === undefined ? 1 : kernel.length / (kernelSize * kernelSize * channels);
  return {
    width: kernelSize,
    height: kernelSize,
    value: (cell) => kernel?.[(cell * depth + before) * channels + filter] ?? 0,
  };
};

export const largest = (values: ArrayLike<number>): number => {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
};

/** All feature maps, layer below layer; those of the convolutions can be chosen. */
export function layersPanel(
  say: DigitsWords,
  palette: Palette,
  chosen: (layer: ConvName, map: number) => void,
): LayersPanel {
  const made = rows.map((name) => {
    const isConv = name === "conv_1" || name === "conv_2";
    const count = name.endsWith("1") ? 8 : 16;
    const items = Array.from({ length: count }, (_, map) => {
      const canvas = picture();
      if (!isConv) return { canvas, host: canvas as HTMLElement, kernel: undefined };
      const kernel = name === "conv_1" ? picture() : undefined;
      if (kernel !== undefined) {
        kernel.classList.add("kernel");
      }
      const label = filled(say.mapLabel, { map: map + 1, layer: name === "conv_1" ? say.conv1Short : say.conv2Short }); // biome-ignore format: one line
      const host = button(
        [...(kernel === undefined ? [canvas] : [kernel, canvas])],
        () => chosen(name, map),
        { "aria-label": label, title: label, "data-map": `${name} ${map}` },
      );
      return { canvas, host, kernel };
    });
    const hosts = items.map(({ host }) => host);
    const list = element("div", { class: `maps ${name}`, role: isConv ? "group" : "img", "aria-label": say[name] }, ...hosts); // biome-ignore format: one line
    if (isConv) {
      roving(list, () => 8, () => hosts); // biome-ignore format: one line
      stopAt(hosts, hosts[0]);
    }
    return {
      name,
      isConv,
      items,
      root: element("div", { class: "layer" }, element("h3", {}, say[name]), list),
    };
  });
  const root = element("div", { class: "layers" }, ...made.map(({ root: one }) => one));
  return {
    root,
    show({ layers }) {
      for (const { name, items } of made) {
        const layer = layers.find((one) => one.name === name);
        if (layer === undefined) continue;
        const most = largest(layer.values); // one scale for a layer: its maps can be compared
        const strongest = layer.kernel === undefined ? 0 : largest(layer.kernel);
        for (const [map, { canvas, kernel }] of items.entries()) {
          paintInk(canvas, mapOf(layer, map), most, palette);
          if (kernel !== undefined) paintMarked(kernel, kernelOf(layer, 0, map), strongest, palette, 8);
        }
      }
    },
    choose(layer, map) {
      for (const { name, isConv, items } of made)
        if (isConv)
          for (const [k, { host }] of items.entries())
            host.setAttribute("aria-pressed", String(name === layer && k === map));
    },
  };
}
