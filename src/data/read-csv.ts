import { NeurogradError } from "../core/errors.js";
import { type CellRules, columnOf } from "./column.js";
import { columnNames, looksLikeHeader } from "./csv-header.js";
import { decodedText, type FoundEncoding, type TextEncoding } from "./decode-text.js";
import { isSpreadsheet } from "./is-spreadsheet.js";
import { detectDelimiter, scanCsv } from "./scan-csv.js";
import { Table } from "./table.js";

export interface ReadCsvOptions {
  /** Whether the first row holds names. Default `auto`: it does if it has no number and differs from what is below. */
  readonly header?: boolean | "auto" | undefined;
  /** Names of the columns, instead of the file's. */
  readonly columns?: readonly string[] | undefined;
  /** One character. Default: found among tab, semicolon, bar and comma. */
  readonly delimiter?: string | undefined;
  /** What separates a number's fraction. Default `.` */
  readonly decimal?: "." | "," | undefined;
  /** Of bytes. Default `auto`: the byte order mark, else UTF-8 if valid, else GB18030. */
  readonly encoding?: TextEncoding | undefined;
  /** Cells that mean "no value". Default: empty, `NA`, `NaN`, `nan`, `null`, `NULL`, `?`. */
  readonly missing?: readonly string[] | undefined;
  /** What the data is, for messages: a file's name. Default `CSV`. */
  readonly name?: string | undefined;
  /** Most characters of a cell. Default 2²⁰. */
  readonly maxCell?: number | undefined;
  /** Most columns. Default 100,000. */
  readonly maxColumns?: number | undefined;
}

/** How a text was understood. */
export interface CsvFormat {
  /** Undefined for what was given as a string. */
  readonly encoding: FoundEncoding | undefined;
  readonly delimiter: string;
  readonly hasHeader: boolean;
}

/**
 * A table from comma-separated values, as text or bytes. A column is of numbers if all its values are, of booleans if
 * all are `true` or `false` in any case, else of strings.
 *
 * Throws  `csv_ragged`, `csv_quote`, `csv_header`, `invalid_option`, `limit_exceeded`, `invalid_encoding`, `empty_data`.
 * Source  RFC 4180, and Python's csv.Sniffer for the idea of guessing.
 *
 * @example readCsv("age,smokes\n41,true\n?,false").column("age").values   // Float64Array [41, NaN]
 */
export function readCsv(source: string | Uint8Array | ArrayBuffer, options: ReadCsvOptions = {}): Table {
  return readCsvFormat(source, options).table;
}

/** The same, with how the text was understood where the options leave it open. */
export function readCsvFormat(
  source: string | Uint8Array | ArrayBuffer,
  options: ReadCsvOptions = {},
): { readonly table: Table; readonly format: CsvFormat } {
  const { name = "CSV", decimal = ".", header = "auto", maxCell = 2 ** 20, maxColumns = 100_000 } = options;
  const { text, encoding } =
    typeof source === "string"
      ? { text: source, encoding: undefined }
      : decodedText(textBytes(source, name), options.encoding ?? "auto", name);
  checkText(text, name);
  const delimiter = options.delimiter ?? detectDelimiter(text);
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new NeurogradError(
      "invalid_option",
      `${name}: ${JSON.stringify(delimiter)} cannot divide cells; give one character, such as "," or ";"`,
    );
  }
  const { rows, lines } = scanCsv(text, delimiter, { name, maxCell, maxColumns });
  if (rows.length === 0)
    throw new NeurogradError("empty_data", `${name}: there is no row in it; give a file with data`);
  const width = rows[0].length;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged > 0) {
    throw new NeurogradError(
      "csv_ragged",
      `${name}, line ${lines[ragged]}: ${rows[ragged].length} cells, but ${width} on line ${lines[0]}, divided by ${JSON.stringify(delimiter)}; give all rows the same number`,
    );
  }
  const cells: CellRules = { missing: new Set(options.missing ?? missingMarks), decimal };
  const hasHeader = header === "auto" ? looksLikeHeader(rows, cells) : header;
  const names = columnNames(hasHeader ? rows[0] : undefined, width, options.columns, name);
  const body = hasHeader ? rows.slice(1) : rows;
  if (body.length === 0) {
    throw new NeurogradError(
      "empty_data",
      `${name}: there is a header and no row below it; give a file with data, or header: false`,
    );
  }
  const columns = names.map((column, k) =>
    columnOf(
      column,
      body.map((row) => row[k]),
      cells,
    ),
  );
  return {
    table: new Table(columns, hasHeader ? lines.slice(1) : lines),
    format: { encoding, delimiter, hasHeader },
  };
}

function textBytes(source: Uint8Array | ArrayBuffer, name: string): Uint8Array {
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  if (!isSpreadsheet(bytes)) return bytes;
  throw new NeurogradError(
    "invalid_encoding",
    `${name}: is a workbook or an archive, not text; save it as CSV in your spreadsheet program`,
  );
}

/** Cells that mean "no value" unless one says otherwise. */
export const missingMarks: readonly string[] = ["", "NA", "NaN", "nan", "null", "NULL", "?"];

function checkText(text: string, name: string): void {
  const nul = text.indexOf("\0");
  if (nul < 0) return;
  const line = text.slice(0, nul).split("\n").length;
  throw new NeurogradError(
    "invalid_encoding",
    `${name}, line ${line}: holds a NUL character, so it is not text in this encoding; pass the right encoding`,
  );
}
