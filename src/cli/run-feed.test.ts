import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../test/support/run-command.js";
import { type LabServer, serveLab } from "./lab-server.js";
import { type RunNews, RunWatch } from "./run-watch.js";

let base: string;
let runs: string;
let server: LabServer;

beforeEach(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "neurograd-runs-")));
  runs = join(base, "runs");
  mkdirSync(join(base, "lab"));
  writeFileSync(join(base, "lab", "index.html"), "<!doctype html><title>lab</title>");
  writeFileSync(join(base, "secret.json"), '{"secret":1}');
  run("xor", '{"epoch":1,"loss":0.5}\n', '{"format":1,"name":"xor"}');
  server = await serveLab({ folder: join(base, "lab"), port: 0, runs });
});
afterEach(async () => {
  await server.close();
  rmSync(base, { recursive: true });
});

function run(name: string, history: string, record?: string): string {
  mkdirSync(join(runs, name), { recursive: true });
  writeFileSync(join(runs, name, "history.jsonl"), history);
  if (record !== undefined) writeFileSync(join(runs, name, "run.json"), record);
  return join(runs, name);
}

function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
): Promise<IncomingMessage> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers }, resolve);
    sent.on("error", reject);
    sent.end();
  });
}

/** What is heard, until something holds. */
async function hear(
  holds: (news: readonly (RunNews | { type: "all" })[]) => boolean,
  then?: () => void,
): Promise<(RunNews | { type: "all" })[]> {
  const answer = await ask("/runs-events");
  expect(answer.headers["content-type"]).toBe("text/event-stream");
  const heard: (RunNews | { type: "all" })[] = [];
  let rest = "";
  let isTold = false;
  for await (const piece of answer.setEncoding("utf8")) {
    rest += piece;
    const events = rest.split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) if (event.startsWith("data: ")) heard.push(JSON.parse(event.slice(6)));
    if (holds(heard)) break;
    if (!isTold && heard.at(-1)?.type === "all") {
      isTold = true;
      then?.();
    }
  }
  answer.destroy();
  return heard;
}

const isAll = (news: readonly { type: string }[]): boolean => news.at(-1)?.type === "all";

test("the page is told what the files of the runs hold, and of nothing else", async () => {
  run("sweep/rate-1", '{"epoch":1}\n');
  writeFileSync(join(runs, "notes.txt"), "mine");
  writeFileSync(join(runs, "xor", "model.onnx"), "weights");
  run("xor/checkpoint/000001", "not a run");
  run(".hidden", "no");
  expect(await hear(isAll)).toEqual([
    { type: "history", id: "sweep/rate-1", text: '{"epoch":1}\n', isFirst: true },
    { type: "record", id: "xor", text: '{"format":1,"name":"xor"}' },
    { type: "history", id: "xor", text: '{"epoch":1,"loss":0.5}\n', isFirst: true },
    { type: "all" },
  ]);
  const about = await ask("/runs.json");
  let text = "";
  for await (const piece of about.setEncoding("utf8")) text += piece;
  expect(JSON.parse(text)).toEqual({ folder: "runs" });
});

test("a new line is heard soon, a half one as it comes; a history begun anew is told so; a run that goes is gone", async () => {
  const at = join(runs, "xor", "history.jsonl");
  let began = 0;
  const heard = await hear(
    (news) => news.some((each) => each.type === "history" && !each.isFirst),
    () => {
      began = Date.now();
      appendFileSync(at, '{"epoch":2,"loss":0.25}\n{"ep');
    },
  );
  expect(Date.now() - began).toBeLessThan(3000); // 0.3 s between two looks, on a busy machine too
  expect(heard.at(-1)).toEqual({
    type: "history",
    id: "xor",
    text: '{"epoch":2,"loss":0.25}\n{"ep',
    isFirst: false,
  });
  const anew = await hear(
    (news) => news.filter((each) => each.type === "history" && each.isFirst).length === 2,
    () => {
      writeFileSync(`${at}.tmp`, '{"epoch":1,"loss":9}\n{"epoch":2,"loss":8}\n{"epoch":3,"loss":7}\n');
      renameSync(`${at}.tmp`, at);
    },
  );
  expect(anew.at(-1)).toMatchObject({
    type: "history",
    isFirst: true,
    text: expect.stringContaining('"loss":9'),
  });
  const gone = await hear(
    (news) => news.some(({ type }) => type === "gone"),
    () => rmSync(join(runs, "xor"), { recursive: true }),
  );
  expect(gone.at(-1)).toEqual({ type: "gone", id: "xor" });
});

