import { NeurogradError } from "../../core/errors.js";
import type { Callback, CallbackContext } from "../callback.js";
import { type Factory, factory, withDefaults } from "../config.js";
import { type Logs, valKey } from "../history.js";
import type { Model } from "../model.js";

export interface CsvLoggerOptions {
  readonly filename: string;
  readonly separator?: string;
  /** Write on at the end of a file that is there; else it is written anew. */
  readonly append?: boolean;
}

const kind = "csvLogger";
const defaults = { separator: ",", append: false };
const required = ["filename"];

/**
 * Writes the logs of each epoch as a row of a CSV file: the epoch, counted from 0, then the keys in alphabetical order.
 * Without validation the columns of validation hold `NA`.
 *
 * Throws  `missing_option`, `invalid_option`, `write_failed`.
 * Source  Keras 3 `callbacks.CSVLogger`.
 *
 * @example callbacks.csvLogger({ filename: "runs/xor.csv" })
 */
export const csvLogger: Factory<CsvLoggerOptions, Callback> = factory(
  (given = {} as CsvLoggerOptions): Callback => {
    const options = withDefaults(kind, given, defaults, { required }) as Required<CsvLoggerOptions>; // all given or default
    for (const name of ["filename", "separator"] as const) {
      if (typeof options[name] === "string" && options[name] !== "") continue;
      throw new NeurogradError(
        "invalid_option",
        `${kind}: ${name} is ${JSON.stringify(options[name])}; give a text`,
      );
    }
    return new Logger(options);
  },
  { kind, defaults, required },
);

class Logger implements Callback {
  readonly takesSeveralSteps = true;
  private readonly options: Required<CsvLoggerOptions>;
  private keys: readonly string[] | undefined;
  private hasHeader = false;

  constructor(options: Required<CsvLoggerOptions>) {
    this.options = options;
  }

  async onTrainBegin({ model }: CallbackContext): Promise<void> {
    const { filename, append } = this.options;
    this.keys = undefined;
    this.hasHeader = append && (await isFilled(model, filename));
    if (!append) await (await model.environment.files()).write(filename, new Uint8Array());
  }

  async onEpochEnd(epoch: number, logs: Logs, { model }: CallbackContext): Promise<void> {
    this.keys ??= columns(logs);
    const rows = this.hasHeader ? [] : [["epoch", ...this.keys]];
    this.hasHeader = true;
    rows.push([String(epoch), ...this.keys.map((key) => (key in logs ? String(logs[key]) : "NA"))]);
    const { filename, separator } = this.options;
    const text = rows.map((row) => `${row.map((cell) => quoted(cell, separator)).join(separator)}\r\n`);
    await (await model.environment.files()).append(filename, text.join(""));
  }
}

function columns(logs: Logs): readonly string[] {
  const keys = Object.keys(logs).sort();
  return keys.some((key) => /^val[A-Z]/.test(key)) ? keys : [...keys, ...keys.map(valKey)];
}

/** Names of metrics are the user's: they may hold a separator. */
const quoted = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

async function isFilled(model: Model, path: string): Promise<boolean> {
  try {
    return (await (await model.environment.files()).read(path)).length > 0;
  } catch (error) {
    if (error instanceof NeurogradError && error.code === "file_not_found") return false;
    throw error;
  }
}
