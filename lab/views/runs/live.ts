import type { RunList } from "./run-list.js";

export interface LiveState {
  /** What the folder is called; undefined: none is served. */
  readonly folder: string | undefined;
  readonly isConnected: boolean;
  /** All that was there has come. */
  readonly isWhole: boolean;
}

type News =
  | { readonly type: "record"; readonly id: string; readonly text: string }
  | { readonly type: "history"; readonly id: string; readonly text: string; readonly isFirst: boolean }
  | { readonly type: "tooLong" | "gone"; readonly id: string }
  | { readonly type: "all" };

/** Follows the runs of `neurograd lab RUNS`, where this page comes from it. Gives what ends that. */
export function followRuns(list: RunList, changed: (state: LiveState) => void): () => void {
  let source: EventSource | undefined;
  let isOver = false;
  let folder: string | undefined;
  const nameOf = (id: string): string => (id === "." ? (folder ?? id) : id);
  const hear = (news: News): void => {
    if (news.type === "all") {
      list.settle();
      changed({ folder, isConnected: true, isWhole: true });
      return;
    }
    const id = `live:${news.id}`;
    if (news.type === "record") list.record(id, nameOf(news.id), "live", news.text);
    else if (news.type === "history") list.history(id, nameOf(news.id), "live", news.text, news.isFirst);
    else if (news.type === "tooLong") list.cut(id);
    else list.remove(id);
    changed({ folder, isConnected: true, isWhole: false });
  };
  void aboutRuns().then((served) => {
    if (served === undefined || isOver) return;
    folder = served;
    source = new EventSource("./runs-events");
    source.onopen = () => {
      list.expectAnew();
      changed({ folder, isConnected: true, isWhole: false });
    };
    source.onmessage = ({ data }) => hear(JSON.parse(data) as News); // our own server's
    source.onerror = () => changed({ folder, isConnected: false, isWhole: false });
  });
  return () => {
    isOver = true;
    source?.close();
  };
}

/** The folder that the server shows; a server of files alone has none. */
async function aboutRuns(): Promise<string | undefined> {
  try {
    const { folder }: { folder?: unknown } = await (await fetch("./runs.json")).json();
    return typeof folder === "string" ? folder : undefined;
  } catch {
    return undefined; // without a network
  }
}
