import type { Io, Output } from "./io.js";

/** Colors of a terminal; each gives the text unchanged where there are none. */
export interface Paint {
  readonly isColored: boolean;
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  /** One character whose upper and lower half have a brightness from 0 to 1. */
  readonly halves: (upper: number, lower: number) => string;
}

/** Colors for one output. Source https://no-color.org: any value of NO_COLOR but the empty one means none. */
export function paintFor(output: Output, env: Io["env"]): Paint {
  return output.isTerminal && !env.NO_COLOR ? (has256(env) ? grays : colors) : plain;
}

const has256 = ({ TERM = "", COLORTERM = "" }: Io["env"]): boolean =>
  /256|direct/.test(TERM) || COLORTERM !== "";

const sgr =
  (on: number, off: number) =>
  (text: string): string =>
    `\x1b[${on}m${text}\x1b[${off}m`;

const same = (text: string): string => text;

const blocks = (upper: number, lower: number): string =>
  [" ", "▄", "▀", "█"][Number(upper >= 0.5) * 2 + Number(lower >= 0.5)];

const plain: Paint = { isColored: false, bold: same, faint: same, good: same, bad: same, halves: blocks };

const colors: Paint = {
  isColored: true,
  bold: sgr(1, 22),
  faint: sgr(2, 22),
  good: sgr(32, 39),
  bad: sgr(31, 39),
  halves: blocks,
};

/** 232 to 255 of the 256 colors are grays from black to white. */
const gray = (brightness: number): number => 232 + Math.round(brightness * 23);

const grays: Paint = {
  ...colors,
  halves: (upper, lower) => `\x1b[38;5;${gray(upper)};48;5;${gray(lower)}m▀\x1b[0m`,
};
