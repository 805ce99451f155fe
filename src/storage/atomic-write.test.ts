import { execFileSync } from "node:child_process";
import * as fs from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Fault, failingFileSystem } from "../../test/support/failing-file-system.js";
import { testFolder } from "../../test/support/test-folder.js";
import { NeurogradError } from "../core/errors.js";
import { atomicWrite } from "./atomic-write.js";
import { nodeFiles } from "./node-files.js";
import { isTemporary } from "./temporary-name.js";

let folder: string;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const bytesOf = (length: number, first: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (first + i * 7) & 255);
const old = bytesOf(300, 1);
const fresh = bytesOf(500, 2);
const failure = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(NeurogradError);
  return (error as NeurogradError).message;
};

test("writes new files, replaces old ones, leaves nothing beside them", async () => {
  const file = path.join(folder, "m.onnx");
  await atomicWrite(fs, file, old);
  expect(new Uint8Array(await fs.readFile(file))).toEqual(old);
  await atomicWrite(fs, file, fresh);
  expect(new Uint8Array(await fs.readFile(file))).toEqual(fresh);
  await atomicWrite(fs, file, new Uint8Array());
  expect((await fs.stat(file)).size).toBe(0);
  expect(await fs.readdir(folder)).toEqual(["m.onnx"]);
});

test("makes the folders", async () => {
  const file = path.join(folder, "a", "b", "m.onnx");
  await atomicWrite(fs, file, old);
  expect(new Uint8Array(await fs.readFile(file))).toEqual(old);
});

test("keeps permissions, and follows a link", async () => {
  const file = path.join(folder, "m.onnx");
  await fs.writeFile(file, old, { mode: 0o600 });
  await fs.symlink("m.onnx", path.join(folder, "latest.onnx"));
  await atomicWrite(fs, path.join(folder, "latest.onnx"), fresh);
  expect(new Uint8Array(await fs.readFile(file))).toEqual(fresh);
  expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
  expect((await fs.lstat(path.join(folder, "latest.onnx"))).isSymbolicLink()).toBe(true);
});

describe("errors", () => {
  test("no folder above, a folder in its place", async () => {
    await fs.writeFile(path.join(folder, "notes"), "");
    expect(await failure(atomicWrite(fs, `${folder}/notes/m.onnx`, old))).toBe(
      `${folder}/notes/m.onnx: ${folder}/notes is not a folder (EEXIST); save to another folder. (write_failed)`,
    );
    await fs.mkdir(path.join(folder, "m.onnx"));
    expect(await failure(atomicWrite(fs, `${folder}/m.onnx`, old))).toBe(
      `${folder}/m.onnx: is a folder (EISDIR); give the name of a file in it. (write_failed)`,
    );
  });

  test("a folder that may not be written to", async () => {
    const denied = { ...fs, open: () => Promise.reject(Object.assign(new Error(), { code: "EACCES" })) };
    expect(await failure(atomicWrite(denied, `${folder}/m.onnx`, old))).toBe(
      `${folder}/m.onnx: the folder ${folder} cannot be written to (EACCES); save to another folder, or change its permissions. (write_failed)`,
    );
  });

  test("a name that is too long", async () => {
    const name = path.join(folder, "x".repeat(300));
    expect(await failure(atomicWrite(fs, name, old))).toBe(
      `${name}: the name is too long (ENAMETOOLONG); choose a shorter one. (write_failed)`,
    );
    expect(await fs.readdir(folder)).toEqual([]);
  });
});

test("Windows: a file that is held for a moment is waited for", async () => {
  let tries = 0;
  const held = {
    ...fs,
    rename: (from: string, to: string) =>
      ++tries < 3 ? Promise.reject(Object.assign(new Error(), { code: "EPERM" })) : fs.rename(from, to),
  };
  await atomicWrite(held, path.join(folder, "m.onnx"), old, "win32");
  expect(tries).toBe(3);
  tries = 0;
  expect(await failure(atomicWrite(held, `${folder}/n.onnx`, old, "linux"))).toContain("(EPERM)");
});

