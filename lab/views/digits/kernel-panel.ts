import { type KernelSum, kernelSum } from "../../engine/digits/kernel-sum.js";
import type { Seen, SeenLayer } from "../../engine/digits/seen.js";
import { figure, withMinus } from "../../text/lang.js";
import { type Grid, paintInk } from "../chart/cells.js";
import type { Palette } from "../chart/colors.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { arrowOf, pointedIn } from "../pointing.js";
import { roving, stopAt } from "../roving.js";
import { type ConvName, kernelOf, largest, mapOf } from "./layers.js";
import { paintMarked, picture } from "./paint.js";
import { throttle } from "./throttle.js";
import { type DigitsWords, filled } from "./words.js";

export interface KernelPanel {
  readonly root: HTMLElement;
  show(seen: Seen): void;
  choose(layer: ConvName, map: number): void;
  dispose(): void;
}

/** A kernel at one place of what it looks at: every product, and their sum. The pointer, the arrow keys or time move it. */
export function kernelPanel(say: DigitsWords, palette: Palette): KernelPanel {
  const at = { layer: "conv_1" as ConvName, filter: 0, channel: 0, row: 9, column: 9 };
  let seen: Seen | undefined;
  /** By a person: then it stays when the image changes. */
  let isPlaced = false;
  let ticket = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const source = picture();
  const made = picture();
  const kernel = picture();
  const sourceMark = element("span", { class: "window" });
  const madeMark = element("span", { class: "window" });
  const frame = element(
    "div",
    { class: "frame", tabindex: 0, role: "application", "aria-label": `${say.slide}. ${say.slideText}`, "data-testid": "slide" },
    source,
    sourceMark,
  ); // biome-ignore format: one attribute each
  const result = element("div", { class: "frame" }, made, madeMark);
  const play = button(say.slidePlay, () => slide());
  const where = element("span", { class: "faint number", role: "status" });
  const table = element("table", { class: "products number" });
  const channels = element("div", { class: "channels number", role: "group", "aria-label": say.otherMaps });
  const formula = element("p", { class: "formula number", "data-testid": "kernel-sum" });
  const channelButtons = (): readonly HTMLElement[] => [...channels.querySelectorAll("button")];
  roving(channels, () => 4, channelButtons);
  const root = element(
    "section",
    { class: "slide", "aria-label": say.slide },
    element("h3", {}, say.slide),
    element("p", { class: "faint" }, say.slideText),
    element("div", { class: "frames" }, captioned(frame, say.slideImage), captioned(kernel, say.kernel), captioned(result, say.slideMap)), // biome-ignore format: one line
    element("div", { class: "row" }, play, where),
    channels,
    element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say.products }, table),
    formula,
  );

  const layers = (): { before: SeenLayer; conv: SeenLayer } | undefined => {
    const k = at.layer === "conv_1" ? 1 : 3;
    return seen && { before: seen.layers[k - 1], conv: seen.layers[k] };
  };

  function to(row: number, column: number): void {
    const now = layers();
    if (now === undefined) return;
    isPlaced = true;
    at.row = Math.max(0, Math.min(now.conv.height - 1, row));
    at.column = Math.max(0, Math.min(now.conv.width - 1, column));
    draw();
  }

  /** Where the kernel finds most of what it looks for. */
  function toBrightest(): void {
    const conv = layers()?.conv;
    if (conv === undefined) return;
    const { value } = mapOf(conv, at.filter);
    let best = 0;
    for (let cell = 0; cell < conv.width * conv.height; cell++) if (value(cell) > value(best)) best = cell;
    Object.assign(at, { row: Math.floor(best / conv.width), column: best % conv.width });
  }

  function draw(): void {
    const now = layers();
    if (now === undefined) return;
    const { before, conv } = now;
    at.channel = Math.min(at.channel, before.channels - 1);
    paintInk(source, mapOf(before, at.channel), largest(before.values), palette);
    paintMarked(kernel, kernelOf(conv, at.channel, at.filter), largest(conv.kernel ?? []), palette, 16);
    paintInk(made, soFar(mapOf(conv, at.filter)), largest(conv.values), palette);
    place(sourceMark, at.row, at.column, conv.kernelSize, before);
    place(madeMark, at.row, at.column, 1, conv);
    where.textContent = filled(say.place, { row: at.row + 1, column: at.column + 1 });
    const mine = ++ticket;
    void kernelSum(before, conv, at).then((sum) => {
      if (mine === ticket) write(sum);
    });
  }

  const drawSoon = throttle(150, draw);

  /** While it slides, only what it has made. */
  const soFar = (grid: Grid): Grid =>
    timer === undefined
      ? grid
      : { ...grid, value: (cell) => (cell <= at.row * grid.width + at.column ? grid.value(cell) : 0) };

  function write({ size, x, w, products, byChannel, bias, z, a }: KernelSum): void {
    const depth = byChannel.length;
    const most = largest(products);
    const rows = Array.from({ length: size }, (_, i) =>
      element(
        "tr",
        {},
        ...Array.from({ length: size }, (__, j) => {
          const k = (i * size + j) * depth + at.channel;
          const product = products[k];
          const cell = element(
            "td",
            { class: product < 0 ? "minus" : "plus" },
            element("small", {}, short(x[k])),
            element("small", {}, `× ${short(w[k])}`),
            element("b", {}, `= ${short(product)}`),
          );
          cell.style.setProperty("--share", (most > 0 ? Math.abs(product) / most : 0).toFixed(2));
          return cell;
        }),
      ),
    );
    table.replaceChildren(element("caption", {}, say.products), element("tbody", {}, ...rows));
    channels.hidden = depth === 1;
    if (depth > 1) writeChannels(byChannel);
    const terms = depth === 1 ? "" : `${[...byChannel].map(signed).join(" ").replace(/^\+ /, "")} `;
    const sum = depth === 1 ? `Σ x·w + b = ${short(byChannel[0])} ` : terms;
    formula.textContent = withMinus(`z = ${sum}${signed(bias)} = ${figure(z)}   →   ReLU(z) = ${figure(a)}`);
    formula.dataset.z = String(z);
    formula.dataset.a = String(a);
  }

  function writeChannels(sums: Float64Array): void {
    const had = channels.contains(document.activeElement);
    const buttons = [...sums].map((sum, channel) => {
      const choose = (): void => {
        at.channel = channel;
        draw();
      };
      const name = [element("small", {}, `${channel + 1}`), ` ${short(sum)}`];
      return button(name, choose, { "aria-pressed": String(channel === at.channel) });
    });
    channels.replaceChildren(element("span", { class: "faint" }, `${say.otherMaps}:`), ...buttons);
    stopAt(buttons, buttons[at.channel]);
    if (had) buttons[at.channel].focus();
  }

  function pointTo(host: HTMLElement, grid: () => SeenLayer | undefined, half: () => number): void {
    const move = (event: PointerEvent): void => {
      const layer = grid();
      if (layer === undefined || timer !== undefined) return;
      const { x, y, width, height } = pointedIn(host, event);
      const column = Math.floor((x / width) * layer.width);
      const row = Math.floor((y / height) * layer.height);
      to(row - half(), column - half());
    };
    host.addEventListener("pointermove", move);
    host.addEventListener("pointerdown", move);
  }
  pointTo(frame, () => layers()?.before, () => 2); // biome-ignore format: one line
  pointTo(result, () => layers()?.conv, () => 0); // biome-ignore format: one line
  frame.addEventListener("keydown", (event) => {
    const way = arrowOf(event);
    if (way === undefined) return;
    event.preventDefault();
    to(at.row + way[1], at.column + way[0]);
  });

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    play.textContent = say.slidePlay;
  }
  function slide(): void {
    if (timer !== undefined) {
      stop();
      draw();
      return;
    }
    play.textContent = say.slideStop;
    Object.assign(at, { row: 0, column: -1 });
    timer = setInterval(() => {
      const conv = layers()?.conv;
      if (conv === undefined) return;
      const next = at.row * conv.width + at.column + 1;
      if (next >= conv.width * conv.height) {
        stop();
        draw();
      } else to(Math.floor(next / conv.width), next % conv.width);
    }, 40);
  }

  return {
    root,
    show(now) {
      const isNew = seen?.id !== now.id;
      seen = now;
      if (isNew && !isPlaced) toBrightest();
      drawSoon();
    },
    choose(layer, map) {
      if (layer !== at.layer) Object.assign(at, { layer, channel: 0 });
      at.filter = map;
      isPlaced = false;
      toBrightest();
      draw();
    },
    dispose() {
      stop();
      drawSoon.cancel();
    },
  };
}

const captioned = (content: HTMLElement, text: string): HTMLElement =>
  element("figure", {}, content, element("figcaption", { class: "faint" }, text));

function place(
  mark: HTMLElement,
  row: number,
  column: number,
  size: number,
  { width, height }: SeenLayer,
): void {
  mark.style.left = `${(column / width) * 100}%`;
  mark.style.top = `${(row / height) * 100}%`;
  mark.style.width = `${(size / width) * 100}%`;
  mark.style.height = `${(size / height) * 100}%`;
}

/** Two decimals, and a true minus. */
const short = (value: number): string => (Math.abs(value) < 0.005 ? "0" : withMinus(value.toFixed(2)));
const signed = (value: number): string => `${value < 0 ? "−" : "+"} ${short(Math.abs(value))}`;
