import { figure, percent, withMinus } from "../../../text/lang.js";
import { axes } from "../../chart/axes.js";
import { planeOf } from "../../chart/plane.js";
import { svgPlot } from "../../chart/plot.js";
import { rangeOf } from "../../chart/scale.js";
import { button, slider } from "../../controls.js";
import { element, prefersStillness, svg } from "../../dom.js";
import type { Panel, PanelOptions } from "../../panel.js";
import { choice, room } from "../room.js";
import { brainWords } from "../words.js";
import { capacityChart, most, usualBeta } from "./capacity.js";
import { cellGrid, thumbnail } from "./grid.js";
import { disturbed, pictures, randomPicture, side, units } from "./pictures.js";
import { judge, type Kind, likenesses, type Moment, recollect } from "./recollection.js";
import "./memory.css";
import { memoryWords } from "./words.js";

const pace = { hopfield: 90, modern: 450 } as const; // ms a moment

/** A memory of 64 units that is drawn upon: what is stored, disturbed, recalled. */
export function memoryPanel({ lang, told }: PanelOptions): Panel {
  const common = brainWords(lang);
  const say = memoryWords(lang);
  let stored: (readonly number[])[] = pictures.slice(0, 3);
  let state: readonly number[] = pictures[0];
  let kind: Kind = "hopfield";
  let beta: number = usualBeta;
  let seed = 0;
  let randoms = 0;
  let moments: readonly Moment[] = [];
  let shownMoments = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const verdict = element("p", { class: "readout", role: "status" }, say.ready);
  const grid = cellGrid(
    say.grid,
    (row, column) => say.cell.replace("{r}", String(row)).replace("{c}", String(column)),
    (cell) => setState(state.map((value, i) => (i === cell ? (value > 0 ? -1 : 1) : value > 0 ? 1 : -1))),
  );
  const shelf = element("div", { class: "shelf", role: "group", "aria-label": say.stored });
  const likenessTitle = element("h3", {}, say.likeness);
  const bars = element("div", { class: "bars" });
  const energy = svgPlot(say.energy, 180, energyMarks);
  const capacity = capacityChart(say);
  const sharpness = slider({
    name: say.beta,
    unit: "",
    bounds: [0.005, 0.3, 0.005],
    value: beta,
    change: (value) => {
      beta = value;
      settled();
    },
  });
  const kindChoice = choice<Kind>(say.kind, { hopfield: say.hopfield, modern: say.modern }, kind, (name) =>
    setKind(name),
  );

  function setKind(to: Kind): void {
    stop();
    kind = to;
    kindChoice.set(to);
    sharpness.root.hidden = to !== "modern";
    settled();
  }
  function setState(next: readonly number[]): void {
    stop();
    state = next;
    moments = [];
    shownMoments = 0;
    settled();
  }
  function remember(picture: readonly number[]): void {
    if (stored.length >= most) {
      verdict.textContent = say.full;
      return;
    }
    stored = [...stored, picture.map((value) => (value > 0 ? 1 : -1))];
    settled();
    drawShelf();
  }
  const storeRandom = (): void => remember(randomPicture(randoms++));

  const hint = (cue: readonly number[]): readonly number[] =>
    cue.map((value, i) => (i < units / 2 ? (value > 0 ? 1 : -1) : -1));

  function recall(): void {
    stop();
    if (stored.length === 0) {
      verdict.textContent = say.nothing;
      return;
    }
    moments = recollect(stored, state, { kind, beta, seed: seed++ });
    shownMoments = 1;
    if (prefersStillness()) shownMoments = moments.length;
    verdict.textContent = say.recalling;
    tick();
  }
  function tick(): void {
    state = moments[shownMoments - 1].state;
    draw();
    if (shownMoments < moments.length) {
      shownMoments++;
      timer = setTimeout(tick, pace[kind]);
    } else {
      timer = undefined;
      verdict.textContent = sentence();
      told();
    }
  }
  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function sentence(): string {
    if (moments.length === 0) return stored.length === 0 ? say.nothing : say.ready;
    const { kind: found, memory, likeness } = judge(stored, state, kind);
    const number = String(memory + 1);
    if (found === "found") return `${say.found} ${number}${say.stop}`;
    if (found === "negative") return `${say.negative} ${number} ${say.negativeWhy}${say.stop}`;
    const shown = figure(likeness, 2);
    const end = say.likenessOf.replace("{v}", shown);
    return `${found === "mixed" ? say.mixed : say.falseOne} ${number}${end}`;
  }

  function drawShelf(): void {
    shelf.replaceChildren(
      ...stored.map((picture, k) =>
        button("", () => setState(picture), {
          "aria-label": `${say.lookAt} ${k + 1}`,
          title: `${say.lookAt} ${k + 1}`,
        }),
      ),
    );
    for (const [k, item] of Array.from(shelf.children).entries())
      item.append(thumbnail(stored[k]), element("span", { "aria-hidden": "true" }, String(k + 1)));
    capacity.mark(stored.length);
  }

  function draw(): void {
    grid.show(state);
    const values = likenesses(stored, state, { kind, beta });
    likenessTitle.textContent = kind === "modern" ? say.shares : say.likeness;
    bars.classList.toggle("shares", kind === "modern");
    bars.replaceChildren(
      ...values.map((value, k) =>
        element(
          "div",
          { class: "bar-row" },
          element("span", { class: "number" }, String(k + 1)),
          element(
            "span",
            { class: "bar-track" },
            element("span", {
              class: `bar-fill ${value < 0 ? "minus" : "plus"}`,
              style: `--size:${Math.abs(value)}`,
            }),
          ),
          element("span", { class: "number value" }, shownLikeness(value, kind)),
        ),
      ),
    );
    energy.draw();
    energy.label(
      `${say.energy}: ${moments
        .slice(0, shownMoments)
        .map(({ energy: e }) => figure(e))
        .join(", ")}`,
    );
  }
  function settled(): void {
    verdict.textContent = sentence();
    draw();
    told();
  }

  function energyMarks(width: number, height: number): SVGElement[] {
    const energies = moments.slice(0, shownMoments).map(({ energy: e }) => e);
    if (energies.length === 0) return [];
    const range = rangeOf(
      moments.map(({ energy: e }) => e),
      { pad: 0.1 },
    );
    const edges = { left: 52, right: width - 12, top: 10, bottom: height - 36 };
    const plane = planeOf(edges, [0, Math.max(4, moments.length - 1)], range);
    const { x, y } = plane;
    const stairs = energies
      .map((e, k) => `${k === 0 ? "M" : "H"}${x(k)}${k === 0 ? "," : "V"}${y(e)}`)
      .join("");
    const now = energies.length - 1;
    return [
      axes(plane, { x: x.ticks(6).filter(Number.isInteger), y: y.ticks(4), xName: say.change }),
      svg("path", { d: stairs, class: "stairs" }),
      svg("circle", { cx: x(now), cy: y(energies[now]), r: 5, class: "now" }),
    ];
  }

  const begin = (count: number, to: Kind): void => {
    stored = count === 0 ? pictures.slice(0, 3) : Array.from({ length: count }, (_, k) => randomPicture(k));
    randoms = count;
    setKind(to);
    if (to === "modern") {
      beta = usualBeta;
      sharpness.set(beta);
    }
    drawShelf();
    seed = 0;
    setState(count === 0 ? disturbed(stored[0], 13, 1) : disturbed(stored[1], 8, 1));
    recall();
  };

  const root = room(
    {
      question: say.question,
      intro: say.intro,
      tries: common.tries,
      honest: say.honest,
      honestTitle: common.honestTitle,
    },
    [
      { name: say.mend, look: say.mendLook, act: () => begin(0, "hopfield") },
      { name: say.tooMuch, look: say.tooMuchLook, act: () => begin(16, "hopfield") },
      { name: say.attend, look: say.attendLook, act: () => begin(16, "modern") },
    ],
    element(
      "div",
      { class: "columns memory-columns" },
      element(
        "section",
        {},
        element("p", { class: "faint" }, say.grid),
        grid.root,
        element(
          "div",
          { class: "controls" },
          button(say.recall, () => recall(), { class: "primary" }),
          button(say.disturb, () => setState(disturbed(state, 12, seed++))),
          button(say.half, () => setState(hint(state))),
          button(say.clear, () => setState(new Array<number>(units).fill(-1))),
        ),
        element(
          "div",
          { class: "controls" },
          button(say.store, () => remember(state)),
          button(say.random, storeRandom),
          button(say.forget, () => {
            stored = [];
            randoms = 0;
            drawShelf();
            setState(state);
          }),
        ),
        element("h3", {}, say.stored),
        shelf,
      ),
      element(
        "section",
        {},
        element("div", { class: "controls" }, kindChoice.root, sharpness.root),
        verdict,
        element("h3", {}, say.energy),
        energy.root,
        likenessTitle,
        bars,
      ),
    ),
    element("h3", {}, say.capacity),
    element("p", { class: "faint" }, say.capacityText),
    element(
      "p",
      { class: "legends" },
      ...(["by-hebb", "by-modern", "theory"] as const).map((name, k) =>
        element("span", { class: `legend ${name}` }, [say.byHebb, say.byModern, say.theory][k]),
      ),
    ),
    capacity.root,
  );
  sharpness.root.hidden = true;
  grid.root.style.setProperty("--side", String(side));
  capacity.label(`${say.capacity} ${say.byHebb}, ${say.byModern}, ${say.theory}, ${say.limit}`);
  drawShelf();
  draw();

  return {
    root,
    run: {
      toggle: () => recall(),
      advance: () => setState(disturbed(state, 12, seed++)),
      reset: () => begin(0, kind),
    },
    describe: () => `${say.stored}: ${stored.length}. ${sentence()}`,
    show() {
      capacity.begin();
      if (moments.length > 0) return;
      setState(disturbed(pictures[0], 13, 1));
      if (!prefersStillness()) recall();
    },
    hide: () => stop(),
    dispose() {
      stop();
      energy.dispose();
      capacity.dispose();
    },
  };
}

/** Attention comes in percent, likeness from −1 to 1. */
const shownLikeness = (value: number, kind: Kind): string =>
  kind === "modern" ? percent(value) : withMinus(value.toFixed(2));
