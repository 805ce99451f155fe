import type { Files } from "./files.js";

/** A browser, a worker in one, and a bundler's stand-in for `process` have no versions.node. */
export const isNode: boolean = typeof process !== "undefined" && process.versions?.node !== undefined;

let found: Promise<Files> | undefined;

/** The files of this environment. Its module is loaded when first asked for: a page never loads Node's. */
export function files(): Promise<Files> {
  found ??= isNode
    ? import("./node-files.js").then(({ nodeFiles }) => nodeFiles())
    : import("./browser-files.js").then(({ browserFiles }) => browserFiles(globalThis.navigator?.storage));
  return found;
}
