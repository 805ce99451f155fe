import type { UpdateOptions, UpdateReading } from "../../engine/instruments/update.js";
import type { LabSpec } from "../../engine/spec.js";
import type { LabState, LabStore } from "../../store.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import { controls } from "./controls.js";
import { followedPanel } from "./followed-panel.js";
import { linesOf } from "./lines.js";
import { type Neuron, placeOf, type WeightAt, weightToShow } from "./parts.js";
import { networkPicture } from "./picture.js";
import { indexOf, isSame, type Phase, type Place, placesOf } from "./places.js";
import { sentenceOf, whysOf } from "./sentence.js";
import { lineElement, shown } from "./show-line.js";
import "./step.css";
import { weightTable } from "./weight-table.js";
import { stepWords } from "./words.js";

type Wish = Required<Pick<UpdateOptions, "of" | "at" | "chosen" | "changed">> & Pick<UpdateOptions, "input">;

const firstWeight = ({ layers }: LabSpec): WeightAndPath => ({
  weight: { layer: 0, unit: 0, from: 0 },
  chosen: { path: `${layers.length === 0 ? "output" : "hidden_1"}/kernel`, at: 0 },
});
interface WeightAndPath {
  readonly weight: WeightAt;
  readonly chosen: UpdateOptions["chosen"];
}

