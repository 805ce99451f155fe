import { NeurogradError } from "neurograd";

/** A weight that was set by hand when so many steps had been taken. */
export interface Edit {
  readonly step: number;
  /** `hidden_1/kernel`, `output/bias` */
  readonly path: string;
  /** Which number of it. */
  readonly at: number;
  readonly value: number;
}

export const mostEdits = 200;
/** No weight is set beyond. */
export const largestWeight = 1000;

/**
 * Edits that came from outside, in the order of their steps. `widths` are the numbers between which the layers stand.
 *
 * Throws  `invalid_option`.
 */
export function checkEdits(given: unknown, widths: readonly number[]): readonly Edit[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.length > mostEdits) throw bad("are no list of them");
  return inOrder(given.map((edit) => checkEdit(edit, widths)));
}

/** By their steps; those of one step as they came. */
export const inOrder = (edits: readonly Edit[]): readonly Edit[] =>
  [...edits].sort((a, b) => a.step - b.step);

function checkEdit(given: unknown, widths: readonly number[]): Edit {
  if (typeof given !== "object" || given === null) throw bad("hold something else");
  const { step, path, at, value } = given as Readonly<Record<string, unknown>>; // each is looked at below
  if (typeof step !== "number" || !Number.isInteger(step) || step < 0) throw bad("lack a step");
  if (typeof path !== "string" || typeof at !== "number") throw bad("lack a weight");
  if (!Number.isInteger(at) || at < 0 || at >= weightCount(path, widths))
    throw bad(`name ${path.slice(0, 40)}, ${at}`);
  if (typeof value !== "number" || !(Math.abs(value) <= largestWeight)) throw bad("lack a value");
  return { step, path, at, value };
}

/** How many numbers a tensor of weights has; 0 where there is none of that name. */
function weightCount(path: string, widths: readonly number[]): number {
  const [, hidden, part] = /^(?:hidden_([1-9])|output)\/(kernel|bias)$/.exec(path) ?? [];
  if (part === undefined) return 0;
  const layer = hidden === undefined ? widths.length - 1 : Number(hidden);
  if (hidden !== undefined && layer > widths.length - 2) return 0;
  return part === "bias" ? widths[layer] : widths[layer - 1] * widths[layer];
}

const bad = (what: string): NeurogradError =>
  new NeurogradError(
    "invalid_option",
    `lab: edits ${what}; expected at most ${mostEdits} of { step, path, at, value } within the network`,
  );
