/**
 * SHA-256 of bytes in hexadecimal; undefined where the page may not compute one (a browser offers it to secure pages
 * only).
 */
export async function sha256(bytes: Uint8Array): Promise<string | undefined> {
  if (typeof process !== "undefined" && process.versions?.node !== undefined) {
    // Twice as fast as Web Crypto here, which copies first.
    return process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest("hex");
  }
  if (globalThis.crypto?.subtle === undefined) return undefined;
  // The cast: DOM types tell buffers that can be shared from those that cannot; digest copies either.
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
