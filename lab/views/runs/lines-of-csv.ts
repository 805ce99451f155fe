import { readCsv } from "neurograd";

/** What the logger writes where there is no number, or none that is finite. */
const missing = ["", "NA", "NaN", "Infinity", "-Infinity"];

/**
 * The table that `callbacks.csvLogger` writes as the lines of a history, each on its own line. Its epochs count from 0, a history's
 * from 1. A cell without a number is left out.
 *
 * Throws  what `readCsv` throws; `unknown_name` where there is no column `epoch`.
 */
export function linesOfCsv(text: string, name: string): string {
  const table = readCsv(text, { header: true, delimiter: ",", missing, name });
  const epochs = table.column("epoch").values;
  const columns = table.columns.filter((column) => column.name !== "epoch");
  const lines = Array.from({ length: table.size }, (_, row) => {
    const cells = columns.flatMap(({ name: key, values }) => {
      const value = values[row];
      return typeof value === "number" && Number.isFinite(value) ? [[key, value] as const] : [];
    });
    return `${JSON.stringify({ epoch: Number(epochs[row]) + 1, ...Object.fromEntries(cells) })}\n`;
  });
  return `\n${lines.join("")}`; // the header's line
}
