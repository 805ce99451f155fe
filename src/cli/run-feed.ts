import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { RunWatch } from "./run-watch.js";

/** Where the page asks whether there are runs, and where it hears of them. */
export const runPaths = { about: "/runs.json", events: "/runs-events" } as const;

const everyMillis = 300;
const mostPages = 16;
let pages = 0;

/**
 * Tells a page of the runs in a folder by server-sent events, until it goes: first all there is, then what is new. Each event is a
 * `RunNews`; `{"type":"all"}` comes after the first look.
 */
export async function feedRuns(
  response: ServerResponse,
  folder: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  if (pages >= mostPages) {
    response.writeHead(503, { ...headers, "Content-Type": "text/plain; charset=utf-8" });
    response.end("Too many pages look at these runs.\n");
    return;
  }
  pages++;
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  response.writeHead(200, { ...headers, "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  const { signal } = gone;
  const say = async (news: unknown): Promise<void> => {
    if (!response.write(`data: ${JSON.stringify(news)}\n\n`)) await once(response, "drain", { signal });
  };
  try {
    const watch = new RunWatch(folder);
    for (let looks = 0; !signal.aborted; looks++) {
      for await (const news of watch.look()) {
        if (signal.aborted) return;
        await say(news);
      }
      if (looks === 0) await say({ type: "all" });
      else if (looks % 50 === 0) response.write(":\n\n"); // whether it is still there
      await wait(everyMillis, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    pages--;
    response.end();
  }
}
