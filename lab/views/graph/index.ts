import type { NodeNumbers, Sizes } from "../../engine/diagram/numbers.js";
import type { LabState, LabStore } from "../../store.js";
import { element } from "../dom.js";
import { saveFile } from "../save-file.js";
import type { View, ViewOptions } from "../view.js";
import { controls } from "./controls.js";
import { details, numberSections } from "./details.js";
import { DiagramLine } from "./diagram-line.js";
import { type Drawing, drawing } from "./drawing.js";
import "./graph.css";
import { hands } from "./hands.js";
import { legend } from "./legend.js";
import { type Coloring, groupName, looksOf, type Shown } from "./look.js";
import { nodeTable } from "./node-table.js";
import { player } from "./player.js";
import { type Card, drawnNodes, type Scene } from "./scene.js";
import { lightSentence } from "./sentence.js";
import {
  allGroups,
  boxesOf,
  firstWeight,
  labelOf,
  type Source,
  sceneOf,
  sentenceOf,
  shownOf,
} from "./source.js";
import { sparks } from "./spark.js";
import { stage } from "./stage.js";
import { tries, type Wish } from "./tries.js";
import { type Focus, lightOrder, walk } from "./walk.js";
import { graphWords } from "./words.js";

const largestFile = 2 ** 30;
const narrow = 640;
/** Between readings of numbers while it trains. */
const pauseMillis = 300;

