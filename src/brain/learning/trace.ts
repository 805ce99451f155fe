/** `Σ e^(−(t − tₖ)/τ)` over the spikes of each of n cells before t: what a synapse remembers of them. */
export interface Traces {
  /** The trace of a cell just before t: a spike at t itself does not count. */
  readonly before: (cell: number, t: number) => number;
  /** A spike of a cell. */
  readonly add: (cell: number, t: number) => void;
}

/** Traces that decay exactly between spikes; with `nearest` only the last spike counts. */
export function traces(n: number, tau: number, nearest = false): Traces {
  const past = new Float64Array(n); // the trace at `last`, without what came at `last`
  const fresh = new Float64Array(n); // what came at `last`
  const last = new Float64Array(n).fill(-Infinity);
  const before = (cell: number, t: number): number =>
    t > last[cell]
      ? last[cell] === -Infinity
        ? 0
        : (past[cell] + fresh[cell]) * Math.exp(-(t - last[cell]) / tau)
      : past[cell];
  return {
    before,
    add: (cell, t) => {
      if (t > last[cell]) {
        past[cell] = before(cell, t);
        fresh[cell] = 0;
        last[cell] = t;
      }
      fresh[cell] = nearest ? 1 - past[cell] : fresh[cell] + 1; // together 1
    },
  };
}
