import { checkSpec, type LabSpec } from "./engine/spec.js";

/** What a link carries: the set-up and how far it was trained. The same link gives the same numbers everywhere. */
export interface Shared {
  readonly spec: LabSpec;
  readonly steps: number;
}

const mostSteps = 200_000;

/** The part of the address behind `#…&s=`. */
export async function toLink({ spec, steps }: Shared): Promise<string> {
  const bytes = await through(
    new CompressionStream("deflate-raw"),
    new TextEncoder().encode(JSON.stringify({ spec, steps })),
  );
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** Throws `invalid_option`, and what a damaged text makes the browser throw. */
export async function fromLink(text: string): Promise<Shared> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = await through(
    new DecompressionStream("deflate-raw"),
    Uint8Array.from(binary, (letter) => letter.charCodeAt(0)),
  );
  const { spec, steps }: { spec?: unknown; steps?: unknown } = JSON.parse(new TextDecoder().decode(bytes));
  const wanted = typeof steps === "number" && Number.isInteger(steps) ? steps : 0;
  return { spec: checkSpec(spec), steps: Math.min(Math.max(wanted, 0), mostSteps) };
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const body = new Response(new Blob([bytes]).stream().pipeThrough(stream));
  return new Uint8Array(await body.arrayBuffer());
}