/** Runs `write` with the fault at each call in turn; `check` sees what is left and whether it was said to be written. */
async function eachFault(
  fault: Fault,
  write: (files: ReturnType<typeof failingFileSystem>, at: string) => Promise<void>,
  check: (at: string, error: unknown) => Promise<void>,
): Promise<number> {
  for (let n = 0; ; n++) {
    const at = path.join(folder, `${typeof fault === "string" ? fault : fault.code}-${n}`);
    await fs.mkdir(at);
    await fs.writeFile(path.join(at, "m"), old);
    const system = failingFileSystem(n, fault);
    const error = await write(system, path.join(at, "m")).then(
      () => undefined,
      (e: unknown) => e,
    );
    if (system.calls <= n) return n;
    await check(at, error);
  }
}

describe("a fault at the n-th call, for every n", () => {
  const faults: readonly Fault[] = [
    ...["ENOSPC", "EIO", "EDQUOT", "EROFS", "EMFILE"].map((code) => ({ code })),
    "kill",
    "short",
  ];
  test.each(faults)("%o: the file is the old or the new one, and what is said is true", async (fault) => {
    const calls = await eachFault(
      fault,
      (system, file) => atomicWrite(system, file, fresh),
      async (at, error) => {
        const now = new Uint8Array(await fs.readFile(path.join(at, "m")));
        expect([old.length, fresh.length]).toContain(now.length);
        expect(now).toEqual(now.length === old.length ? old : fresh);
        if (error === undefined) expect(now).toEqual(fresh);
        else {
          const claimsOld = fault !== "kill" && !(error as Error).message.includes(": saved, but");
          expect(error).toMatchObject({ code: "write_failed" });
          if (claimsOld) expect(now).toEqual(old);
        }
        const others = (await fs.readdir(at)).filter((name) => name !== "m");
        if (fault === "kill") expect(others.every(isTemporary)).toBe(true);
        else expect(others).toEqual([]);
      },
    );
    expect(calls).toBeGreaterThanOrEqual(15);
  });

  test.each(faults)("%o while appending: whole lines", async (fault) => {
    const calls = await eachFault(
      fault,
      (system, file) => nodeFiles(system).append(file, "a line\n"),
      async (at, error) => {
        const now = await fs.readFile(path.join(at, "m"));
        const whole = now.length === old.length + 7;
        if (fault !== "kill") expect([old.length, old.length + 7]).toContain(now.length);
        expect(new Uint8Array(now.subarray(0, old.length))).toEqual(old);
        if (error === undefined) expect(whole).toBe(true);
      },
    );
    expect(calls).toBeGreaterThanOrEqual(5);
  });
});

describe("a real disk of 1 MiB", () => {
  let mounted = false;
  let disk: string;
  beforeEach(async () => {
    disk = path.join(folder, "disk");
    await fs.mkdir(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
      mounted = true;
    } catch {
      mounted = false;
    }
  });
  afterEach(() => {
    if (mounted) execFileSync("umount", [disk]);
  });

  test("full while saving: the old file survives", async ({ skip }) => {
    skip(
      !mounted,
      "SKIPPED: no right to mount a tmpfs here; the full disk is only simulated (the faults above)",
    );
    const file = path.join(disk, "m.onnx");
    const good = bytesOf(307_200, 3);
    await atomicWrite(fs, file, good);
    expect(await failure(atomicWrite(fs, file, bytesOf(921_600, 4)))).toBe(
      `${file}: not saved, for the disk is full (ENOSPC); what was there is unchanged: free some space, then save again. (write_failed)`,
    );
    const now = await fs.readFile(file);
    expect(good.every((byte, i) => now[i] === byte) && now.length === good.length).toBe(true);
    expect(await fs.readdir(disk)).toEqual(["m.onnx"]);

    const log = path.join(disk, "log");
    const line = `${"x".repeat(9_999)}\n`;
    const append = async (): Promise<void> => {
      for (let i = 0; i < 200; i++) await nodeFiles().append(log, line);
    };
    expect(await failure(append())).toContain("the disk is full");
    expect((await fs.stat(log)).size % line.length).toBe(0);
  });
});
