import { largestWeight, mostEdits } from "../../engine/edits.js";
import type { WeightReading } from "../../engine/instruments/weights.js";
import type { LabSpec } from "../../engine/spec.js";
import type { LabState, LabStore } from "../../store.js";
import { figure } from "../../text/lang.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import type { Unit } from "./network-picture.js";
import type { boundaryWords } from "./words.js";

/** A weight between two units; without a source the bias. */
export interface Edge {
  readonly from: Unit | undefined;
  readonly to: Unit;
}

/** A weight's place among the network's numbers. */
export interface WeightPlace {
  readonly path: string;
  readonly at: number;
}

export interface WeightPanel {
  readonly root: HTMLDetailsElement;
  choose(edge: Edge): void;
  /** Neurons by layer, from the first hidden one; the network may be another. */
  show(state: LabState): void;
}

/** One weight: what it is, what the next step does to it, and another number for it. */
export function weightPanel(
  say: ReturnType<typeof boundaryWords>,
  store: LabStore,
  nameOf: (unit: Unit) => string,
  chosen: (place: WeightPlace | undefined) => void,
): WeightPanel {
  const into = element("select", { "aria-label": say.into });
  const from = element("select", { "aria-label": say.from });
  const value = element("strong", { class: "number" });
  const gradient = element("strong", { class: "number" });
  const next = element("strong", { class: "number" });
  const input = element("input", { type: "number", step: "any", "aria-label": say.newValue });
  const set = element("button", { type: "submit" }, say.set);
  const form = element("form", { class: "set" }, input, set);
  const edits = element("div", { class: "edits" });
  const root = element(
    "details",
    { class: "weight-panel" },
    element("summary", {}, say.weightTitle),
    element("p", { class: "faint" }, say.weightHint),
    element("div", { class: "ends" }, from, element("span", { "aria-hidden": "true" }, "→"), into),
    element(
      "dl",
      {},
      ...[
        [say.weight, value],
        [say.gradient, gradient],
        [say.nextChange, next],
      ].flatMap(([name, shown]) => [element("dt", {}, name), element("dd", {}, shown)]),
    ),
    form,
    edits,
  );

  let shape = "";
  let columns: readonly (readonly Unit[])[] = [];
  let place: WeightPlace | undefined;
  let asked = "";

  const unitAt = (column: number): readonly Unit[] => columns[column] ?? [];
  const targets = (): readonly (readonly [number, Unit])[] =>
    columns.slice(1).flatMap((units, k) => units.map((unit) => [k + 1, unit] as const));

  function fillSources(index: number): void {
    const target = targets()[into.selectedIndex];
    const names = [...unitAt((target?.[0] ?? 1) - 1).map(nameOf), say.bias];
    from.replaceChildren(...names.map((name) => element("option", {}, name)));
    from.selectedIndex = Math.min(Math.max(index, 0), names.length - 1);
  }

  function placed(): void {
    const target = targets()[into.selectedIndex];
    if (target === undefined) return;
    const [column, { layer, index }] = target;
    const isBias = from.selectedIndex >= unitAt(column - 1).length;
    place = isBias
      ? { path: `${layer}/bias`, at: index }
      : { path: `${layer}/kernel`, at: from.selectedIndex * unitAt(column).length + index };
    asked = "";
    if (root.open) chosen(place);
    showNumbers(store.state);
  }

  into.addEventListener("change", () => {
    fillSources(from.selectedIndex);
    placed();
  });
  from.addEventListener("change", placed);
  root.addEventListener("toggle", () => {
    chosen(root.open ? place : undefined);
    showNumbers(store.state);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = input.valueAsNumber;
    const isFull = (store.state.spec.edits?.length ?? 0) >= mostEdits;
    if (place === undefined || isFull || !(Math.abs(wanted) <= largestWeight)) return;
    void store.edit({ ...place, value: wanted });
    input.value = "";
  });

  function showNumbers({ frame, running }: LabState): void {
    const at = place;
    if (at === undefined || frame === undefined || !root.open) return;
    const now = valueAt(frame.readings.weights, at);
    value.textContent = now === undefined ? "" : figure(now, 5);
    input.placeholder = now === undefined ? "" : figure(now, 3);
    const question = JSON.stringify([at, frame.step, now]);
    if (running || question === asked) {
      if (running) gradient.textContent = next.textContent = "…";
      return;
    }
    asked = question;
    store
      .ask("update", { of: "batch", at: 0, chosen: at })
      .then(({ weights }) => {
        if (question !== asked) return;
        const found = weights.find(({ path }) => path === at.path);
        gradient.textContent = figure(found?.gradient[at.at] ?? Number.NaN);
        next.textContent = figure(found?.update[at.at] ?? Number.NaN);
      })
      .catch(() => {}); // the network is another
  }

  function showEdits({ edits: made = [], features }: LabSpec): void {
    if (made.length === 0) {
      edits.replaceChildren();
      return;
    }
    const forget = button(say.forget, () => store.change({}));
    edits.replaceChildren(
      element("p", {}, `${say.edited} (${made.length})`),
      element(
        "ul",
        {},
        ...made
          .slice(-6)
          .map(({ step, path, at, value: wanted }) =>
            element("li", {}, `${say.step} ${step}: ${editName(path, at)} = ${figure(wanted)}`),
          ),
      ),
      forget,
    );

    function editName(path: string, at: number): string {
      const [layer, part] = path.split("/");
      const column = columns.findIndex((units) => units[0]?.layer === layer);
      const width = unitAt(column).length || 1;
      const target = nameOf({ layer, index: part === "bias" ? at : at % width });
      const source = unitAt(column - 1)[Math.floor(at / width)] ?? {
        layer: "input",
        index: features.length - 1,
      };
      return part === "bias" ? `${say.bias} → ${target}` : `${nameOf(source)} → ${target}`;
    }
  }

  return {
    root,
    choose({ from: source, to }) {
      const index = targets().findIndex(([, unit]) => unit.layer === to.layer && unit.index === to.index);
      if (index < 0) return;
      into.selectedIndex = index;
      fillSources(source?.index ?? from.length);
      root.open = true;
      placed();
    },
    show(state) {
      const { spec, frame } = state;
      const layers = frame?.readings.maps?.layers ?? [];
      const wanted = JSON.stringify([spec.features, layers.map(({ units }) => units)]);
      if (wanted !== shape && layers.length > 0) {
        shape = wanted;
        columns = [
          spec.features.map((_, index) => ({ layer: "input", index })),
          ...layers.map(({ layer, units }) =>
            Array.from({ length: units }, (_, index) => ({ layer, index })),
          ),
        ];
        into.replaceChildren(...targets().map(([, unit]) => element("option", {}, nameOf(unit))));
        fillSources(0);
        placed();
      }
      showNumbers(state);
      showEdits(spec);
    },
  };
}

const valueAt = (
  weights: readonly WeightReading[] | undefined,
  { path, at }: WeightPlace,
): number | undefined => weights?.find((weight) => weight.path === path)?.values[at];
