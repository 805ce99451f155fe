/** Bytes of a URL, or why there are none. */
export type Download =
  | { readonly bytes: Uint8Array }
  | { readonly failure: string; readonly unreachable?: boolean };

/**
 * Fetches bytes, up to a limit: a server that never ends costs no more than that.
 *
 * Throws  the signal's reason only.
 */
export async function download(url: string, maxBytes: number, signal: AbortSignal): Promise<Download> {
  try {
    const response = await fetch(url, { signal });
    if (!response.ok || response.body === null) return { failure: `${url} answered ${response.status}` };
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length > maxBytes) {
        await reader.cancel();
        return { failure: `${url} gave more than ${maxBytes} bytes` };
      }
    }
    const bytes = new Uint8Array(length);
    chunks.reduce((at, chunk) => {
      bytes.set(chunk, at);
      return at + chunk.length;
    }, 0);
    return { bytes };
  } catch (error) {
    signal.throwIfAborted();
    return { failure: `${url} could not be reached (${reasonOf(error)})`, unreachable: true };
  }
}

/** Node hides the reason of a failed fetch one level down. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return String(inner);
  return "code" in inner && typeof inner.code === "string" ? inner.code : inner.message;
}
