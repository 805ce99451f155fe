import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { type LabServer, serveLab } from "../../src/cli/lab-server.js";
import { buildLab } from "./build-lab.js";
import { chromiumPath, complaintsOf, sharedChromium } from "./chromium.js";

/** For `expect.poll`: what comes a moment later, on a busy machine too. */
export const patience = { timeout: 60_000, interval: 50 };

export interface PageOptions extends BrowserContextOptions {
  /**
   * Whether the page keeps itself for use without a network, as at a visitor's first visit. Default false: that copies all its
   * files, a second of processor time for each page.
   */
  readonly keepsItself?: boolean;
  /** What is done with the page before it goes to the address. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export interface OpenedPage {
  readonly page: Page;
  /** What the page has said that it should not. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export type OpenPage = (address: string, options?: PageOptions) => Promise<OpenedPage>;

/** Opens addresses in English, 1280 × 900, each with a storage of its own; what is left open is closed after the tests around the call. */
export function usePages(): OpenPage {
  if (chromiumPath === undefined) console.info("no Chromium found, so the lab was not opened.");
  const contexts = new Set<BrowserContext>();
  afterAll(async () => {
    await Promise.all([...contexts].map((context) => context.close()));
  });
  return async (address, { keepsItself = false, prepare, ...options } = {}) => {
    const browser = await sharedChromium();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: "en-US",
      ...options,
    });
    contexts.add(context);
    context.on("close", () => contexts.delete(context));
    if (!keepsItself) await context.addInitScript("delete Navigator.prototype.serviceWorker"); // as in a private window
    const page = await context.newPage();
    page.setDefaultTimeout(patience.timeout);
    const complaints = complaintsOf(page);
    await prepare?.(page);
    await page.goto(address);
    return { page, complaints, close: () => context.close() };
  };
}

export interface Lab {
  /** Opens an address within the lab. Default: its first view. */
  readonly open: (address?: string, options?: PageOptions) => Promise<OpenedPage>;
  /** Ends with a slash. */
  readonly url: () => string;
  readonly stopServer: () => Promise<void>;
}

/** The built lab, served as long as the tests around the call run. */
export function useLab(options: { readonly isIsolated?: boolean } = {}): Lab {
  const openPage = usePages();
  let server: LabServer | undefined;
  const url = (): string => {
    if (server === undefined) throw new Error("the lab is served only while tests run");
    return server.url;
  };
  const stopServer = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  beforeAll(async () => {
    buildLab();
    server = await serveLab({ folder: "dist/lab", port: 0, ...options });
  }, 240_000);
  afterAll(stopServer);
  return {
    url,
    stopServer,
    open: (address = "", pageOptions) => openPage(`${url()}${address}`, pageOptions),
  };
}
