import { hopfield, modernHopfield, overlap } from "neurograd/brain";

export type Kind = "hopfield" | "modern";

/** One moment of a recall: the state and its energy. */
export interface Moment {
  readonly state: readonly number[];
  readonly energy: number;
}

/** What the network does with a cue, moment by moment; the first is the cue itself. */
export function recollect(
  patterns: readonly (readonly number[])[],
  cue: readonly number[],
  { kind, beta, seed }: { readonly kind: Kind; readonly beta: number; readonly seed: number },
): readonly Moment[] {
  if (kind === "modern") {
    const memory = modernHopfield({ patterns, beta });
    const moments: Moment[] = [{ state: cue, energy: memory.energy(cue) }];
    for (let k = 0; k < 4; k++) {
      const state = Array.from(memory.retrieve(moments[moments.length - 1].state));
      moments.push({ state, energy: memory.energy(state) });
    }
    return moments;
  }
  const signs = cue.map((value) => (value > 0 ? 1 : -1));
  const { flips, energies } = hopfield({ patterns }).recall(signs, { record: true, seed });
  const moments: Moment[] = [{ state: signs, energy: energies[0] }];
  for (const { unit, energy } of flips) {
    const state = [...moments[moments.length - 1].state];
    state[unit] = -state[unit];
    moments.push({ state, energy });
  }
  return moments;
}

/** Of each memory: how like the state is, or, of the modern network, how much of it the answer will have. */
export function likenesses(
  patterns: readonly (readonly number[])[],
  state: readonly number[],
  { kind, beta }: { readonly kind: Kind; readonly beta: number },
): readonly number[] {
  if (patterns.length === 0) return [];
  if (kind === "modern") return Array.from(modernHopfield({ patterns, beta }).shares(state));
  return patterns.map((pattern) => overlap(state, pattern));
}

export interface Verdict {
  readonly kind: "found" | "negative" | "false" | "mixed";
  /** Which memory, from 0. */
  readonly memory: number;
  readonly likeness: number;
}

/** From where on a state counts as a memory: the modern network's are numbers, and never quite there. */
const same: Readonly<Record<Kind, number>> = { hopfield: 0.999, modern: 0.98 };

/** What a state at rest is. */
export function judge(
  patterns: readonly (readonly number[])[],
  state: readonly number[],
  kind: Kind,
): Verdict {
  const likeness = patterns.map((pattern) => overlap(state, pattern));
  const best = likeness.indexOf(Math.max(...likeness));
  const worst = likeness.indexOf(Math.min(...likeness));
  if (likeness[best] > same[kind]) return { kind: "found", memory: best, likeness: likeness[best] };
  if (kind === "hopfield" && likeness[worst] < -same[kind])
    return { kind: "negative", memory: worst, likeness: likeness[worst] };
  return { kind: kind === "modern" ? "mixed" : "false", memory: best, likeness: likeness[best] };
}
