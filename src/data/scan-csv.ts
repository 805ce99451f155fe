import { NeurogradError } from "../core/errors.js";

export interface ScanCsvOptions {
  /** What the text is, for messages. */
  readonly name: string;
  /** Most characters of one cell. */
  readonly maxCell: number;
  /** Most cells of one row. */
  readonly maxColumns: number;
}

export interface CsvRows {
  readonly rows: readonly (readonly string[])[];
  /** The line on which each row begins, from 1. */
  readonly lines: readonly number[];
}

const quote = 34;
const lf = 10;
const cr = 13;
const space = 32;

/**
 * The cells of a text: one pass, no look back. Lines end in LF, CRLF or CR; a cell that begins with a quote holds
 * delimiters, line ends and doubled quotes; white space around cells is cut; empty lines are left out.
 *
 * Throws  `csv_quote` for a quote that is not closed, or closed before the cell ends, with the line; `limit_exceeded`.
 * Source  RFC 4180, section 2.
 */
export function scanCsv(text: string, delimiter: string, options: ScanCsvOptions): CsvRows {
  const end = text.length;
  const divider = delimiter.charCodeAt(0);
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0;

  const tooLong = (at: number, what: string): NeurogradError =>
    new NeurogradError(
      "limit_exceeded",
      `${options.name}, line ${at}: a cell has more than ${options.maxCell} characters${what}`,
    );
  const isCellEnd = (code: number): boolean => code === divider || code === lf || code === cr;
  const quoted = (): string => {
    const opened = line;
    let cell = "";
    let from = ++i;
    for (; ; i++) {
      if (i >= end)
        throw new NeurogradError(
          "csv_quote",
          `${options.name}, line ${opened}: a quote opens here and is never closed; close it, or double it if it is part of the text`,
        );
      const code = text.charCodeAt(i);
      if (code === lf || (code === cr && text.charCodeAt(i + 1) !== lf)) line++;
      if (cell.length + i - from > options.maxCell)
        throw tooLong(opened, " after a quote that opens here; close the quote, or raise maxCell");
      if (code !== quote) continue;
      cell += text.slice(from, i);
      if (text.charCodeAt(i + 1) !== quote) break;
      from = ++i; // of a doubled quote the second is text
    }
    i++;
    while (i < end && text.charCodeAt(i) === space) i++;
    if (i < end && !isCellEnd(text.charCodeAt(i))) {
      throw new NeurogradError(
        "csv_quote",
        `${options.name}, line ${line}: ${JSON.stringify(text.slice(i, i + 10))} follows a closing quote; double the quotes inside a quoted cell`,
      );
    }
    return cell;
  };
  const plain = (from: number): string => {
    while (i < end && !isCellEnd(text.charCodeAt(i))) i++;
    if (i - from > options.maxCell) throw tooLong(line, "; give the right delimiter, or raise maxCell");
    return text.slice(from, i).trim();
  };

  while (i < end) {
    const row: string[] = [];
    const first = line;
    let isBlank = true;
    for (;;) {
      const from = i;
      while (text.charCodeAt(i) === space && divider !== space) i++;
      if (text.charCodeAt(i) === quote) {
        row.push(quoted());
        isBlank = false;
      } else row.push(plain(from));
      if (row.length > options.maxColumns) {
        throw new NeurogradError(
          "limit_exceeded",
          `${options.name}, line ${first}: more than ${options.maxColumns} cells in a row; raise maxColumns if that is right`,
        );
      }
      if (i >= end || text.charCodeAt(i) !== divider) break;
      i++;
      if (i >= end) row.push(""); // a delimiter at the very end has an empty cell behind it
      if (i >= end) break;
    }
    if (text.charCodeAt(i) === cr && text.charCodeAt(i + 1) === lf) i++;
    i++;
    line++;
    if (isBlank && row.length === 1 && row[0] === "") continue;
    rows.push(row);
    lines.push(first);
  }
  return { rows, lines };
}

/**
 * The delimiter of a text, of tab, semicolon, bar and comma: the first that cuts all lines alike, else the one that cuts
 * the poorest line best. The comma comes last, since in files cut by others it stands for the decimal point.
 */
export function detectDelimiter(text: string): string {
  let best = ",";
  let bestCells = 1;
  for (const delimiter of ["\t", ";", "|", ","]) {
    const cells = cellsPerLine(text, delimiter);
    const least = cells.reduce((a, b) => Math.min(a, b), Infinity);
    if (least === Infinity) continue; // no line at all
    if (least > 1 && cells.every((n) => n === least)) return delimiter;
    if (least > bestCells) [best, bestCells] = [delimiter, least];
  }
  return best;
}

/** Cells of each line among the first 64 Ki characters, quoted line ends not counting. */
function cellsPerLine(text: string, delimiter: string): number[] {
  const sample = text.slice(0, 65536);
  const counts: number[] = [];
  let cells = 1;
  let lineStart = 0;
  let cellStart = true;
  let inQuotes = false;
  for (let i = 0; i < sample.length; i++) {
    const c = sample[i];
    if (c === '"' && (inQuotes || cellStart)) inQuotes = !inQuotes;
    if (inQuotes) continue;
    const isLineEnd = c === "\n" || c === "\r";
    if (c === delimiter) cells++;
    if (isLineEnd) {
      if (i > lineStart) counts.push(cells);
      cells = 1;
      lineStart = i + 1;
    }
    cellStart = c === delimiter || isLineEnd || (cellStart && c === " ") || c === '"';
  }
  if (sample.length === text.length && lineStart < sample.length) counts.push(cells);
  return counts;
}
