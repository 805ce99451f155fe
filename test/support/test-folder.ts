import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A new folder for one test; in memory where that is to be had, since flushing a disk costs more than the test. */
export const testFolder = (): Promise<string> =>
  mkdtemp(path.join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "neurograd-"));
