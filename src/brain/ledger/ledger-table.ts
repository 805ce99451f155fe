import { displayWidth, padEnd, padStart } from "../../core/display-width.js";
import type { BudgetFigure } from "./brain-budget.js";
import type { Account, AccountLine } from "./ledger.js";
import { breakEven } from "./technology.js";
import { counts } from "./work.js";

type Lang = "en" | "zh";

interface Contents {
  readonly accounts: readonly Account[];
  readonly brain: readonly BudgetFigure[];
  readonly criticism: Readonly<Record<Lang, readonly string[]>>;
}

const words = {
  title: { en: "Energy of one inference", zh: "一次推理的能量" },
  place: { en: "place", zh: "位置" },
  macs: { en: "MACs", zh: "乘加" },
  accumulates: { en: "additions by spikes", zh: "脉冲引起的加法" },
  spikes: { en: "spikes", zh: "脉冲" },
  updates: { en: "updates", zh: "状态更新" },
  others: { en: "other operations", zh: "其他运算" },
  bytes: { en: "bytes moved", zh: "搬运字节" },
  arithmetic: { en: "arithmetic only", zh: "只算算术" },
  withMemory: { en: "with memory", zh: "计入存储" },
  total: { en: "all", zh: "合计" },
  noLayer: { en: "(outside layers)", zh: "（层外）" },
  even: {
    en: "additions as dear as one multiply-accumulate, arithmetic only",
    zh: "只算算术时，抵得上一次乘加的加法次数",
  },
  devices: {
    en: "On machines, by their makers' figures (KerasSpiking's table)",
    zh: "在各种机器上，按厂商数据（KerasSpiking 的表）",
  },
  brain: { en: "The brain's own budget", zh: "大脑自己的预算" },
  unconfirmed: { en: "unconfirmed", zh: "未核实" },
  criticism: { en: "What is wrong with such figures", zh: "这类数字的问题" },
} satisfies Readonly<Record<string, Readonly<Record<Lang, string>>>>;

/** The whole ledger as text. */
export function ledgerTable({ accounts, brain, criticism }: Contents, lang: Lang): string {
  const say = (word: keyof typeof words): string => words[word][lang];
  const columns = [
    "macs",
    "accumulates",
    "spikes",
    "updates",
    "others",
    "bytes",
    "arithmetic",
    "withMemory",
  ] as const;
  const row = (name: string, line: AccountLine): readonly string[] => [
    name,
    count(line.macs),
    count(line.accumulates),
    count(line.spikes),
    count(line.updates),
    count(line.additions + line.multiplications),
    count(line.bytes),
    energy(line.arithmetic * 1e-12),
    energy(line.withMemory * 1e-12),
  ];
  const rows = accounts.flatMap(({ name, precision, lines, total }) => [
    ...lines.filter(works).map((line) => row(`  ${line.name === "" ? say("noLayer") : line.name}`, line)),
    row(`${name} (${precision}), ${say("total")}`, total),
  ]);
  const machines = accounts.map(({ name, onDevices }) => [name, ...Object.values(onDevices).map(energy)]);
  const budget = brain.map(({ what, value, unit, source, isConfirmed }) => [
    what[lang],
    `${value >= 1e6 ? value.toExponential() : value} ${unit}`.trim(),
    isConfirmed ? source : `${source} (${say("unconfirmed")})`,
  ]);
  return [
    say("title"),
    aligned([[say("place"), ...columns.map(say)], ...rows]),
    `${say("even")}: ${breakEven().toFixed(2)}`,
    "",
    say("devices"),
    aligned([["", ...Object.keys(accounts[0]?.onDevices ?? {})], ...machines]),
    "",
    say("brain"),
    aligned(budget, 2),
    "",
    say("criticism"),
    ...criticism[lang].map((line) => `- ${line}`),
  ].join("\n");
}

/** Whether anything is done in a line: a layer that only gives numbers another shape is left out. */
const works = (line: AccountLine): boolean => counts.some((count) => line[count] !== 0);

/** A count with at most one decimal: a mean of samples has some. */
function count(value: number): string {
  const [whole, part] = String(Math.round(value * 10) / 10).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}

const prefixes = [
  [1, "J"],
  [1e-3, "mJ"],
  [1e-6, "µJ"],
  [1e-9, "nJ"],
  [1e-12, "pJ"],
] as const;

/** Joules with four digits and a prefix. */
export function energy(joules: number): string {
  if (joules === 0) return "0 J";
  const [size, unit] = prefixes.find(([least]) => joules >= least * 0.9995) ?? prefixes[prefixes.length - 1];
  return `${Number((joules / size).toPrecision(4))} ${unit}`;
}

/** Rows in columns; the first ones, as many as `left`, begin at the left, numbers end at the right. */
function aligned(rows: readonly (readonly string[])[], left = 1): string {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => displayWidth(row[k]))));
  const lastIsText = left > 1;
  return rows
    .map((row) =>
      row
        .map((cell, k) => {
          const pad = k === 0 || (lastIsText && k === row.length - 1) ? padEnd : padStart;
          return pad(cell, widths[k]);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
