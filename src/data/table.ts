import { NeurogradError, unknownName } from "../core/errors.js";
import type { Column } from "./column.js";
import {
  type EncodableTable,
  encodeTable,
  fitEncoding,
  type LabeledTensors,
  type TableEncoding,
  type TableTensors,
  type ToTensorsOptions,
} from "./table-encoding.js";

/** Columns of one length, each of one type. */
export class Table implements EncodableTable {
  readonly columns: readonly Column[];
  /** Number of rows. */
  readonly size: number;
  /** Where each row stands in the file it came from, for messages. */
  readonly #lines: ArrayLike<number> | undefined;

  /** Throws `shape_mismatch` for columns of different lengths. */
  constructor(columns: readonly Column[], lines?: ArrayLike<number>) {
    this.columns = columns;
    this.size = columns[0]?.values.length ?? 0;
    this.#lines = lines;
    for (const { name, values } of columns) {
      if (values.length === this.size) continue;
      throw new NeurogradError(
        "shape_mismatch",
        `table: column "${name}" has ${values.length} values, "${columns[0].name}" has ${this.size}; give columns of one length`,
      );
    }
  }

  /** The column of that name. Throws `unknown_name`. */
  column(name: string): Column {
    const found = this.columns.find((column) => column.name === name);
    if (found !== undefined) return found;
    throw unknownName(
      "column",
      name,
      this.columns.map((column) => column.name),
    );
  }

  /**
   * Features as float32 [rows, features] and, with a `target`, what is to be predicted.
   *
   * Numbers stay; booleans are 0 or 1; a string column becomes one 0/1 column for each of its values, sorted, named
   * `column=value`. A target of strings or booleans (or any, with `task: "classification"`) becomes int32 [rows], the
   * position in `classes`; one of numbers float32 [rows].
   *
   * Throws  `unknown_name`; `missing_values`; `too_many_categories`; `empty_data` when no row or column is left.
   *
   * @example const { x, y, classes } = readCsv(bytes).toTensors({ target: "species", missing: "drop" })
   */
  toTensors(options: ToTensorsOptions & { readonly target: string }): LabeledTensors;
  toTensors(options?: ToTensorsOptions): TableTensors;
  toTensors(options: ToTensorsOptions = {}): TableTensors {
    return encodeTable(this, fitEncoding(this, options));
  }

  /**
   * The same for other rows, in the encoding of an earlier `toTensors`: what a trained model expects. `y` is left out
   * where the table lacks the target.
   *
   * Throws  `unknown_category` for a string that was not among the rows encoded first.
   */
  encode(encoding: TableEncoding): TableTensors {
    return encodeTable(this, encoding);
  }

  /** `line 7` for rows read from a file, else `row 5`, from 0. */
  place(row: number): string {
    return this.#lines === undefined ? `row ${row}` : `line ${this.#lines[row]}`;
  }
}
