import { type CsvFormat, missingMarks, NeurogradError, readCsvFormat, type Table } from "neurograd";
import { csvOptions, mostBytes, type TableSpec } from "./table-spec.js";

export interface OpenTable {
  readonly table: Table;
  readonly format: CsvFormat;
}

let last: { readonly key: string; readonly opened: Promise<OpenTable> } | undefined;

/**
 * The table of a file. What was read last stays.
 *
 * Throws  `file_too_large`, and what `readCsv` throws.
 */
export function openTable(spec: TableSpec): Promise<OpenTable> {
  const { source, reading } = spec;
  const key = JSON.stringify([source.id, source.name, reading]);
  if (last?.key !== key) last = { key, opened: read(spec) };
  return last.opened;
}

async function read({ source: { name, file }, reading }: TableSpec): Promise<OpenTable> {
  if (file.size > mostBytes)
    throw new NeurogradError(
      "file_too_large",
      `${name}: has ${Math.round(file.size / 2 ** 20)} MB, over the limit of ${mostBytes / 2 ** 20} MB here; give a part of its rows, or train it with "npx neurograd train"`,
    );
  const bytes = await file.arrayBuffer();
  return readCsvFormat(bytes, { ...csvOptions(reading, missingMarks), name });
}
