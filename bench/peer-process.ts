import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Runner } from "./measure.js";
import type { Absent, Job, Message } from "./protocol.js";

/** How a peer's program is called; the job is added as the last argument. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Set for it; null: unset. */
  readonly env?: Readonly<Record<string, string | null>>;
}

const patience = 300_000; // [ms] for loading, for a run

/** A peer that is loaded, warm, and waits for its turn. */
export class PeerProcess implements Runner {
  readonly name: string;
  readonly label: string;
  readonly detail: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #next: () => Promise<Message>;

  private constructor(
    name: string,
    child: ChildProcessWithoutNullStreams,
    next: () => Promise<Message>,
    label: string,
    detail: string,
  ) {
    this.name = name;
    this.#child = child;
    this.#next = next;
    this.label = label;
    this.detail = detail;
  }

  /** Starts the program and waits until it is ready, or says why it is absent. */
  static async start(
    name: string,
    { program, args, env = {} }: Command,
    job: Job,
  ): Promise<PeerProcess | Absent> {
    const variables: NodeJS.ProcessEnv = { ...process.env };
    for (const [name, value] of Object.entries(env)) {
      if (value === null) delete variables[name];
      else variables[name] = value;
    }
    const child = spawn(program, [...args, JSON.stringify(job)], { env: variables });
    const next = reader(child);
    try {
      const message = await next();
      if ("absent" in message) return message;
      if (!("ready" in message)) throw new Error("it did not say that it is ready");
      return new PeerProcess(name, child, next, message.ready, message.detail ?? "");
    } catch (error) {
      child.kill();
      return { absent: error instanceof Error ? error.message : String(error) };
    }
  }

  async run(n: number): Promise<readonly number[]> {
    this.#child.stdin.write(`run ${n}\n`);
    const message = await this.#next();
    if ("ms" in message && message.ms.length > 0 && message.ms.every((ms) => ms > 0)) return message.ms;
    throw new Error(`it answered ${JSON.stringify(message)} instead of times`);
  }

  /** Ends the program: its input ends; killed if it stays for a second. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin.end();
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), 1000);
    await closed;
    clearTimeout(kill);
  }
}

/** The messages that the program prints, one a call; other lines are passed over. Rejects when it ends, or after `patience`. */
function reader(child: ChildProcessWithoutNullStreams): () => Promise<Message> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint = `${complaint}${chunk}`.slice(-2000)));
  child.stdin.on("error", () => {}); // the program has ended; reading says so
  const failure = new Promise<never>((_, reject) => child.on("error", reject));
  failure.catch(() => {}); // it may come when nobody waits

  async function read(): Promise<Message> {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`it ended${lastLine(complaint)}`);
      const message = parse(value);
      if (message !== null) return message;
    }
  }
  return async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it said nothing for ${patience / 1000} s`)), patience);
    });
    try {
      return await Promise.race([read(), failure, late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

function parse(line: string): Message | null {
  try {
    const value: unknown = JSON.parse(line);
    return isMessage(value) ? value : null;
  } catch {
    return null; // a library's own words
  }
}

function isMessage(value: unknown): value is Message {
  return (
    typeof value === "object" && value !== null && ("ready" in value || "absent" in value || "ms" in value)
  );
}

function lastLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const last = lines.findLast((line) => /error/i.test(line)) ?? lines.findLast((line) => line !== "");
  return last === undefined ? "" : `: ${last.slice(0, 160)}`;
}
