import type { Card, Scene } from "./scene.js";

/** The order in which light visits the cards: forward, backward, update, each after those of its part that it uses. */
export function lightOrder({ cards, wires }: Scene): readonly Card[] {
  const byId = new Map(cards.map((card) => [card.id, card]));
  const waits = new Map<string, Set<string>>(cards.map(({ id }) => [id, new Set()]));
  const wakes = new Map<string, string[]>(cards.map(({ id }) => [id, []]));
  for (const { from, to } of wires) {
    if (byId.get(from)?.lane !== byId.get(to)?.lane) continue;
    waits.get(to)?.add(from);
    wakes.get(from)?.push(to);
  }
  const order: Card[] = [];
  const left = new Set(cards.toSorted((a, b) => a.lane - b.lane || a.nodes[0] - b.nodes[0]));
  while (left.size > 0) {
    const [first] = left; // where groups lead round in a circle, the first of them
    const ready = [...left].find(({ id, lane }) => lane === first.lane && waits.get(id)?.size === 0) ?? first;
    left.delete(ready);
    order.push(ready);
    for (const to of wakes.get(ready.id) ?? []) waits.get(to)?.delete(ready.id);
  }
  return order;
}

/** Where the focus is, and from where it came: its neighbors follow from that. */
export interface Focus {
  readonly id: string;
  readonly among: readonly string[];
}

/** Moves the focus along the wires, within its part first; the same focus where there is nowhere to go. */
export function walk({ cards, wires }: Scene, focus: Focus, key: "left" | "right" | "up" | "down"): Focus {
  if (key === "left" || key === "right") {
    const next = wires.flatMap((wire) =>
      key === "left" ? (wire.to === focus.id ? wire.from : []) : wire.from === focus.id ? wire.to : [],
    );
    const own = cards.find(({ id }) => id === focus.id)?.lane;
    const order = cards
      .filter(({ id }) => next.includes(id))
      .toSorted(
        (a, b) =>
          Number(a.lane !== own) - Number(b.lane !== own) || a.lane - b.lane || a.nodes[0] - b.nodes[0],
      )
      .map(({ id }) => id);
    return order.length === 0 ? focus : { id: order[0], among: order };
  }
  const among =
    focus.among.includes(focus.id) && focus.among.length > 1 ? focus.among : alike(cards, focus.id);
  const at = among.indexOf(focus.id) + (key === "down" ? 1 : -1);
  return { id: among[(at + among.length) % among.length], among };
}

/** Cards of the same part, in order. */
function alike(cards: readonly Card[], id: string): readonly string[] {
  const lane = cards.find((card) => card.id === id)?.lane;
  return cards.filter((card) => card.lane === lane).map((card) => card.id);
}
