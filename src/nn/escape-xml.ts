const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in SVG and HTML, between tags and in attributes. Control characters, which XML forbids, become �. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => entities[character])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
