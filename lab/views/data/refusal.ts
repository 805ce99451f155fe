import type { TableFault } from "../../engine/table/about-table.js";
import type { Failure } from "../../remote.js";
import type { Lang, Text } from "../../text/lang.js";

type ByLine = (line: string) => Text;

/** What may be wrong with a file, by the package's code: what it is, where, and what to do. */
const refusals: Readonly<Record<string, ByLine>> = {
  csv_ragged: (line) => ({
    en: `${capital(line, "en")} has another number of cells than the first. Add or remove a cell there, or choose the right delimiter.`,
    zh: `${line}的单元格数与第一行不同。请在那里补上或去掉单元格，或改选分隔符。`,
  }),
  csv_quote: (line) => ({
    en: `On ${line} a quote (") is not closed, or closed too early. Close it, or double a quote that is part of the text.`,
    zh: `${line}的引号（"）没有关闭，或过早关闭。请补上引号；文字中的引号要写两个。`,
  }),
  csv_header: () => ({
    en: "Two columns have the same name. Rename one in the first row, or say that the first row is data already.",
    zh: "有两列同名。请在第一行改名，或说明第一行就是数据。",
  }),
  invalid_encoding: (line) => ({
    en: `This is not text in the chosen encoding${line && `, seen on ${line}`}: a picture, a workbook (.xlsx) or another encoding. Save a workbook as CSV, or choose the encoding.`,
    zh: `按所选编码，这不是文本${line && `（见${line}）`}：也许是图片、工作簿（.xlsx）或别的编码。工作簿请另存为 CSV，或改选编码。`,
  }),
  empty_data: () => ({
    en: "There is no row of data in it. Give a file with a row for each example.",
    zh: "里面没有数据行。请给出每个样本一行的文件。",
  }),
  limit_exceeded: (line) => ({
    en: `On ${line} a cell or a row is far too long: a quote that is not closed, or the wrong delimiter. Mend it, or choose the delimiter.`,
    zh: `${line}的单元格或行过长：可能是引号未关闭，或分隔符不对。请改正，或改选分隔符。`,
  }),
  file_too_large: () => ({
    en: "The file is too large for a page: up to 64 MB are read here. Give a part of its rows, or train it in Node: npx neurograd train file.csv --target COLUMN",
    zh: "文件对网页来说太大：这里最多读 64 MB。请只取一部分行，或在 Node 中训练：npx neurograd train 文件.csv --target 列名",
  }),
};

/** A file that cannot be read, as a person reads it. */
export function refusalOf(
  { message, code }: Failure,
  lang: Lang,
): { readonly text: string; readonly detail: string } {
  const [, found] = /\bline (\d+)/.exec(message) ?? [];
  const line = found === undefined ? "" : lineText(`line ${found}`, lang);
  const known = refusals[code ?? ""];
  return known === undefined ? { text: message, detail: "" } : { text: known(line)[lang], detail: message };
}

const capital = (text: string, lang: Lang): string =>
  lang === "zh" ? text : text.charAt(0).toUpperCase() + text.slice(1);

const lineText = (line: string, lang: Lang): string =>
  lang === "zh"
    ? line.replace(/^line (\d+)$/, "第 $1 行").replace(/^row (\d+)$/, "第 $1 行（从 0 数）")
    : line;

/** Why a table cannot be learned from, and what to do. */
export function faultText(fault: TableFault, target: string, lang: Lang): string {
  return faultTexts(fault, target, lang)[lang];
}

function faultTexts(fault: TableFault, target: string, lang: Lang): Text {
  switch (fault.kind) {
    case "oneColumn":
      return {
        en: "It has one column only, so there is nothing to tell it from. Choose the right delimiter, or give a table with more columns.",
        zh: "只有一列，没有可据以预测的内容。请改选分隔符，或给出更多列的表格。",
      };
    case "noFeatures":
      return {
        en: `No column is left to learn “${target}” from: none holds numbers, or texts that repeat. Give columns of numbers or of kinds, or take back one that you left out.`,
        zh: `没有可用来学习“${target}”的列：没有数值列，也没有会重复的文字。请给出数值或类别的列，或恢复不用的列。`,
      };
    case "tooFewRows":
      return {
        en: "It has fewer than four rows. Give more examples: tens at least, better thousands.",
        zh: "不到四行。请给出更多样本：至少几十行，最好几千行。",
      };
    case "textTarget":
      return {
        en: `“${target}” holds texts, which are no quantity. Tell a class instead, or predict another column.`,
        zh: `“${target}”是文字，不是数量。请改为分类，或预测另一列。`,
      };
    case "oneClass":
      return {
        en: `Every row, from ${fault.line} on, has “${fault.value}” in “${target}”: there is nothing to tell apart. Predict another column, or give rows of other classes too.`,
        zh: `从${lineText(fault.line, lang)}起，每一行的“${target}”都是“${fault.value}”，没有什么可区分的。请预测另一列，或加入其他类别的行。`,
      };
    case "tooManyClasses":
      return {
        en: `“${target}” has ${fault.count} different values, hardly two alike: these are no classes. Tell a quantity if they are numbers, or predict another column.`,
        zh: `“${target}”有 ${fault.count} 个不同的值，几乎没有重复：不像类别。若是数值请改为回归，或预测另一列。`,
      };
    case "strayText":
      return {
        en: `${capital(fault.line, "en")}: “${fault.text}” stands in “${fault.column}”, where ${fault.numbers} of ${fault.numbers + fault.texts} values are numbers. Mend it in the file, or choose:`,
        zh: `${lineText(fault.line, lang)}：“${fault.column}”列里出现“${fault.text}”，而 ${fault.numbers + fault.texts} 个值中有 ${fault.numbers} 个是数值。请在文件中改正，或选择：`,
      };
  }
}
