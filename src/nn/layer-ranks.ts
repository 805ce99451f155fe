/** Boxes in rows, and the ways between them. */
export interface Ranked {
  /** Boxes by row from above; numbers past the last box are places that a way leaves free in a row it passes. */
  readonly rows: readonly (readonly number[])[];
  /** Each way: the box it begins at, the free places it passes, the box it ends at. */
  readonly edges: readonly (readonly number[])[];
}

/**
 * Boxes in rows, each below all it comes from (`from[k]`, numbers before k). Ways longer than a row get a place in the rows
 * between, so no arrow runs through a box. Within a row boxes stand in the order of the middle of what they come from.
 *
 * Source  Sugiyama, Tagawa & Toda (1981), doi:10.1109/TSMC.1981.4308636
 */
export function layerRanks(from: readonly (readonly number[])[]): Ranked {
  const rank: number[] = [];
  for (const before of from) rank.push(Math.max(-1, ...before.map((k) => rank[k])) + 1);
  const parents = from.map((before) => [...before]);
  const edges: number[][] = [];
  for (const [k, before] of from.entries()) {
    for (const [i, start] of before.entries()) {
      const path = [start];
      for (let row = rank[start] + 1; row < rank[k]; row++) {
        parents.push([path[path.length - 1]]);
        path.push(rank.push(row) - 1);
      }
      parents[k][i] = path[path.length - 1];
      edges.push([...path, k]);
    }
  }
  const rows = Array.from({ length: Math.max(-1, ...rank) + 1 }, (): number[] => []);
  for (const [k, row] of rank.entries()) rows[row].push(k);
  const at: number[] = [];
  for (const row of rows) {
    const middle = new Map(
      row.map((k, i) => [
        k,
        parents[k].length === 0 ? i : parents[k].reduce((sum, p) => sum + at[p], 0) / parents[k].length,
      ]),
    );
    row.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
    for (const [i, k] of row.entries()) at[k] = i - (row.length - 1) / 2; // from the middle of the row
  }
  return { rows, edges };
}
