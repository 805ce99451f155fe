import type { Fate, GraphDescription, NodeDescription } from "neurograd/explain";
import type { Sizes } from "../../engine/diagram/numbers.js";
import { figure } from "../../text/lang.js";
import type { Card } from "./scene.js";
import type { GraphWords } from "./words.js";

/** How a card looks. */
export interface Look {
  readonly title: string;
  readonly under: string;
  /** 0 … 1: how strongly it is filled; undefined: as its part. */
  readonly heat: number | undefined;
  /** What it stands for does not run. */
  readonly isGone: boolean;
}

export type Coloring = "part" | "value" | "gradient";

/** What there is to show. */
export interface Shown {
  readonly graph: GraphDescription;
  /** Of the graph as it was written down. */
  readonly fates: readonly Fate[] | undefined;
  readonly sizes: Sizes | undefined;
  readonly coloring: Coloring;
}

const marks = { forward: "", backward: "∂ ", update: "Δ " } as const;

/** The name of a layer's part: `∂ hidden_1`. */
export function groupName({ layer, role }: Pick<Card, "layer" | "role">, say: GraphWords): string {
  if (layer === "") return role === "update" ? say.shared : role === "forward" ? say.data : `∂ ${say.data}`;
  const own = layer === "loss" ? say.loss : layer === "metrics" ? say.metrics : layer;
  return `${marks[role]}${own}`;
}

/** The operator with the plain numbers that it uses: `multiply 0.1`. */
export function nodeName({ nodes }: GraphDescription, { op, inputs, kind }: NodeDescription): string {
  if (kind === "input") return op.replace(/^optimizer\//, "");
  const numbers = inputs.flatMap((port) => {
    const known = port === null ? undefined : nodes[port.node].constant;
    return known === undefined || Number.isNaN(Number(known)) ? [] : figure(Number(known));
  });
  return [op, ...numbers].join(" ");
}

export function isGone(fate: Fate | undefined): boolean {
  return fate !== undefined && fate.is !== "kept" && fate.is !== "rewritten";
}

/** How each card looks, by its id. */
export function looksOf(
  cards: readonly Card[],
  shown: Shown,
  isFile: boolean,
  say: GraphWords,
): ReadonlyMap<string, Look> {
  const { graph, fates, sizes, coloring } = shown;
  const list = coloring === "part" ? undefined : coloring === "value" ? sizes?.values : sizes?.gradients;
  const sizeOf = ({ nodes }: Card): number | undefined => {
    const found = nodes.flatMap((id) => list?.[id] ?? []);
    return found.length === 0 ? undefined : Math.max(...found);
  };
  const all = cards.map(sizeOf);
  const heats = heatsOf(all);
  return new Map(
    cards.map((card, k): [string, Look] => {
      const node = graph.nodes[card.nodes[0]];
      const gone = fates === undefined ? 0 : card.nodes.filter((id) => isGone(fates[id])).length;
      const size = all[k];
      const title = card.kind === "node" ? nodeName(graph, node) : isFile ? card.title : groupName(card, say);
      const said = node.outputs[0]?.shape;
      const shape =
        (said === "[]" ? say.scalar : said) || (isFile ? (node.layer.split("/").at(-1) ?? "") : "");
      const plain = card.kind === "node" ? shape : `${card.nodes.length} ${say.nodes}`;
      const left = gone > 0 && card.kind === "group" ? ` − ${gone}` : "";
      return [
        card.id,
        {
          title,
          under: size === undefined ? `${plain}${left}` : figure(size),
          heat: coloring === "part" ? undefined : (heats[k] ?? 0),
          isGone: card.kind === "node" && gone > 0,
        },
      ];
    }),
  );
}

/** Shares 0.06 … 1 along the logarithm, smallest to largest; 0 for a zero. */
function heatsOf(sizes: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const logs = sizes.map((size) => (size === undefined || size === 0 ? undefined : Math.log10(size)));
  const known = logs.filter((log) => log !== undefined && Number.isFinite(log)) as readonly number[];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return logs.map((log, k) => {
    if (log === undefined) return sizes[k] === 0 ? 0 : undefined;
    return most > least ? 0.06 + (0.94 * (Math.min(log, most) - least)) / (most - least) : 1;
  });
}

const letter = 7.1;

/** Room for a card's two lines. */
export function cardSize(
  { title, under }: Pick<Look, "title" | "under">,
  kind: Card["kind"],
): { width: number; height: number } {
  const wide = Math.max(widthOf(title) * (kind === "group" ? 1.1 : 1), widthOf(under) * 0.9);
  const least = kind === "group" ? 112 : 80;
  return {
    width: Math.round(Math.min(260, Math.max(least, wide * letter + 30))),
    height: kind === "group" ? 56 : 44,
  };
}

/** Letters; Chinese ones count nearly double. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 1.75 : 1), 0);

/** What fits, its middle left out: beginnings and ends of names tell most. */
export function fitted(text: string, width: number): string {
  const room = Math.floor((width - 18) / letter);
  if (widthOf(text) <= room) return text;
  const half = Math.max(2, Math.floor((room - 1) / 2));
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}
