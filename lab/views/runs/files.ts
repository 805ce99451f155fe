import { linesOfCsv } from "./lines-of-csv.js";
import type { RunList } from "./run-list.js";

/** A file, and where it lay among those that were given. */
export interface FoundFile {
  readonly path: string;
  readonly file: File;
}

const mostFiles = 5000;
const deepest = 6;
export const mostBytes = 2 ** 25;
const mostRecordBytes = 2 ** 20;

/** What was dropped, folders opened. It must be called while the event lasts. */
export function dropped(data: DataTransfer): Promise<readonly FoundFile[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return filesIn(entries);
}

async function filesIn(entries: readonly FileSystemEntry[]): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  const walk = async (entry: FileSystemEntry, depth: number): Promise<void> => {
    if (found.length >= mostFiles) return;
    if (entry.isFile && isOfRun(entry.name)) {
      const file = await new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject),
      ); // it is one
      found.push({ path: entry.fullPath.replace(/^\//, ""), file });
    } else if (entry.isDirectory && depth < deepest) {
      const reader = (entry as FileSystemDirectoryEntry).createReader(); // it is one
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
          reader.readEntries(resolve, reject),
        );
        if (some.length === 0) break;
        for (const each of some) await walk(each, depth + 1);
      }
    }
  };
  for (const entry of entries) await walk(entry, 0);
  return found;
}

/** What was chosen in a dialog. */
export const chosen = (files: FileList): readonly FoundFile[] =>
  [...files]
    .filter(({ name }) => isOfRun(name))
    .slice(0, mostFiles)
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }));

const isOfRun = (name: string): boolean => name === "run.json" || /\.(jsonl|ndjson|csv)$/.test(name);

/**
 * Reads files into the list, piece by piece, so that the page stays free. A run is a folder: its run.json and history.jsonl belong
 * together; a history of another name is a run of its own. Gives how many runs were met.
 */
export async function readInto(
  list: RunList,
  files: readonly FoundFile[],
  progress: (path: string) => void,
): Promise<number> {
  const met = new Set<string>();
  for (const { path, file } of files) {
    const parts = path.split("/");
    const isOwn = file.name === "run.json" || file.name === "history.jsonl";
    const folder = parts.slice(0, -1).join("/");
    const id = `file:${isOwn && folder !== "" ? folder : isOwn ? "" : path}`;
    const name = (isOwn ? parts.at(-2) : file.name.replace(/\.\w+$/, "")) ?? "run";
    met.add(id);
    progress(path);
    try {
      if (file.name === "run.json")
        list.record(id, name, "file", await file.slice(0, mostRecordBytes).text());
      else if (file.name.endsWith(".csv")) await readTable(list, id, name, file);
      else await readHistory(list, id, name, file);
    } catch (error) {
      list.fault(id, name, "file", error instanceof Error ? error.message : String(error));
    }
  }
  return met.size;
}

/** Whole lines only: a row that is cut is no row. */
async function readTable(list: RunList, id: string, name: string, file: File): Promise<void> {
  const text = await file.slice(0, mostBytes).text();
  const isCut = file.size > mostBytes;
  const whole = isCut ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
  list.history(id, name, "file", linesOfCsv(whole, file.name), true);
  if (isCut) list.cut(id);
}

async function readHistory(list: RunList, id: string, name: string, file: File): Promise<void> {
  list.history(id, name, "file", "", true);
  const decoder = new TextDecoder();
  const reader = file.slice(0, mostBytes).stream().getReader();
  for (;;) {
    const { value, done } = await reader.read();
    list.history(id, name, "file", decoder.decode(value, { stream: !done }));
    if (done) break;
  }
  if (file.size > mostBytes) list.cut(id);
  else list.end(id);
}
