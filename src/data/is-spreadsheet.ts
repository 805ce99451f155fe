/** Whether bytes are a workbook rather than text: a ZIP archive, which .xlsx and .ods files are, or an old .xls file. */
export function isSpreadsheet([a, b, c, d]: Uint8Array): boolean {
  const magic = String.fromCharCode(a, b, c, d);
  return magic === "PK\x03\x04" || magic === "\xd0\xcf\x11\xe0";
}
