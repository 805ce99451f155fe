import { element } from "./dom.js";

/** Gives the person a file. */
export function saveFile(name: string, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  const address = URL.createObjectURL(new Blob([bytes]));
  const anchor = element("a", { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
