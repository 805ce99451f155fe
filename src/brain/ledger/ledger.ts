import { checkOneOf } from "../../nn/options.js";
import { type BudgetFigure, brainBudget, criticism } from "./brain-budget.js";
import { ledgerTable } from "./ledger-table.js";
import { arithmetic, devices, macEnergy, memoryEnergy, type Precision } from "./technology.js";
import { together, type Work, type WorkLine } from "./work.js";

/** A place's work with its price. */
export interface AccountLine extends WorkLine {
  /** Read from memories and written to them [bytes]. */
  readonly bytes: number;
  /** `E_MAC · MACs + E₊ · accumulates` [pJ]: what most papers report. */
  readonly arithmetic: number;
  /** With the work on single numbers and with every access to memory [pJ]. */
  readonly withMemory: number;
}

export interface Account {
  readonly name: string;
  readonly precision: Precision;
  readonly lines: readonly AccountLine[];
  readonly total: AccountLine;
  /** Energy of one inference on machines of `devices`, by name [J]. */
  readonly onDevices: Readonly<Record<string, number>>;
}

/** Accounts of several networks beside one another, the brain's beside them. */
export interface Ledger {
  readonly accounts: readonly Account[];
  readonly brain: readonly BudgetFigure[];
  /** What is to be said against such figures. */
  readonly criticism: Readonly<Record<"en" | "zh", readonly string[]>>;
  /** All of it as text. */
  toString(lang?: "en" | "zh"): string;
}

export type LedgerEntry = Work | { readonly work: Work; readonly precision?: Precision };

/**
 * What networks cost for one inference, in two accounts: arithmetic only, and with memory. For products of numbers each MAC reads a number and a weight, and each result is written; a spike is written and read as an
 * address of 4 bytes, each addition it causes reads a weight and reads and writes a sum; each neuron's update reads and writes its state. A memory is as large as what its place keeps.
 *
 * Units   pJ; devices J.
 * Throws  `unknown_name`.
 * Source  Horowitz (2014), ISSCC; the memories' accesses after Lemaire et al. (2022), ICONIP, arXiv:2210.13107
 *
 * @example
 * const net = sequential([input({ shape: [784] }), layers.dense({ units: 1000, activation: "relu" }), layers.dense({ units: 10 })]);
 * const work = await countWork(net);
 * const book = ledger({ "784-1000-10": work, "the same in 8 bits": { work, precision: "int8" } });
 * book.accounts[0].total.arithmetic;                            // 3,652,400 pJ
 * console.log(String(book));
 */
export function ledger(entries: Readonly<Record<string, LedgerEntry>>): Ledger {
  const accounts = Object.entries(entries).map(([name, entry]) => {
    const { work, precision = "float32" } = "lines" in entry ? { work: entry } : entry;
    checkOneOf(`ledger: ${name}`, "precision", precision, Object.keys(arithmetic) as Precision[]); // its keys
    return accountOf(name, work, precision);
  });
  const book = { accounts, brain: brainBudget, criticism };
  return {
    ...book,
    toString: (lang = "en") => {
      checkOneOf("ledger: toString", "lang", lang, ["en", "zh"]);
      return ledgerTable(book, lang);
    },
  };
}

function accountOf(name: string, work: Work, precision: Precision): Account {
  const lines = work.lines.map((line) => priced(line, precision));
  const sum = (price: "bytes" | "arithmetic" | "withMemory"): number =>
    lines.reduce((total, line) => total + line[price], 0);
  const total: AccountLine = {
    ...together(name, work.lines),
    bytes: sum("bytes"),
    arithmetic: sum("arithmetic"),
    withMemory: sum("withMemory"),
  };
  // A unit without a state is reckoned once, when its sum is ready.
  const updates = total.updates === 0 ? total.results : total.updates;
  const onDevices = devices.map((device) => [
    device.name,
    device.synapse * (total.macs + total.accumulates) + device.neuron * updates,
  ]);
  return { name, precision, lines, total, onDevices: Object.fromEntries(onDevices) };
}

/** Bytes of a spike that is told by its neuron's number. */
const address = 4;

function priced(line: WorkLine, precision: Precision): AccountLine {
  const { add, multiply, bytes: each } = arithmetic[precision];
  const { macs, accumulates, spikes, updates, additions, multiplications, results, sizes } = line;
  const traffic: readonly (readonly [bytes: number, size: number])[] = [
    [each * macs, each * sizes.inputs],
    [2 * address * spikes, address * sizes.inputs],
    [each * (macs + accumulates), each * sizes.weights],
    [each * (results + 2 * accumulates + 2 * updates), each * sizes.sums],
  ];
  const products = macEnergy(precision) * macs + add * accumulates;
  const memory = traffic.reduce((sum, [bytes, size]) => sum + (bytes / 8) * memoryEnergy(size), 0);
  return {
    ...line,
    bytes: traffic.reduce((sum, [bytes]) => sum + bytes, 0),
    arithmetic: products,
    withMemory: products + add * additions + multiply * multiplications + memory,
  };
}