test("symbolic links lead nowhere: neither a file, nor a folder, nor one put in a file's place", async () => {
  run("file", "");
  rmSync(join(runs, "file", "history.jsonl"));
  symlinkSync(join(base, "secret.json"), join(runs, "file", "history.jsonl"));
  symlinkSync(join(base, "secret.json"), join(runs, "xor", "run.json.new"));
  renameSync(join(runs, "xor", "run.json.new"), join(runs, "xor", "run.json"));
  mkdirSync(join(base, "outside"));
  writeFileSync(join(base, "outside", "run.json"), '{"secret":1}');
  symlinkSync(join(base, "outside"), join(runs, "link"), "dir");
  const heard = await hear(isAll);
  expect(JSON.stringify(heard)).not.toContain("secret");
  expect(heard).toEqual([
    { type: "history", id: "xor", text: '{"epoch":1,"loss":0.5}\n', isFirst: true },
    { type: "all" },
  ]);
  const late = await hear(
    (news) => news.some(({ type }) => type === "gone"),
    () => {
      rmSync(join(runs, "xor"), { recursive: true });
      symlinkSync(join(base, "outside"), join(runs, "xor"), "dir");
    },
  );
  expect(JSON.stringify(late)).not.toContain("secret");
});

describe("refused", () => {
  test.each(["/runs-events", "/runs.json"])(
    "%s to another Host, another Origin, another method",
    async (path) => {
      const status = async (...asked: Parameters<typeof ask>): Promise<number | undefined> => {
        const answer = await ask(...asked);
        answer.destroy();
        return answer.statusCode;
      };
      const { port } = new URL(server.url);
      expect(await status(path, { Host: `evil.example:${port}` })).toBe(421);
      expect(await status(path, { Origin: "https://evil.example" })).toBe(403);
      expect(await status(path, { Origin: "null" })).toBe(403);
      expect(await status(path, {}, "POST")).toBe(405);
      expect(await status(path, {}, "HEAD")).toBe(200);
    },
  );

  test.each([
    "/runs-events/../../secret.json",
    "/runs-events/xor/run.json",
    "/runs/xor/run.json",
    "/xor/history.jsonl",
    "/runs.json/..",
    "/runs.json%00",
  ])("the path %s: a run's file has none", async (path) => {
    const answer = await ask(path);
    expect(answer.statusCode).toBe(404);
    answer.destroy();
  });

  test("events where no folder is served", async () => {
    const other = await serveLab({ folder: join(base, "lab"), port: 0 });
    expect((await fetch(`${other.url}runs-events`)).status).toBe(404);
    expect(await (await fetch(`${other.url}runs.json`)).json()).toEqual({ folder: null });
    await other.close();
  });
});

test("the command refuses what is no folder, in the reader's language", async () => {
  expect(await runCommand(`lab ${join(base, "nowhere")} --no-open`)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining(
      `${join(base, "nowhere")}: there is no such folder; give one that holds runs, such as runs.`,
    ),
  });
  const file = join(base, "secret.json");
  expect((await runCommand(`lab ${file} --no-open --lang zh`)).stderr).toContain(`${file}：没有这个文件夹`);
  expect(await runCommand("lab a b")).toMatchObject({ code: 2 });
});

test("what is too long is told of, not read; letters cut by a piece's end come whole", async () => {
  rmSync(join(runs, "xor"), { recursive: true });
  run("long", `{"epoch":1}\n${"训".repeat(200_000)}\n`, `"${"x".repeat(200)}"`);
  const watch = new RunWatch(runs, { history: 500_000, record: 100 });
  const news: RunNews[] = [];
  for await (const each of watch.look()) news.push(each);
  for await (const each of watch.look()) news.push(each);
  expect(news.map(({ type }) => type)).toEqual(["history", "history", "tooLong"]);
  const text = news.map((each) => ("text" in each ? each.text : "")).join("");
  expect(text.slice(12)).toBe("训".repeat(Math.floor((500_000 - 12) / 3)));
});
