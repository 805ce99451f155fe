import { checkOptionNames } from "../../nn/config.js";
import { escapeXml } from "../../nn/escape-xml.js";
import { checkOneOf } from "../../nn/options.js";
import type { Lang } from "../plots/words.js";
import type { ComparedRow, Comparison } from "./compare.js";
import { compareStyle } from "./compare-style.js";
import { formatFigure } from "./format-figure.js";
import { digitsWords, type Heading, headings } from "./headings.js";
import { type Figure, type Published, textOf } from "./row.js";

export interface CompareHtmlOptions {
  /** Default: "en". */
  readonly lang?: Lang;
}

/**
 * A comparison as a page, one file without scripts and without anything from elsewhere; light or dark as the reader's system is, and readable on a telephone.
 *
 * Throws  `unknown_name`.
 *
 * @example
 * const comparison = await compare({ rows: ["neuron"] });
 * const page = compareHtml(comparison, { lang: "zh" });
 */
export function compareHtml(comparison: Comparison, options: CompareHtmlOptions = {}): string {
  checkOptionNames("compareHtml", options, ["lang"]);
  const { lang = "en" } = options;
  checkOneOf("compareHtml", "lang", lang, ["en", "zh"]);
  const { rows, seed, digits, runtime } = comparison;
  const say = (name: Heading): string => escapeXml(headings[name][lang]);
  return `${[
    "<!doctype html>",
    `<html lang="${lang === "zh" ? "zh-CN" : "en"}">`,
    "<head>",
    `<meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta name="color-scheme" content="light dark">`,
    `<title>${say("title")}</title>`,
    `<style>${compareStyle}</style>`,
    "</head>",
    "<body>",
    "<header>",
    `<h1>${say("title")}</h1>`,
    `<p>${say("intro")}</p>`,
    `<p class="given">${escapeXml(digitsWords[digits][lang])}${lang === "zh" ? "；" : "; "}${say("seed")} ${seed}${lang === "zh" ? "，" : ", "}${say("runtime")} ${escapeXml(runtime)}</p>`,
    `<nav><ul>${rows.map(({ row, title }) => `<li><a href="#${row}">${escapeXml(title[lang])}</a></li>`).join("")}</ul></nav>`,
    "</header>",
    "<main>",
    ...rows.map((row) => section(row, lang)),
    "</main>",
    `<footer><p><span class="unconfirmed">${say("unconfirmed")}</span> ${escapeXml(headings.unconfirmedNote[lang].replace(/^[^:：]*[:：]\s*/, ""))} ${say("confirmedNote")}</p></footer>`,
    "</body>",
    "</html>",
  ].join("\n")}\n`;
}

function section(found: ComparedRow, lang: Lang): string {
  const { row, title, question, artificial, brain, published, analogy, plots, times } = found;
  const say = (name: Heading): string => escapeXml(headings[name][lang]);
  return [
    `<section id="${row}" aria-labelledby="${row}-title">`,
    `<h2 id="${row}-title">${escapeXml(title[lang])}</h2>`,
    `<p class="question">${escapeXml(question[lang])}</p>`,
    `<div class="columns">`,
    column(say("artificial"), artificial, lang),
    column(say("brain"), brain, lang),
    `<div><h3>${say("published")}</h3><dl>${published.map((item) => publishedItem(item, lang)).join("")}</dl></div>`,
    "</div>",
    `<p class="analogy"><strong>${say("analogy")}${lang === "zh" ? "：" : ". "}</strong>${escapeXml(analogy[lang])}</p>`,
    ...(plots.length > 0
      ? [
          `<div class="plots">${plots.map((plot) => `<figure>${named(plot[lang], row)}</figure>`).join("")}</div>`,
        ]
      : []),
    ...(times.figures.length > 0
      ? [
          `<p class="times">${say("times")}: ${times.figures.map((figure) => `${escapeXml(figure.name[lang])} ${formatFigure(figure)}`).join("; ")}</p>`,
        ]
      : []),
    "</section>",
  ].join("\n");
}

const column = (title: string, figures: readonly Figure[], lang: Lang): string =>
  `<div><h3>${title}</h3><dl>${figures
    .map(
      (figure) =>
        `<div><dt>${escapeXml(figure.name[lang])}</dt><dd>${escapeXml(formatFigure(figure))}</dd></div>`,
    )
    .join("")}</dl></div>`;

const publishedItem = ({ name, value, source, isConfirmed }: Published, lang: Lang): string =>
  `<div><dt>${escapeXml(name[lang])}</dt><dd>${escapeXml(textOf(value, lang))}${
    isConfirmed ? "" : ` <span class="unconfirmed">${escapeXml(headings.unconfirmed[lang])}</span>`
  }<cite>${escapeXml(source)}</cite></dd></div>`;

/** The ids within a picture are those of its kind; on one page each row has its own. */
const named = (svg: string, row: string): string =>
  svg.replace(/(id="|url\(#)box-/g, (_, before: string) => `${before}${row}-box-`);
