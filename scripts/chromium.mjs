// Finds the Chromium or Chrome that the browser tests drive; CHROME_PATH names it to them.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say } from "./messages.mjs";
import { capture, step, stop } from "./setup.mjs";

/** Chromium without windows: the same engine; the tests of pages take three fifths of the time, and it is a fifth smaller. */
const lean = "chromium-headless-shell";

/** Sets CHROME_PATH, after installing Chromium where it is absent and this is Debian's root; false if there is none. */
export async function ensureChromium() {
  const given = process.env.CHROME_PATH;
  if (given && !existsSync(given)) stop(say.badChromium(given));
  if (findChromium() === undefined && process.getuid?.() === 0 && onPath("apt-get") !== undefined) {
    await step(say.chromium(), installFromDebian);
  }
  const path = findChromium();
  if (path !== undefined) process.env.CHROME_PATH = path;
  return path !== undefined;
}

export function findChromium() {
  return [process.env.CHROME_PATH, ...usualPlaces()].find((path) => path && existsSync(path));
}

function usualPlaces() {
  if (process.platform === "darwin") {
    const apps = ["Google Chrome", "Chromium", "Microsoft Edge"];
    const homes = ["/Applications", join(process.env.HOME ?? "", "Applications")];
    return homes.flatMap((home) => apps.map((app) => join(home, `${app}.app`, "Contents", "MacOS", app)));
  }
  if (process.platform === "win32") {
    const roots = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
    const programs = [
      "Google/Chrome/Application/chrome.exe",
      "Chromium/Application/chrome.exe",
      "Microsoft/Edge/Application/msedge.exe",
    ];
    return programs.flatMap((program) => roots.filter(Boolean).map((root) => join(root, program)));
  }
  return [
    lean,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
  ].map(onPath);
}

function onPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

async function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const updated = await capture("apt-get", ["update"], { env });
  if (updated.code !== 0) return updated;
  const install = (name) => capture("apt-get", ["install", "-y", "--no-install-recommends", name], { env });
  const installed = await install(lean);
  return installed.code === 0 ? installed : install("chromium"); // Debian before 12 has no other
}
