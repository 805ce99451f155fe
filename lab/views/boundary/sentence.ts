import { dataWords } from "../../shell/words.js";
import type { LabState } from "../../store.js";
import type { Lang } from "../../text/lang.js";

/** What is to be seen, in one sentence. */
export function sentenceOf({ frame, spec }: LabState, lang: Lang): string {
  if (frame === undefined) return "";
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  const layers = spec.layers.map(({ units }) => units).join(" → ");
  const data = dataWords(lang)[spec.data.name];
  if (lang === "zh") {
    return `第 ${frame.step} 步：${layers === "" ? "没有隐藏层的" : `隐藏层为 ${layers} 的`}网络在“${data}”上答对 ${percent(frame.accuracy)} 的训练点和 ${percent(frame.testAccuracy)} 的测试点。`;
  }
  const network =
    layers === "" ? "a network without hidden layers" : `a network with hidden layers of ${layers}`;
  return `Step ${frame.step}: ${network} is right about ${percent(frame.accuracy)} of the training points and ${percent(frame.testAccuracy)} of the test points of "${data}".`;
}
