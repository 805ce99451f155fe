/** Who fired in each step of a window, by population: whole populations, in the order of their neurons. */
export type Told = readonly Readonly<Record<string, readonly number[]>>[];

/** How the parts of a network tell one another of spikes. */
export interface Exchange {
  /** A window of steps begins. */
  begin(): void;
  /** Who of this part's neurons of a population fired in this step; each population once in a step, in one order. */
  tell(population: string, fired: readonly number[]): void;
  /** Waits for all parts to have told of a window of so many steps; then what they told. */
  hear(steps: number): Told;
}

/** A population as it lies over the parts: part p has the neurons from `firsts[p]` to before `firsts[p + 1]`. */
export interface Share {
  readonly population: string;
  readonly firsts: readonly number[];
}

/** How the memory that parts share is divided. */
export interface ExchangeLayout {
  readonly shares: readonly Share[];
  readonly parts: number;
  readonly window: number;
}

/** Two numbers at the beginning of the memory: who has arrived, and how often all had. */
const [arrived, round, head] = [0, 1, 2];

/** Numbers that a part may tell in one window. */
const roomOf = ({ shares, window }: ExchangeLayout, part: number): number =>
  shares.reduce((sum, { firsts }) => {
    const n = firsts[part + 1] - firsts[part];
    return n === 0 ? sum : sum + window * (n + 1);
  }, 0);

/** Memory for an exchange. Two windows have room in it: one is read while the next is written. */
export function exchangeMemory(layout: ExchangeLayout): SharedArrayBuffer {
  const rooms = Array.from({ length: layout.parts }, (_, part) => roomOf(layout, part));
  return new SharedArrayBuffer(4 * (head + 2 * rooms.reduce((a, b) => a + b, 0)));
}

/** How many times a part looks whether the others have arrived before it lies down to sleep. */
const looks = 2000;

/** An exchange by memory that threads share. All wait for one another once in a window. */
export function sharedExchange(layout: ExchangeLayout, part: number, memory: SharedArrayBuffer): Exchange {
  const { shares, parts } = layout;
  const numbers = new Int32Array(memory);
  const starts = [head];
  for (let p = 0; p < parts; p++) starts.push(starts[p] + 2 * roomOf(layout, p));
  const has = (p: number, { firsts }: Share): boolean => firsts[p + 1] > firsts[p];
  let [half, at] = [1, 0];

  const wait = (): void => {
    const before = Atomics.load(numbers, round);
    if (Atomics.add(numbers, arrived, 1) === parts - 1) {
      Atomics.store(numbers, arrived, 0);
      Atomics.add(numbers, round, 1);
      Atomics.notify(numbers, round);
      return;
    }
    for (let i = 0; i < looks; i++) if (Atomics.load(numbers, round) !== before) return;
    while (Atomics.load(numbers, round) === before) Atomics.wait(numbers, round, before);
  };

  return {
    begin: () => {
      half = 1 - half;
      at = starts[part] + half * roomOf(layout, part);
    },
    tell: (_, fired) => {
      numbers[at++] = fired.length;
      for (const i of fired) numbers[at++] = i;
    },
    hear: (steps) => {
      wait();
      const places = Array.from({ length: parts }, (_, p) => starts[p] + half * roomOf(layout, p));
      return Array.from({ length: steps }, () => {
        const told: Record<string, readonly number[]> = {};
        for (const share of shares) {
          const all: number[] = [];
          for (let p = 0; p < parts; p++) {
            if (!has(p, share)) continue;
            const count = numbers[places[p]++];
            for (let i = 0; i < count; i++) all.push(share.firsts[p] + numbers[places[p]++]);
          }
          told[share.population] = all;
        }
        return told;
      });
    },
  };
}
