import type { FileReading } from "../../engine/diagram/diagram.js";
import type { GraphReading } from "../../engine/instruments/graph.js";
import type { Lang } from "../../text/lang.js";
import { type Coloring, cardSize, type Look, looksOf, type Shown } from "./look.js";
import { type Card, fileScene, type Scene, stepScene } from "./scene.js";
import { fileSentence, simplifySentence, stepSentence } from "./sentence.js";
import type { GraphWords } from "./words.js";

/** What a graph is drawn from: the step of the network in training, or a file. */
export type Source =
  | { readonly is: "network"; readonly reading: GraphReading; readonly of: "simplified" | "traced" }
  | { readonly is: "file"; readonly reading: FileReading; readonly name: string };

/** The graph of a source, with what is known of it. */
export function shownOf(source: Source, sizes: Shown["sizes"], coloring: Coloring): Shown {
  if (source.is === "file")
    return { graph: source.reading.description, fates: undefined, sizes: undefined, coloring: "part" };
  const { reading, of } = source;
  return { graph: reading[of], fates: of === "traced" ? reading.fates : undefined, sizes, coloring };
}

export function sceneOf(source: Source, open: ReadonlySet<string>): Scene {
  return source.is === "file"
    ? fileScene(source.reading.description, open)
    : stepScene(source.reading[source.of], open);
}

/** What the whole is. */
export function sentenceOf(source: Source, lang: Lang, say: GraphWords): string {
  if (source.is === "file") return fileSentence(source.name, source.reading, lang);
  const { reading, of } = source;
  return of === "traced" ? simplifySentence(reading, lang, say) : stepSentence(reading[of], lang);
}

/** Its name for those who hear it. */
export function labelOf(card: Card, look: Look, shown: Shown, isFile: boolean, say: GraphWords): string {
  const { layer } = shown.graph.nodes[card.nodes[0]];
  const part = isFile || card.kind === "group" ? "" : say[card.role];
  const seen = [look.title, look.under].filter(Boolean).join(" ");
  return [seen, part, card.kind === "node" ? layer : ""].filter(Boolean).join(", ");
}

/** Boxes as large as their plain texts need: the picture stays where it is when numbers come. */
export function boxesOf(
  scene: Scene,
  source: Source,
  say: GraphWords,
): readonly {
  id: string;
  width: number;
  height: number;
  cell: string;
  lane: 0 | 1 | 2;
  frame: string | undefined;
}[] {
  const looks = looksOf(scene.cards, shownOf(source, undefined, "part"), source.is === "file", say);
  return scene.cards.map((card) => {
    const look = looks.get(card.id) ?? { title: card.title, under: "" };
    return {
      id: card.id,
      ...cardSize(look, card.kind),
      cell: `cell ${card.layer}`,
      lane: card.lane,
      frame: card.frame,
    };
  });
}

/** Everything that can be unfolded. */
export function allGroups(source: Source, scene: Scene | undefined): ReadonlySet<string> {
  if (source.is === "network") return new Set(scene?.groups);
  const layers = source.reading.description.nodes.map(({ layer }) => layer.split("/"));
  return new Set(layers.flatMap((parts) => parts.map((_, k) => parts.slice(0, k + 1).join("/"))));
}

/** Of a file there are only weights: the first that a node uses, or the node itself. */
export function firstWeight({ description: { nodes } }: FileReading, node: number): number {
  const used = nodes[node].inputs.flatMap((port) =>
    port !== null && nodes[port.node].kind === "constant" ? port.node : [],
  );
  return used[0] ?? node;
}
