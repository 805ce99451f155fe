import { parseArgs } from "node:util";
import type { Task } from "./protocol.js";
import type { Case } from "./table.js";

export interface Options {
  readonly cases: readonly Case[];
  /** Names of peers, or null for all. */
  readonly peers: readonly string[] | null;
  readonly rounds: number;
  /** What a peer is to take of a round [ms]. */
  readonly roundMs: number;
  readonly json: boolean;
  readonly help: boolean;
  readonly lang: string | undefined;
}

const brain: readonly Task[] = ["surrogate", "cuba", "hh"];
const tasks: readonly Task[] = ["mlp", "step", "xor", "epoch", ...brain];
/** Tasks of one size. */
const sizes: Partial<Record<Task, number>> = { xor: 4, cuba: 4000, hh: 1000 };

const everything: readonly Case[] = [
  ...[1, 2].flatMap((threads) => [32, 128, 1024].map((batch) => mlp("mlp", batch, threads))),
  ...[32, 128, 1024].map((batch) => mlp("step", batch, 1)),
  { task: "xor", optimizer: "sgd", batch: 4, threads: 1 },
  { task: "xor", optimizer: "adam", batch: 4, threads: 1 },
  mlp("epoch", 128, 1),
  mlp("epoch", 128, 2),
  mlp("surrogate", 128, 1),
  mlp("cuba", 4000, 1),
  mlp("hh", 1000, 1),
];

function mlp(task: Task, batch: number, threads: number): Case {
  return { task, optimizer: "adam", batch, threads };
}

/** Reads the command line; throws an Error with a sentence for the user. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      batch: { type: "string" },
      threads: { type: "string" },
      peers: { type: "string" },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      lang: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { quick } = values;
  const only = values.only
    ?.split(",")
    .flatMap((name): readonly string[] => (name === "brain" ? brain : [name]));
  const wrong = only?.find((name) => !tasks.some((task) => task === name));
  if (wrong !== undefined)
    throw new Error(
      `--only ${wrong}: no such task; there are ${tasks.join(", ")}, and brain for the last three.`,
    );
  const batches = numbers("batch", values.batch);
  const threads = numbers("threads", values.threads);
  const [rounds = quick ? 3 : 7] = numbers("rounds", values.rounds) ?? [];

  const isQuick = (c: Case) => c.threads === 1 && ((c.task === "mlp" && c.batch === 128) || c.task === "xor");
  const asked = everything.filter(({ task }) => only?.some((name) => name === task) ?? true);
  const chosen = batches === null ? asked : withBatches(asked, batches);
  const isWanted = ({ task, batch }: Case) => batches?.includes(batch) !== false || only?.includes(task);
  const cases = chosen
    .filter(isWanted) // of tasks of one size those that are asked for by name
    .filter((c) => threads?.includes(c.threads) ?? true)
    .filter((c) => !quick || only !== undefined || batches !== null || threads !== null || isQuick(c));
  if (cases.length === 0)
    throw new Error("These options leave nothing to measure; --help shows what there is.");
  return {
    cases,
    peers: values.peers?.split(",") ?? null,
    rounds,
    roundMs: quick ? 150 : 400,
    json: values.json,
    help: values.help,
    lang: values.lang,
  };
}

/** The cases with these batch sizes instead of their own, where they have no fixed size. */
function withBatches(cases: readonly Case[], batches: readonly number[]): Case[] {
  const found = new Map<string, Case>();
  for (const c of cases) {
    const size = sizes[c.task];
    for (const batch of size === undefined ? batches : [size]) {
      found.set(`${c.task} ${c.optimizer} ${batch} ${c.threads}`, { ...c, batch });
    }
  }
  return [...found.values()];
}

function numbers(name: string, text: string | undefined): number[] | null {
  if (text === undefined) return null;
  const found = text.split(",").map(Number);
  if (found.every((n) => Number.isInteger(n) && n > 0 && n <= 60_000)) return found;
  throw new Error(`--${name} ${text}: whole numbers from 1 to 60000, separated by commas.`);
}
