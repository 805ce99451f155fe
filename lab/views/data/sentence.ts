import type { AboutTable } from "../../engine/table/about-table.js";
import type { TableSpec } from "../../engine/table/table-spec.js";
import type { TableFrame } from "../../engine/table/table-training.js";
import { figure, type Lang } from "../../text/lang.js";
import { faultText } from "./refusal.js";

/** What is to be seen, in a sentence or two; empty where no table is open. */
export function sentenceOf(
  {
    about,
    frame,
    spec,
  }: {
    readonly about: AboutTable | undefined;
    readonly frame: TableFrame | undefined;
    readonly spec: TableSpec | undefined;
  },
  lang: Lang,
): string {
  if (about === undefined || spec === undefined) return "";
  if (about.fault !== undefined) return faultText(about.fault, about.target, lang);
  const { target, rows } = about;
  const { name } = spec.source;
  if (frame === undefined) return "";
  const isClasses = frame.result.kind === "classes";
  const test = isClasses ? `${(frame.testScore * 100).toFixed(0)} %` : figure(frame.testScore);
  if (lang === "zh")
    return isClasses
      ? `第 ${frame.step} 步：网络从“${name}”的 ${rows} 行中学习“${target}”，测试行答对 ${test}。`
      : `第 ${frame.step} 步：网络从“${name}”的 ${rows} 行中学习“${target}”，在测试行上平均差 ${test}。`;
  return isClasses
    ? `Step ${frame.step}: a network learns “${target}” from the ${rows} rows of ${name} and is right about ${test} of the test rows.`
    : `Step ${frame.step}: a network learns “${target}” from the ${rows} rows of ${name} and errs by ${test} on average on the test rows.`;
}
