import type { UpdateReading } from "../../engine/instruments/update.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { indexOf, type Phase, type Place, phases } from "./places.js";
import type { stepWords } from "./words.js";

export interface ControlActions {
  learnFrom(of: UpdateReading["of"]): void;
  sample(at: number): void;
  random(): void;
  input(values: readonly [number, number]): void;
  undo(): void;
  to(index: number): void;
  take(): void;
}

export interface Controls {
  readonly root: HTMLElement;
  show(reading: UpdateReading, places: readonly Place[], index: number, isChanged: boolean): void;
}

/** What to learn from, which sample, its coordinates; the four phases and the small steps. */
export function controls(say: ReturnType<typeof stepWords>, act: ControlActions): Controls {
  let shown: { reading: UpdateReading; places: readonly Place[]; index: number } | undefined;
  const kinds = (["sample", "batch"] as const).map((of) => {
    const radio = element("input", { type: "radio", name: "learn-from", value: of });
    radio.addEventListener("change", () => act.learnFrom(of));
    return radio;
  });
  const which = element("span", { class: "number", role: "status" });
  const move = (by: number): void => {
    if (shown === undefined) return;
    const { at, count } = shown.reading;
    act.sample((at + by + count) % count);
  };
  const fields = ["x", "y"].map((name) =>
    element("input", { type: "number", step: "0.1", "aria-label": `${say.input} ${name}` }),
  );
  fields.forEach((field, k) => {
    field.addEventListener("change", () => {
      const [x, y] = shown?.reading.input ?? [];
      const value = field.valueAsNumber;
      if (Number.isFinite(value)) act.input(k === 0 ? [value, y] : [x, value]); // the other keeps all its figures
    });
  });
  const undo = button(say.undo, act.undo);
  const parts = phases.map((phase) =>
    button(say[phase], () => act.to(indexOf(shown?.places ?? [], phase)), { "data-phase": phase }),
  );
  const small = (by: number): void => {
    if (shown === undefined) return;
    act.to(Math.max(0, Math.min(shown.places.length - 1, shown.index + by)));
  };
  const back = button(say.back, () => small(-1), { "data-testid": "back" });
  const on = button(say.on, () => small(1), { "data-testid": "on", class: "primary" });
  const progress = element("span", { class: "number", "data-testid": "place" });
  const take = button(say.take, act.take);
  const steps = element(
    "div",
    { class: "row", role: "group", "aria-label": say.parts },
    ...parts,
    back,
    on,
    progress,
    take,
  );
  steps.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    event.preventDefault(); // here an arrow is a small step, elsewhere a step of training
    small(event.key === "ArrowRight" ? 1 : -1);
  });
  const root = element(
    "div",
    { class: "controls" },
    element(
      "div",
      { class: "row", role: "group", "aria-label": say.of },
      element("span", {}, say.of),
      ...kinds.map((radio, k) => element("label", {}, radio, " ", k === 0 ? say.sample : say.batch)),
      button("◂", () => move(-1), { "aria-label": say.previousSample }),
      which,
      button("▸", () => move(1), { "aria-label": say.nextSample }),
      button(say.random, act.random),
      ...fields.map((field, k) => element("label", {}, k === 0 ? "x " : "y ", field)),
      undo,
    ),
    steps,
  );
  return {
    root,
    show(reading, places, index, isChanged) {
      shown = { reading, places, index };
      for (const radio of kinds) radio.checked = radio.value === reading.of;
      which.textContent = `${reading.at + 1} ${say.ofCount} ${reading.count}`;
      fields.forEach((field, k) => {
        if (field !== document.activeElement) field.value = String(Number(reading.input[k].toPrecision(6)));
      });
      undo.disabled = !isChanged;
      take.disabled = isChanged || reading.of === "sample";
      back.disabled = index === 0;
      on.disabled = index === places.length - 1;
      progress.textContent = `${index + 1} / ${places.length}`;
      const current: Phase = places[index].phase;
      for (const part of parts) part.setAttribute("aria-pressed", String(part.dataset.phase === current));
    },
  };
}
