const temporary = /^\.neurograd-[0-9a-f]{16}\.tmp$/;

/** A name for a file while it is written. */
export function temporaryName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `.neurograd-${Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("")}.tmp`;
}

/** Whether a file is one that a killed process left half written. */
export const isTemporary = (name: string): boolean => temporary.test(name);
