import { browserFiles } from "./browser-files.js";
import type { Files } from "./files.js";
import { nodeFiles } from "./node-files.js";

/** A browser, a worker in one, and a bundler's stand-in for `process` have no versions.node. */
export const isNode: boolean = typeof process !== "undefined" && process.versions?.node !== undefined;

let found: Files | undefined;

/** The files of this environment. */
export function files(): Files {
  found ??= isNode ? nodeFiles() : browserFiles(globalThis.navigator?.storage);
  return found;
}