/** One update, walked through: forward, loss, backward, update, each neuron a small step with its numbers written in. */
export function mountView(host: HTMLElement, store: LabStore, { lang, told: tell }: ViewOptions): View {
  const say = stepWords(lang);
  let spec = store.state.spec;
  let weight = firstWeight(spec).weight;
  let wish: Wish = { of: "sample", at: 0, chosen: firstWeight(spec).chosen, changed: [] };
  let reading: UpdateReading | undefined;
  let before: UpdateReading | undefined; // without changes by hand
  let places: readonly Place[] = [];
  let index = 0;
  let seeds = 0;
  let asked = 0;
  let answered = 0;
  let seenFrame: LabState["frame"];
  let later: ReturnType<typeof setTimeout> | undefined;

  const isChanged = (): boolean => wish.input !== undefined || wish.changed.length > 0;
  const unchanged = (): Wish => ({ of: wish.of, at: wish.at, chosen: wish.chosen, changed: [] });

  const bar = controls(say, {
    learnFrom: (of) => want({ ...unchanged(), of, at: 0 }),
    sample: (at) => want({ ...unchanged(), at }),
    random: () => want({ ...unchanged(), at: { seed: ++seeds } }),
    input: (input) => want({ ...wish, input }),
    undo: () => want(unchanged()),
    to,
    take: () => store.advance(1),
  });
  const picturePlace = element("div", { class: "scroll" });
  const told = element("p", { class: "told", role: "status" });
  const formulas = element("div", { class: "formulas", "data-testid": "formulas" });
  const whys = element("div", { class: "whys" });
  const followed = element("div", { class: "followed" });
  const tablePlace = element("div", { class: "scroll" });
  const footing = element("p", { class: "faint" });
  const legend = element("p", { class: "faint" }, say.legend);
  const root = element(
    "div",
    { class: "step-view" },
    bar.root,
    picturePlace,
    legend,
    told,
    element(
      "div",
      { class: "columns" },
      element("section", {}, element("h2", {}, say.formulas), formulas, whys),
      element("section", {}, element("h2", {}, say.followed), followed),
    ),
    tablePlace,
    footing,
  );
  told.textContent = say.waiting;
  host.replaceChildren(root);
  root.addEventListener("pointerover", sameNumbers);

  function want(next: Wish): void {
    wish = next;
    ask();
  }

  function ask(): void {
    const number = ++asked;
    store.ask("update", wish).then(
      (answer) => {
        if (number !== asked) return;
        answered = number;
        reading = answer;
        wish = { ...wish, at: answer.at };
        if (!isChanged()) before = answer;
        places = placesOf(answer);
        index = Math.min(index, places.length - 1);
        draw();
      },
      () => {
        answered = Math.max(answered, number); // the page tells what went wrong, or the network is another by now
      },
    );
  }

  function to(next: number): void {
    index = next;
    draw();
  }

  function follow(next: WeightAt): void {
    if (reading === undefined) return;
    weight = next;
    const { phase } = places[index];
    index = indexOf(places, phase === "loss" ? "backward" : phase, next);
    want({ ...wish, chosen: placeOf(reading, next) });
    draw();
  }

  function go(target: Neuron | "input" | "loss"): void {
    const { phase } = places[index];
    if (target === "input") to(0);
    else if (target === "loss") to(indexOf(places, "loss"));
    else to(indexOf(places, phase === "loss" ? "forward" : phase, target));
  }

  function change(place: WeightAt, value: number): void {
    if (reading === undefined) return;
    const { path, at } = placeOf(reading, place);
    const others = wish.changed.filter((one) => one.path !== path || one.at !== at);
    want({ ...wish, changed: [...others, { path, at, value }] });
  }

  const knows = (neuron: Neuron): { gradient: boolean; next: boolean } => {
    const by = (phase: Phase): boolean => index >= indexOf(places, phase, neuron);
    return { gradient: by("backward"), next: by("update") };
  };

  function draw(): void {
    if (reading === undefined) return;
    const place = places[index];
    const neuron = place.neuron ?? weight;
    bar.show(reading, places, index, isChanged());
    const situation = { reading, before: isChanged() ? before : undefined, places, index, lang };
    keepFocus(root, () => {
      if (reading === undefined) return;
      picturePlace.replaceChildren(networkPicture(situation, { go, follow }));
      const shownWeight = place.neuron && weightToShow(reading, place.neuron);
      formulas.replaceChildren(...linesOf(reading, place, shownWeight).map(lineElement));
      whys.replaceChildren(...whysOf(reading, place, lang).map((text) => element("p", {}, text)));
      followed.replaceChildren(
        ...followedPanel(
          reading,
          weight,
          { ...knows(weight), isHere: place.phase === "update" && isSame(place.neuron, weight) },
          lang,
        ),
      );
      tablePlace.replaceChildren(weightTable(reading, neuron, knows(neuron), lang, { follow, change }));
    });
    told.textContent = sentenceOf(reading, place, lang);
    tell?.();
    footing.textContent = `${say.exact} ${footingOf(reading)}`;
  }

  function footingOf({ agreement }: UpdateReading): string {
    if (agreement === undefined) return say.changedHere;
    return `${say.running} ${shown(agreement.loss, 7)}${say.apart} ${shown(agreement.gradients, 2)}${lang === "zh" ? "。" : "."}`;
  }

  /** After each step of training anew; while it runs, not before the last answer is there. */
  function follows(state: LabState): void {
    if (state.frame === undefined || state.frame === seenFrame) return;
    if (state.running && (asked !== answered || later !== undefined)) return;
    const isNew = state.spec !== spec;
    const moved = state.frame.step !== seenFrame?.step;
    if (!isNew && !moved && reading !== undefined) return;
    seenFrame = state.frame;
    if (isNew) {
      spec = state.spec;
      ({ weight } = firstWeight(spec));
      index = 0;
      before = undefined;
      wish = { of: wish.of, at: 0, chosen: firstWeight(spec).chosen, changed: [] };
    } else wish = unchanged();
    if (state.running)
      later = setTimeout(() => {
        later = undefined;
        follows(store.state);
      }, 500);
    ask();
  }

  const unsubscribe = store.subscribe(follows);
  return {
    describe: () => (reading === undefined ? say.waiting : sentenceOf(reading, places[index], lang)),
    dispose() {
      asked = -1;
      clearTimeout(later);
      unsubscribe();
      root.remove();
    },
  };
}

/** Draws anew and puts the focus back on what stands in the same place. */
function keepFocus(root: HTMLElement, drawAnew: () => void): void {
  const focused = document.activeElement;
  const isNode = focused?.classList.contains("node") === true && root.contains(focused);
  const name = focused instanceof HTMLElement && root.contains(focused) ? focused.dataset.focus : undefined;
  drawAnew();
  const again = isNode
    ? root.querySelector<HTMLElement>(".node[aria-current]")
    : name && root.querySelector<HTMLElement>(`[data-focus="${name}"]`);
  if (again) again.focus({ preventScroll: true });
}

/** Pointing at a number shows where it stands besides. */
function sameNumbers(event: Event): void {
  const root = event.currentTarget;
  if (!(root instanceof HTMLElement) || !(event.target instanceof Element)) return;
  const key = event.target.closest<HTMLElement>("[data-key]")?.dataset.key;
  for (const number of root.querySelectorAll<HTMLElement>("[data-key]"))
    number.classList.toggle("same", key !== undefined && number.dataset.key === key);
}
