import type { Training } from "../training.js";
import { graph } from "./graph.js";
import { graphNumbers } from "./graph-numbers.js";
import { inside } from "./inside.js";
import { maps } from "./maps.js";
import { points } from "./points.js";
import { stepFile } from "./step-file.js";
import { sums } from "./sums.js";
import { update } from "./update.js";
import { warp } from "./warp.js";
import { weights } from "./weights.js";

// What can be read of a network in training. A view names the instruments it needs; each is a file here and a line below.

export const instruments = {
  graph,
  graphNumbers,
  inside,
  maps,
  points,
  stepFile,
  sums,
  update,
  warp,
  weights,
} as const satisfies Readonly<Record<string, Instrument>>;

/** Its options are its own. */
type Instrument = (training: Training, options: never) => Promise<unknown>;

export type InstrumentName = keyof typeof instruments;
/** The instruments wanted, each with its options. */
export type Watch = { readonly [Name in InstrumentName]?: Parameters<(typeof instruments)[Name]>[1] };
/** What they read. */
export type Readings = {
  readonly [Name in InstrumentName]?: Awaited<ReturnType<(typeof instruments)[Name]>>;
};
