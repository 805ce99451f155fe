/**
 * The one error that Neurograd throws. `message` says what happened, with the values, and what to do; `code` is
 * permanent and has a page under `docs/errors/`.
 *
 * @example
 * try { await loadModel("notes.txt"); } catch (error) {
 *   if (error instanceof NeurogradError && error.code === "not_onnx") console.log(error.message);
 * }
 */
export class NeurogradError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(`${message}. (${code})`, options);
    this.name = "NeurogradError";
    this.code = code;
  }
}

/** The name in `known` nearest to `name` by edit distance, for "did you mean"; undefined if none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = (s: string): string => s.toLowerCase().replace(/[^a-z0-9]/g, "");
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const distance = editDistance(plain(name), plain(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return bestDistance <= Math.max(2, Math.floor(name.length / 3)) ? best : undefined;
}

/** Throws `unknown_name`: the kind of thing, what came, the nearest right one, all right ones, and what else there is. */
export function unknownName(
  kind: string,
  name: unknown,
  known: readonly string[],
  others = "",
): NeurogradError {
  const near = typeof name === "string" ? nearestName(name, known) : undefined;
  const hint = near === undefined ? "" : `did you mean "${near}"? `;
  return new NeurogradError(
    "unknown_name",
    `${kind}: unknown name ${JSON.stringify(name)}; ${hint}use one of ${known.join(", ")}${others && `; ${others}`}`,
  );
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