/** A model and its gradient as one graph: folded by layers, read node by node, walked through by light. */
export function mountView(host: HTMLElement, store: LabStore, { lang, told: tell }: ViewOptions): View {
  const say = graphWords(lang);
  const line = new DiagramLine(store, say.tooLong);
  let source: Source | undefined;
  let spec = store.state.spec;
  let sourceSpec = spec;
  let wish: Wish | undefined;
  let open: ReadonlySet<string> = new Set();
  let coloring: Coloring = "part";
  let sizes: Sizes | undefined;
  let numbers: NodeNumbers | undefined;
  let scene: Scene | undefined;
  let drawn: Drawing | undefined;
  let order: readonly Card[] = [];
  let focus: Focus | undefined;
  let drawings = 0;
  let asked = 0;
  let isAsking = false;
  let isTall = false;
  let seenFrame: LabState["frame"];
  let isGone = false;
  /** The node of which everything is said but for its numbers, which change. */
  let detailed: number | undefined;

  const bar = controls(say, {
    network: () => void readNetwork(),
    file: (file) => void readFile(file),
    saveStep: () => void store.ask("stepFile", {}).then((bytes) => saveFile("training-step.onnx", bytes)),
    which: (of) => change(source?.is === "network" ? { ...source, of } : source),
    color(by) {
      coloring = by;
      showLooks();
      void readNumbers();
    },
    unfoldAll: () => source && unfold(allGroups(source, scene)),
    foldAll: () => unfold(new Set()),
    find,
    zoom: (factor) => (factor === "fit" ? pane.fitIn() : pane.zoom(factor)),
  });
  const pane = stage(() => (source?.is === "file" ? 0.6 : isTall ? 0.7 : 0.8));
  const light = player(say, showLight);
  const lead = element("p", { class: "lead", "data-testid": "graph-sentence" }, say.waiting);
  const problem = element("p", { class: "problem", role: "alert" });
  problem.hidden = true;
  const keyHint = element("p", { class: "faint" }, say.keys);
  const legendPlace = element("div", { class: "legend" });
  const honest = element("p", { class: "faint" }, say.honest);
  const detailPlace = element("section", { class: "details", "aria-label": say.chosen });
  const table = nodeTable(
    () => (source === undefined ? undefined : { shown: shown(source), isFile: isFile() }),
    say,
  );
  const root = element(
    "div",
    { class: "graph-view" },
    element("p", { class: "lead" }, say.intro),
    tries(say, wishFor, () => store.change({ optimizer: { name: "sgd", learningRate: 0.3 } })),
    bar.above,
    lead,
    problem,
    pane.root,
    legendPlace,
    light.root,
    bar.below,
    keyHint,
    detailPlace,
    table,
    honest,
  );
  host.replaceChildren(root);
  pane.show(undefined, say.waiting);

  const isFile = (): boolean => source?.is === "file";
  const shown = (of: Source): Shown => shownOf(of, sizes, coloring);

  function wishFor(wanted: Wish): void {
    wish = wanted;
    void readNetwork();
  }

  // What is drawn

  async function readNetwork(): Promise<void> {
    const number = ++asked;
    const { spec: readSpec } = store.state;
    try {
      const reading = await store.ask("graph", {});
      if (number !== asked || isGone) return;
      const of = wish?.of ?? (source?.is === "network" ? source.of : "simplified");
      const isSame = source?.is === "network" && source.of === of && sourceSpec === readSpec;
      sourceSpec = readSpec;
      const next: Source = { is: "network", reading, of };
      const wished = wish;
      wish = undefined;
      change(next, isSame, () => {
        if (wished === undefined) return;
        open = new Set(wished.groups);
        const own = drawnNodes(reading[of]).findLast(
          ({ role, layer }) => `${role}:${layer}` === wished.groups[0],
        );
        focus = own === undefined ? undefined : { id: `node:${own.id}`, among: [] };
      });
    } catch {
      // the network is another by now, and its first frame asks again
    }
  }

  async function readFile(file: File): Promise<void> {
    const number = ++asked;
    fail(undefined);
    if (file.size > largestFile) return fail(say.tooBig);
    lead.textContent = say.opening;
    try {
      const reading = await line.open(new Uint8Array(await file.arrayBuffer()));
      if (number !== asked || isGone) return;
      change({ is: "file", reading, name: file.name });
    } catch (error) {
      if (number !== asked || isGone) return;
      fail(`${say.notOpened} ${(error as Error).message}`);
      if (source !== undefined) lead.textContent = sentenceOf(source, lang, say);
    }
  }

  const fail = (message: string | undefined): void => {
    problem.hidden = message === undefined;
    problem.textContent = message ?? "";
  };

  /** Something else to draw; what is unfolded and looked at stays only where it is still the same network. */
  function change(next: Source | undefined, isSame = false, prepare: () => void = () => {}): void {
    if (next === undefined) return;
    sizes = undefined;
    numbers = undefined;
    detailed = undefined;
    if (!isSame) {
      open = new Set(next.is === "network" && source?.is === "network" ? open : []);
      focus = undefined;
    }
    prepare();
    source = next;
    fail(
      next.is === "file" && next.reading.problem
        ? `${say.notRun} ${next.reading.problem.message}`
        : undefined,
    );
    lead.textContent = sentenceOf(next, lang, say);
    bar.show({ isFile: next.is === "file", of: next.is === "network" ? next.of : "simplified", coloring });
    honest.textContent = next.is === "file" ? say.honestFile : say.honest;
    table.open = false;
    void draw();
    void readNumbers();
  }

  async function draw(): Promise<void> {
    if (source === undefined) return;
    const number = ++drawings;
    const of = source;
    const next = sceneOf(of, open);
    isTall = of.is === "file" || pane.root.clientWidth < narrow;
    try {
      const links = next.wires.map(({ from, to }) => ({ from, to }));
      const layout = await line.layout({
        boxes: boxesOf(next, of, say),
        links,
        isTall,
        by: of.is === "file" ? "layers" : "lanes",
      });
      if (number !== drawings || isGone) return;
      const hadFocus = drawn?.root.contains(document.activeElement) === true;
      scene = next;
      order = lightOrder(next);
      drawn = drawing(next, layout, looksOf(next.cards, shown(of), of.is === "file", say), {
        picture: say.picture,
        isTall,
        labelOf: (card, look) => labelOf(card, look, shown(of), of.is === "file", say),
        frameName: (group) => groupName(groupParts(group), say),
      });
      pane.show(drawn, "");
      light.reset(order.length);
      if (focus !== undefined && !next.cards.some(({ id }) => id === focus?.id)) focus = undefined;
      if (focus !== undefined) choose(focus, hadFocus);
      else showDetails();
      legendPlace.replaceChildren(...legend(coloring, of.is === "file", say));
      if (next.leftOut > 0) legendPlace.append(`${next.leftOut} ${say.leftOut}`);
      tell?.();
    } catch (error) {
      if (number === drawings && !isGone) fail((error as Error).message);
    }
  }

  function showLooks(): void {
    legendPlace.replaceChildren(...legend(coloring, isFile(), say));
    if (source !== undefined && scene !== undefined)
      drawn?.look(looksOf(scene.cards, shown(source), isFile(), say));
  }

  function unfold(next: ReadonlySet<string>): void {
    open = next;
    void draw();
  }

  function toggle(group: string): void {
    const next = new Set(open);
    const isOpening = !next.delete(group);
    if (isOpening) next.add(group);
    if (source === undefined) return;
    const after = sceneOf(source, next);
    const first =
      after.cards.find((card) => card.group === group) ??
      after.cards.find((card) => card.layer.startsWith(group));
    if (first !== undefined) focus = { id: first.id, among: [] };
    unfold(next);
  }

  // What is looked at

  function choose(next: Focus | undefined, takesFocus: boolean): void {
    focus = next;
    drawn?.choose(next?.id);
    if (next !== undefined) {
      pane.reveal(next.id);
      if (takesFocus) drawn?.cardAt(next.id)?.focus({ preventScroll: true });
    }
    numbers = undefined;
    showDetails();
    void readNumbers();
  }

  const chosenCard = (): Card | undefined => scene?.cards.find(({ id }) => id === focus?.id);

  function showDetails(): void {
    const card = chosenCard();
    if (card === undefined || scene === undefined || source === undefined) {
      detailed = undefined;
      detailPlace.replaceChildren(element("p", { class: "faint" }, say.choose));
      return;
    }
    const looked = { card, scene, shown: shown(source), numbers, isFile: isFile() };
    const wereOpen = [...detailPlace.querySelectorAll("details")].map((one) => one.open);
    const numbersPlace = detailPlace.querySelector(".numbers");
    const isKnown = numbers !== undefined && detailed === numbers.id && numbersPlace !== null;
    if (isKnown) numbersPlace.replaceChildren(...numberSections(looked, say));
    else detailPlace.replaceChildren(...details(looked, lang, say, { go, toggle }));
    for (const [k, one] of detailPlace.querySelectorAll("details").entries()) one.open = wereOpen[k] ?? false;
    detailed = card.kind === "node" ? numbers?.id : undefined;
  }

  function go(node: number): void {
    const id = scene?.cardOf.get(node);
    if (id !== undefined) choose({ id, among: [] }, true);
  }

  function find(text: string, isNext: boolean): void {
    if (scene === undefined || source === undefined) return;
    const { nodes } = shown(source).graph;
    const wanted = text.trim().toLowerCase();
    const hits = nodes.filter(
      ({ op, name, layer, kind }) =>
        wanted !== "" && kind !== "constant" && `${op} ${name} ${layer}`.toLowerCase().includes(wanted),
    );
    const ids = [...new Set(hits.flatMap(({ id }) => scene?.cardOf.get(id) ?? []))];
    drawn?.mark(new Set(ids));
    if (ids.length === 0) return;
    const at = isNext && focus !== undefined ? (ids.indexOf(focus.id) + 1) % ids.length : 0;
    if (isNext) choose({ id: ids[at], among: ids }, false);
    else pane.reveal(ids[0]);
  }

  // Numbers

  async function readNumbers(): Promise<void> {
    if (isAsking || source === undefined) return;
    const of = source;
    const node = nodeOf(chosenCard());
    const colored = coloring !== "part";
    if (node === undefined && !colored) return;
    isAsking = true;
    try {
      if (of.is === "file")
        numbers = node === undefined ? undefined : await line.numbers(firstWeight(of.reading, node));
      else {
        const reading = await store.ask("graphNumbers", { of: of.of, sizes: colored, node });
        if (reading.batch !== of.reading.batch) void readNetwork(); // the last batch of an epoch may be smaller
        if (source === of) {
          if (colored) sizes = reading;
          numbers = reading.node;
        }
      }
    } catch {
      // the network is another by now, or the loss is none: what was shown stays
    }
    isAsking = false;
    if (isGone) return;
    if (source !== of || nodeOf(chosenCard()) !== node || (coloring !== "part") !== colored)
      return void readNumbers();
    if (node !== undefined) showDetails();
    if (colored) showLooks();
  }

  // Light

  function showLight(place: number | undefined): void {
    const visited = place === undefined ? undefined : order.slice(0, place + 1).map(({ id }) => id);
    const flowing = drawn?.light(visited) ?? [];
    if (drawn === undefined || place === undefined || source === undefined) return;
    sparks(drawn.root, flowing);
    pane.reveal(order[place].id);
    light.tell(lightSentence(order[place], place, order.length, shown(source), isFile(), lang, say));
  }

  const letGo = hands(root, pane.root, {
    chosen: chosenCard,
    choose: (id, takesFocus) => id !== focus?.id && choose({ id, among: [] }, takesFocus),
    move: (key) => scene && focus && choose(walk(scene, focus, key), true),
    toggle,
    read: () => detailPlace.scrollIntoView({ block: "nearest" }),
    light: (by) => light.step(by),
    zoom: (factor) => pane.zoom(factor),
    file: (file) => void readFile(file),
    resized: () => source?.is === "network" && pane.root.clientWidth < narrow !== isTall && void draw(),
  });

  let lastRead = 0;
  const unsubscribe = store.subscribe((state) => {
    if (
      state.frame === undefined ||
      state.frame === seenFrame ||
      (source?.is === "file" && state.spec === spec)
    )
      return;
    seenFrame = state.frame;
    const isNew = state.spec !== spec || source === undefined;
    spec = state.spec;
    if (isNew) void readNetwork();
    else if (!state.running || performance.now() - lastRead > pauseMillis) {
      lastRead = performance.now();
      void readNumbers();
    }
  });
  return {
    describe: () => (source === undefined ? say.waiting : sentenceOf(source, lang, say)),
    dispose() {
      isGone = true;
      letGo();
      light.dispose();
      unsubscribe();
      line.close();
      root.remove();
    },
  };
}

const nodeOf = (card: Card | undefined): number | undefined =>
  card?.kind === "node" ? card.nodes[0] : undefined;

/** `backward:hidden_1` taken apart. */
function groupParts(group: string): Pick<Card, "layer" | "role"> {
  const at = group.indexOf(":");
  return { role: group.slice(0, at) as Card["role"], layer: group.slice(at + 1) }; // as the scene of a step puts it together
}
