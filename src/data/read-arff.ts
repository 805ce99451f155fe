import { NeurogradError } from "../core/errors.js";
import { type Column, numberOf } from "./column.js";
import { decodeText, type TextEncoding } from "./decode-text.js";
import { Table } from "./table.js";

export interface ReadArffOptions {
  /** Of bytes. Default `auto`: the byte order mark, else UTF-8 if valid, else GB18030. */
  readonly encoding?: TextEncoding | undefined;
  /** What the data is, for messages: a file's name. Default `ARFF`. */
  readonly name?: string | undefined;
}

interface Attribute {
  readonly name: string;
  /** The values that a nominal attribute has; undefined for texts and dates. */
  readonly values?: ReadonlySet<string>;
  readonly isNumber: boolean;
}

/**
 * A table from an ARFF file, Weka's format: numbers where the header says so, else strings; `?` is a missing value. Nominal
 * values are checked against the header's list.
 *
 * Throws  `invalid_arff` with the line: no header, a wrong number of cells, a value that is not in the list, sparse rows.
 * Source  Weka's ARFF specification.
 *
 * @example
 * const table = readArff("@relation r\n@attribute age numeric\n@attribute class {good, bad}\n@data\n41,good\n?,bad");
 * table.column("age").values;   // Float64Array [41, NaN]
 */
export function readArff(
  source: string | Uint8Array | ArrayBuffer,
  { encoding = "auto", name = "ARFF" }: ReadArffOptions = {},
): Table {
  const text = typeof source === "string" ? source : decodeText(source, encoding, name);
  const attributes: Attribute[] = [];
  const rows: string[][] = [];
  const lines: number[] = [];
  let isData = false;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const where = `${name}, line ${i + 1}`;
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("%")) continue;
    if (isData) {
      rows.push(rowOf(trimmed, attributes, where));
      lines.push(i + 1);
    } else if (/^@attribute\s/i.test(trimmed)) attributes.push(attributeOf(trimmed.slice(10).trim(), where));
    else if (/^@data\s*$/i.test(trimmed)) isData = true;
    else if (!/^@relation(\s|$)/i.test(trimmed))
      throw invalid(
        where,
        `${JSON.stringify(trimmed.slice(0, 40))} is neither @relation, @attribute nor @data`,
      );
  }
  if (!isData || attributes.length === 0) throw invalid(name, "has no @attribute or no @data");
  return new Table(
    attributes.map((attribute, k) =>
      columnOf(
        attribute,
        rows.map((row) => row[k]),
        lines,
        name,
      ),
    ),
    lines,
  );
}

function attributeOf(text: string, where: string): Attribute {
  const quoted = /^(['"])((?:\\.|(?!\1).)*)\1\s+(.*)$/.exec(text);
  const [name, type] = quoted
    ? [plain(quoted[2]), quoted[3]]
    : [text.split(/\s+/, 1)[0], text.replace(/^\S+\s*/, "")];
  const list = /^\{(.*)\}\s*$/.exec(type);
  if (list)
    return { name, values: new Set(cellsOf(list[1], where).map(({ text }) => text)), isNumber: false };
  if (/^(numeric|real|integer)\b/i.test(type)) return { name, isNumber: true };
  if (/^(string|date)\b/i.test(type)) return { name, isNumber: false };
  throw invalid(
    where,
    `attribute ${name} has the type ${JSON.stringify(type)}, not numeric, string, date or a list`,
  );
}

/** The cells of a row; an unquoted `?` becomes `missing`. */
function rowOf(line: string, attributes: readonly Attribute[], where: string): string[] {
  if (line.startsWith("{")) throw invalid(where, "is a sparse row; write all values of a row");
  const cells = cellsOf(line, where);
  if (cells.length !== attributes.length)
    throw invalid(where, `has ${cells.length} cells, the header names ${attributes.length} attributes`);
  return cells.map(({ text, isQuoted }, k) => {
    if (text === "?" && !isQuoted) return missing;
    const { name, values } = attributes[k];
    if (values && !values.has(text))
      throw invalid(where, `${name} is ${JSON.stringify(text)}, not one of ${[...values].join(", ")}`);
    return text;
  });
}

const missing = "\0"; // no text in such a file

function columnOf(
  { name, isNumber }: Attribute,
  cells: readonly string[],
  lines: readonly number[],
  file: string,
): Column {
  if (!isNumber)
    return { name, type: "string", values: cells.map((cell) => (cell === missing ? null : cell)) };
  const values = Float64Array.from(cells, (cell, i) => {
    const value = cell === missing ? Number.NaN : numberOf(cell, ".");
    if (Number.isNaN(value) && cell !== missing)
      throw invalid(`${file}, line ${lines[i]}`, `${name} is ${JSON.stringify(cell)}, not a number`);
    return value;
  });
  return { name, type: "number", values };
}

/** Values between commas, bare or in single or double quotes, in which a backslash stands before a quote. */
function cellsOf(line: string, where: string): { readonly text: string; readonly isQuoted: boolean }[] {
  const cell = /\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|([^,'"]*?))\s*(,|$)/y;
  const cells: { text: string; isQuoted: boolean }[] = [];
  for (;;) {
    const found = cell.exec(line);
    if (found === null)
      throw invalid(where, "has a quote that is not closed, or something beside a quoted value");
    const [, single, double, bare = "", end] = found;
    const text = single ?? double;
    cells.push(text === undefined ? { text: bare, isQuoted: false } : { text: plain(text), isQuoted: true });
    if (end === "") return cells;
  }
}

const plain = (text: string): string => text.replace(/\\(.)/g, "$1");

const invalid = (where: string, what: string): NeurogradError =>
  new NeurogradError("invalid_arff", `${where}: ${what}; mend the file, or write it as CSV`);
