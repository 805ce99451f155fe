import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { readTarGz } from "./tar.js";

const folder = mkdtempSync(join(tmpdir(), "neurograd-tar-"));
afterAll(() => rmSync(folder, { recursive: true }));

function entry(name: string, body: string, kind = "0", prefix = ""): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(Buffer.byteLength(body).toString(8).padStart(11, "0"), 124);
  header.write(kind, 156);
  header.write("ustar", 257);
  header.write(prefix, 345);
  const padding = Buffer.alloc((512 - (Buffer.byteLength(body) % 512)) % 512);
  return Buffer.concat([header, Buffer.from(body), padding]);
}

function read(...entries: Buffer[]): [string, string][] {
  const path = join(folder, "a.tar.gz");
  writeFileSync(path, gzipSync(Buffer.concat(entries)));
  return [...readTarGz(path)].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
}

test("files by name, long names of three kinds, no folders", () => {
  const end = Buffer.alloc(1024);
  const pax = entry("x", "22 path=pax/long name\n14 mtime=12.5\n", "x");
  const gnu = entry("././@LongLink", "gnu/long name\0", "L");
  const archive = [entry("d/", "", "5"), entry("a", "x".repeat(513)), entry("b", "", "0", "d")];
  expect(read(...archive, pax, entry("cut", "1"), gnu, entry("cut", "2"), entry("c", "3"), end)).toEqual([
    ["a", "x".repeat(513)],
    ["d/b", ""],
    ["pax/long name", "1"],
    ["gnu/long name", "2"],
    ["c", "3"],
  ]);
});

test("a file that is cut short is an error", () => {
  expect(() => read(entry("a", "x".repeat(600)).subarray(0, 1000))).toThrow("cut short at byte 0");
});
