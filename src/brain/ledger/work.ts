/** What one place of a network does for one input. Of several inputs it is the mean. */
export interface WorkLine {
  /** The layer, or the projection. */
  readonly name: string;
  /** Multiplications added up: numbers meet weights (or numbers) in a matrix product or a convolution. */
  readonly macs: number;
  /** Additions of a weight because a spike arrived. */
  readonly accumulates: number;
  /** Spikes that arrive. */
  readonly spikes: number;
  /** Steps of neurons that keep a state. */
  readonly updates: number;
  /** Additions and comparisons, one number at a time: biases, pooling, activations. */
  readonly additions: number;
  /** Multiplications, one number at a time; a function such as exp counts as one, which is the least that it can be. */
  readonly multiplications: number;
  /** Numbers that are written because they were computed, at a place where numbers and not spikes arrive. */
  readonly results: number;
  /** How many numbers its memories hold: what comes in, the weights, the sums or membranes. */
  readonly sizes: Sizes;
}

export interface Sizes {
  readonly inputs: number;
  readonly weights: number;
  readonly sums: number;
}

/** What a network does for one input, place by place. */
export interface Work {
  readonly lines: readonly WorkLine[];
}

const nothing: Omit<WorkLine, "name" | "sizes"> = {
  macs: 0,
  accumulates: 0,
  spikes: 0,
  updates: 0,
  additions: 0,
  multiplications: 0,
  results: 0,
};

const noSizes: Sizes = { inputs: 0, weights: 0, sums: 0 };

/** What is counted, as names. */
export type Count = keyof typeof nothing;
export const counts: readonly Count[] = Object.keys(nothing) as Count[]; // its own

/** A line of what is known of it; the rest is 0. */
export const lineOf = (
  name: string,
  known: Partial<Omit<WorkLine, "name" | "sizes">> & { readonly sizes?: Partial<Sizes> },
): WorkLine => ({ ...nothing, ...known, name, sizes: { ...noSizes, ...known.sizes } });

/** Counts added up. The memories of a place are as large as its largest asks for. */
export function together(name: string, lines: readonly WorkLine[]): WorkLine {
  const sum = (count: Count): number => lines.reduce((total, line) => total + line[count], 0);
  const largest = (size: keyof Sizes): number => Math.max(0, ...lines.map(({ sizes }) => sizes[size]));
  return {
    ...(Object.fromEntries(counts.map((count) => [count, sum(count)])) as Record<Count, number>), // all of them
    name,
    sizes: { inputs: largest("inputs"), weights: largest("weights"), sums: largest("sums") },
  };
}

/** Lines of one name become one, in the order in which names come first. */
export function byName(lines: readonly WorkLine[]): readonly WorkLine[] {
  const groups = new Map<string, WorkLine[]>();
  for (const line of lines) {
    const own = groups.get(line.name);
    if (own === undefined) groups.set(line.name, [line]);
    else own.push(line);
  }
  return Array.from(groups, ([name, own]) => together(name, own));
}
