import { formatFigure } from "../brain/compare/format-figure.js";
import { digitsWords, type Heading, headings } from "../brain/compare/headings.js";
import type { ComparedRow, Comparison } from "../brain/compare/index.js";
import { type Figure, textOf } from "../brain/compare/row.js";
import { displayWidth, padEnd } from "../core/display-width.js";
import { wrap } from "./help.js";
import type { Language } from "./language.js";
import type { Paint } from "./paint.js";

/** A row in the terminal: its figures under one another, as no three columns fit. */
export function describeRow(found: ComparedRow, language: Language, paint: Paint, columns: number): string[] {
  const { title, question, artificial, brain, published, analogy, times } = found;
  const width = Math.min(columns, 110);
  const heading = (name: Heading): string => `  ${paint.bold(headings[name][language])}`;
  const biology = published.flatMap(({ name, value, source, isConfirmed }) => {
    const mark = isConfirmed ? "" : ` (${headings.unconfirmed[language]})`;
    return [
      ...pair(name[language], `${textOf(value, language)}${mark}`, width),
      ...wrap(source, width - 6).map((line) => `      ${paint.faint(line)}`),
    ];
  });
  return [
    `${paint.bold(title[language])}  ${paint.faint(question[language])}`,
    heading("artificial"),
    ...figures(artificial, language, width),
    heading("brain"),
    ...figures(brain, language, width),
    heading("published"),
    ...biology,
    ...(times.figures.length > 0 ? [heading("times"), ...figures(times.figures, language, width)] : []),
    heading("analogy"),
    ...wrap(analogy[language], width - 4).map((line) => `    ${line}`),
  ];
}

/** What holds for all rows. */
export function describeComparison(
  { digits, seed, runtime, rows }: Comparison,
  language: Language,
  paint: Paint,
  columns: number,
): string[] {
  const seconds = rows.reduce((sum, { times }) => sum + times.seconds, 0).toFixed(1);
  const say = (name: Heading): string => headings[name][language];
  const notes = [
    digitsWords[digits][language],
    `${say("seed")} ${seed}, ${say("runtime")} ${runtime}, ${seconds} s`,
    say("unconfirmedNote"),
  ];
  return notes.flatMap((note) => wrap(note, Math.min(columns, 110)).map(paint.faint));
}

const figures = (list: readonly Figure[], language: Language, width: number): string[] =>
  list.flatMap((figure) => pair(figure.name[language], formatFigure(figure), width));

/** A name and, behind dots, its value; a long name takes several lines. */
function pair(name: string, value: string, width: number): string[] {
  const room = Math.max(24, width - 4 - Math.max(16, displayWidth(value)) - 3);
  const lines = wrap(name, room);
  const last = lines[lines.length - 1];
  const dots = ".".repeat(Math.max(2, room - displayWidth(last)));
  return [
    ...lines.slice(0, -1).map((line) => `    ${line}`),
    `    ${padEnd(`${last} ${dots}`, room + 1)} ${value}`,
  ];
}
