import { afterAll, expect } from "vitest";

export interface Published {
  readonly published: number;
  /** How far ours may be, relative to the published figure. */
  readonly relative?: number;
  /** How far ours may be, as a number. */
  readonly absolute?: number;
}

/** Compares figures with published ones; once a file's tests have run, prints them side by side. */
export function beside(source: string): (what: string, ours: number, wanted: Published) => void {
  const rows: string[][] = [];
  afterAll(() => {
    if (rows.length === 0) return;
    const head = ["", "published", "ours", "difference", "allowed"];
    const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
    const line = (row: readonly string[]): string =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
    console.log([source, line(head), ...rows.map(line)].join("\n"));
  });
  return (what, ours, { published, relative, absolute = Math.abs(published) * (relative ?? 0) }) => {
    const difference = Math.abs(ours - published);
    const digits = (x: number): string => String(Number(x.toPrecision(7)));
    rows.push([
      what,
      digits(published),
      digits(ours),
      difference.toExponential(1),
      absolute.toExponential(1),
    ]);
    expect(difference, `${what}: ours ${ours}, published ${published}`).toBeLessThanOrEqual(absolute);
  };
}
