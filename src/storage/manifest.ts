import type { DType } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sha256 } from "../data/datasets/sha256.js";
import type { StateRole } from "../nn/state-entry.js";
import { encode } from "./files.js";

/** The version of what a checkpoint's manifest says. */
export const manifestVersion = 1;

/** What a checkpoint holds and where training stood: `manifest.json`, written last. */
export interface Manifest {
  readonly format: number;
  /** Epochs that are done. */
  readonly epoch: number;
  /** Steps that are done of the epoch after them. */
  readonly step: number;
  /** The optimizer's, which callbacks may have changed; null for a model that is not compiled. */
  readonly learningRate: number | null;
  /** The file with the tensors. */
  readonly state: { readonly bytes: number; readonly sha256: string };
  readonly entries: readonly ManifestEntry[];
}
export interface ManifestEntry {
  readonly path: string;
  readonly role: StateRole;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly sha256: string;
}

/** SHA-256 of bytes, where the environment offers it. */
export async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = await sha256(bytes);
  if (hash !== undefined) return hash;
  throw new NeurogradError(
    "write_failed",
    "checkpoint: this page may not compute SHA-256, for it is not secure; serve it by https or from localhost",
  );
}

const textOf = (manifest: object): string => `${JSON.stringify(manifest, null, 1)}\n`;

/** The manifest as a file, with a checksum of its own: every changed byte is found. */
export async function writeManifest(manifest: Manifest): Promise<Uint8Array> {
  const checksum = await hashOf(encode(textOf(manifest)));
  return encode(textOf({ ...manifest, checksum }));
}

/** Throws `checkpoint_damaged`, `newer_format`. */
export async function readManifest(bytes: Uint8Array, where: string): Promise<Manifest> {
  let parsed: Manifest & { readonly checksum: string };
  const text = new TextDecoder().decode(bytes);
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    throw damaged(where, "manifest.json is not JSON");
  }
  const { checksum, ...manifest } = parsed ?? {};
  const isWhole = textOf(parsed ?? {}) === text && checksum === (await hashOf(encode(textOf(manifest))));
  if (!isWhole) throw damaged(where, "manifest.json does not fit its checksum");
  if (manifest.format <= manifestVersion) {
    if (isManifest(manifest)) return manifest;
    throw damaged(where, "manifest.json is no manifest");
  }
  throw new NeurogradError(
    "newer_format",
    `${where}: has format version ${manifest.format}, this Neurograd reads up to ${manifestVersion}; update neurograd`,
  );
}

/** Whoever can compute a checksum may have written anything. */
function isManifest({ epoch, step, learningRate, state, entries }: Manifest): boolean {
  const isNatural = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
  return (
    isNatural(epoch) &&
    isNatural(step) &&
    (learningRate === null || (typeof learningRate === "number" && learningRate >= 0)) &&
    isNatural(state?.bytes) &&
    Array.isArray(entries) &&
    entries.every((entry) => typeof entry?.path === "string" && typeof entry.role === "string")
  );
}

export const damaged = (where: string, what: string): NeurogradError =>
  new NeurogradError("checkpoint_damaged", `${where}: ${what}; it cannot be used`);
