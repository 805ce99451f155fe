import { type Browser, chromium, type Page } from "playwright-core";

/** The browser that tests drive; scripts/chromium.mjs finds or installs it. */
export const chromiumPath: string | undefined = process.env.CHROME_PATH;

let shared: Promise<Browser> | undefined;

/** One browser for all test files of a process, which ends with it. Close what is opened in it. */
export function sharedChromium(): Promise<Browser> {
  shared ??= launchChromium();
  return shared;
}

export function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("no Chromium; install one or set CHROME_PATH");
  const args = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
  return chromium.launch({ executablePath: chromiumPath, args });
}

/** What a page said that it should not: warnings, errors, uncaught exceptions, requests without an answer. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning" || message.type() === "error")
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  return complaints;
}
