import type { NodeDescription, Port } from "neurograd/explain";
import type { NodeNumbers } from "../../engine/diagram/numbers.js";
import type { Lang } from "../../text/lang.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { fateText } from "./fate-text.js";
import { groupName, nodeName, type Shown } from "./look.js";
import { numbersPanel } from "./numbers-panel.js";
import { opWords } from "./op-words.js";
import type { Card, Scene } from "./scene.js";
import type { GraphWords } from "./words.js";

export interface DetailsActions {
  /** Shows a node, unfolding nothing: the card that stands for it. */
  go(node: number): void;
  toggle(group: string): void;
}

export interface Looked {
  readonly card: Card;
  readonly scene: Scene;
  readonly shown: Shown;
  readonly numbers: NodeNumbers | undefined;
  readonly isFile: boolean;
}

/** What is to be said of the card that is looked at. */
export function details(
  looked: Looked,
  lang: Lang,
  say: GraphWords,
  actions: DetailsActions,
): readonly HTMLElement[] {
  return looked.card.kind === "group" ? ofGroup(looked, say, actions) : ofNode(looked, lang, say, actions);
}

function ofGroup(
  { card, shown, isFile }: Looked,
  say: GraphWords,
  actions: DetailsActions,
): readonly HTMLElement[] {
  const { nodes } = shown.graph;
  const counts = new Map<string, number>();
  for (const id of card.nodes) {
    const { kind, op } = nodes[id];
    const name = kind === "input" ? say.weights : op;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const inputs = card.nodes.filter((id) => nodes[id].kind === "input").map((id) => nodes[id].op);
  const list = [...counts]
    .filter(([name]) => name !== say.weights)
    .map(([name, count]) => (count > 1 ? `${count} × ${name}` : name));
  const title = isFile ? card.title : groupName(card, say);
  return [
    element(
      "div",
      {},
      element("h2", {}, title),
      element("p", { class: "faint" }, isFile ? "" : say[card.role]),
    ),
    element(
      "section",
      {},
      element("h3", {}, say.members),
      element("p", {}, list.join(", ")),
      ...(inputs.length > 0 ? [element("p", { class: "faint" }, inputs.join(", "))] : []),
      button(say.unfold, () => actions.toggle(card.group)),
    ),
  ];
}

function ofNode(
  looked: Looked,
  lang: Lang,
  say: GraphWords,
  actions: DetailsActions,
): readonly HTMLElement[] {
  const { card, shown, numbers, isFile } = looked;
  const { graph, fates } = shown;
  const node = graph.nodes[card.nodes[0]];
  const fate = fates?.[node.id];
  const next = Object.entries(graph.outputs).filter(([, port]) => port.node === node.id);
  const about = [isFile ? "" : say[node.role], node.layer].filter(Boolean).join(" · ");
  const head = element(
    "div",
    {},
    element("h2", {}, nodeName(graph, node)),
    element("p", { class: "faint" }, [about, node.name].filter(Boolean).join(" · ")),
    ...(fate === undefined || node.kind !== "operator"
      ? []
      : [element("p", {}, `${say.fate}: ${fateText(fate, say)}`)]),
    ...(card.frame === undefined ? [] : [button(say.fold, () => actions.toggle(card.group))]),
  );
  return [
    head,
    meaning(node, numbers, lang, say),
    edges(looked, node, next, say, actions),
    element("div", { class: "numbers" }, ...numberSections(looked, say)),
  ];
}

function meaning(
  node: NodeDescription,
  numbers: NodeNumbers | undefined,
  lang: Lang,
  say: GraphWords,
): HTMLElement {
  const words = opWords(node.kind === "input" ? "input" : node.op);
  const rule = numbers?.derivative;
  const lines =
    rule === undefined || node.kind !== "operator"
      ? []
      : rule.is === "rule"
        ? rule.lines.map(({ input, formula }) =>
            element("p", { class: "formula" }, `∂L/∂${input} = ${formula}`),
          )
        : [element("p", {}, rule.is === "zero" ? say.zero : rule.is === "none" ? say.none : say.loop)];
  const back = words?.back !== undefined && rule?.is !== "zero" ? [element("p", {}, words.back[lang])] : [];
  return element(
    "section",
    {},
    ...(words === undefined
      ? []
      : [
          element("h3", {}, say.formula),
          element("p", { class: "formula" }, words.formula),
          element("p", {}, words.does[lang]),
        ]),
    ...(lines.length + back.length > 0 ? [element("h3", {}, say.derivative), ...lines, ...back] : []),
    ...(rule?.is === "rule" && lines.length > 0 ? [element("p", { class: "faint" }, say.derivativeOf)] : []),
  );
}

function edges(
  { scene, shown: { graph } }: Looked,
  node: NodeDescription,
  next: readonly (readonly [string, Port])[],
  say: GraphWords,
  actions: DetailsActions,
): HTMLElement {
  const chip = (id: number): HTMLElement => {
    const of = graph.nodes[id];
    const name =
      of.kind === "constant"
        ? of.op === "constant" || of.op === "Constant"
          ? (of.constant ?? "")
          : `${of.op} ${of.constant ?? ""}`
        : nodeName(graph, of);
    if (!scene.cardOf.has(id)) return element("span", { class: "chip" }, name);
    const made = button(of.layer === "" ? name : `${name} · ${of.layer}`, () => actions.go(id));
    made.classList.add("chip", of.role);
    return made;
  };
  const list = (title: string, ids: readonly number[]): readonly HTMLElement[] =>
    ids.length === 0
      ? []
      : [
          element("h3", {}, title),
          element("ul", {}, ...ids.slice(0, 24).map((id) => element("li", {}, chip(id)))),
        ];
  const used = [...new Set(node.inputs.flatMap((port) => port?.node ?? []))];
  const users = graph.nodes
    .filter(({ inputs }) => inputs.some((port) => port?.node === node.id))
    .map(({ id }) => id);
  return element(
    "section",
    {},
    ...list(say.uses, used),
    ...list(say.usedBy, users),
    element("h3", {}, say.gives),
    element("p", {}, node.outputs.map(({ dtype, shape }) => `${dtype} ${shape}`.trim()).join(", ") || "–"),
    ...(next.length > 0 ? [element("p", {}, `${say.becomes} ${next.map(([name]) => name).join(", ")}`)] : []),
    ...(node.attributes.length > 0
      ? [
          element("h3", {}, say.attributes),
          element("p", {}, node.attributes.map(({ name, value }) => `${name} = ${value}`).join("; ")),
        ]
      : []),
  );
}

/** The numbers of the node that is looked at, as far as they are known. */
export function numberSections(
  { card, numbers, isFile, shown }: Looked,
  say: GraphWords,
): readonly HTMLElement[] {
  const node = shown.graph.nodes[card.nodes[0]];
  if (numbers === undefined) return isFile ? [element("p", { class: "faint" }, say.noNumbers)] : [];
  return numbers.outputs.flatMap(({ value, gradient }, k) => {
    const weight = isFile ? ` · ${shown.graph.nodes[numbers.id].op}` : "";
    const number = numbers.outputs.length > 1 ? ` ${k}` : weight;
    return [
      numbersPanel(value, `${say.value}${number}`, say),
      ...(gradient === null
        ? node.role === "backward"
          ? [element("p", { class: "faint" }, say.gradientItself)]
          : []
        : [numbersPanel(gradient, `${say.gradient}${number}`, say)]),
    ];
  });
}
