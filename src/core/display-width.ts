/**
 * Columns that a text takes in a terminal: Chinese characters, their punctuation and emoji take two, combining marks
 * none. The text holds no escape sequences.
 *
 * Source  Unicode Standard Annex #11, East Asian Width (classes W and F).
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Spaces after the text, to `width` columns. */
export const padEnd = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - displayWidth(text)));

/** Spaces before the text, to `width` columns. */
export const padStart = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - displayWidth(text))) + text;

/** The text, or its beginning and `…` where it is wider than `width`. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let room = width - 1;
  for (const character of text) {
    room -= widthOf(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

function widthOf(character: string): number {
  if (/\p{Mark}|\u200b|\u200d/u.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

const wide: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f], // Hangul
  [0x2e80, 0x303e], // radicals, Chinese punctuation
  [0x3041, 0x33ff], // kana
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff], // Chinese characters
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3], // Hangul
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60], // full-width forms
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f], // emoji
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
