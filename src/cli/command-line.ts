/** A command to copy into a terminal: words with spaces and the like are quoted. */
export const commandLine = (words: readonly string[]): string =>
  ["npx neurograd", ...words.map(quoted)].join(" ");

const quoted = (word: string): string =>
  /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
