import type { FileReading } from "../../engine/diagram/diagram.js";
import type { GraphReading } from "../../engine/instruments/graph.js";
import type { Lang } from "../../text/lang.js";
import { fateText } from "./fate-text.js";
import { groupName, nodeName, type Shown } from "./look.js";
import { opWords } from "./op-words.js";
import type { Card } from "./scene.js";
import type { GraphWords } from "./words.js";

const operators = ({ nodes }: Shown["graph"], role?: Card["role"]): number =>
  nodes.filter((node) => node.kind === "operator" && (role === undefined || node.role === role)).length;

/** How much of the step is model, derivative and update. */
export function stepSentence(graph: Shown["graph"], lang: Lang): string {
  const [all, f, b, u] = [
    operators(graph),
    ...(["forward", "backward", "update"] as const).map((r) => operators(graph, r)),
  ];
  return lang === "zh"
    ? `这一步共 ${all} 个算子：前向 ${f} 个，反向 ${b} 个，更新 ${u} 个。`
    : `${all} operators make this step: ${f} forward, ${b} backward, ${u} for the update.`;
}

/** What simplification did. */
export function simplifySentence(
  { traced, simplified, fates }: GraphReading,
  lang: Lang,
  say: GraphWords,
): string {
  const kinds = ["merged", "computed", "bypassed", "rewritten", "unused"] as const;
  const counts = kinds.flatMap((is) => {
    const count = fates.filter((fate, k) => fate.is === is && traced.nodes[k].kind === "operator").length;
    return count === 0 ? [] : `${count} ${fateText({ is }, say)}`;
  });
  const [before, after] = [operators(traced), operators(simplified)];
  return lang === "zh"
    ? `写下时 ${before} 个算子，运行时 ${after} 个：${counts.join("，")}。`
    : `${before} operators were written, ${after} run: ${counts.join(", ")}.`;
}

/** What is in a file. */
export function fileSentence(name: string, reading: FileReading, lang: Lang): string {
  const { description, producer, opset, parameters, read } = reading;
  const count = operators(description);
  const [n, p] = [count.toLocaleString("en"), parameters.toLocaleString("en")];
  if (lang === "zh")
    return `${name}：${n} 个节点，存有 ${p} 个数；${producer || "未署名"}，算子集 ${opset}。${read ? `本程序包可以运行它：读成 ${read.nodes} 个节点，化简后 ${read.simplified} 个。` : ""}`;
  return `${name}: ${n} nodes, ${p} stored numbers; ${producer || "unsigned"}, operator set ${opset}. ${read ? `This package can run it: ${read.nodes} nodes as read, ${read.simplified} simplified.` : ""}`.trim();
}

/** Where the light is, and what happens there. */
export function lightSentence(
  card: Card,
  place: number,
  count: number,
  shown: Shown,
  isFile: boolean,
  lang: Lang,
  say: GraphWords,
): string {
  const zh = lang === "zh";
  const where = `${isFile ? "" : `${say[card.role]} · `}${place + 1} / ${count}${zh ? "：" : ": "}`;
  if (card.kind === "node") {
    const node = shown.graph.nodes[card.nodes[0]];
    const does = opWords(node.kind === "input" ? "input" : node.op)?.does[lang] ?? "";
    return `${where}${nodeName(shown.graph, node)}${node.layer === "" ? "" : ` (${node.layer})`}${zh ? "。" : ". "}${does}`;
  }
  if (isFile)
    return `${where}${card.title}${zh ? `，${card.nodes.length} 个节点。` : `, ${card.nodes.length} nodes.`}`;
  return `${where}${groupName(card, say)}${zh ? "。" : ". "}${groupSentences[card.role](card)[lang]}`;
}

const groupSentences = {
  forward: ({ layer }: Card) =>
    layer === "loss"
      ? {
          en: "The answer is compared with what it should be: one number.",
          zh: "把答案与应有的答案比较，得到一个数。",
        }
      : layer === "metrics"
        ? { en: "Counts for the display; nothing is learned from it.", zh: "为显示而计数；学习不用它。" }
        : layer === ""
          ? {
              en: "The batch comes in, and is brought into the form that the network takes.",
              zh: "小批量进来，变成网络所要的形式。",
            }
          : {
              en: "The layer multiplies by its weights, adds its biases and applies its activation. What the way back will need is kept (dashed lines).",
              zh: "这一层乘以权重、加上偏置、作用激活函数。反向时要用的值先留着（虚线）。",
            },
  backward: ({ layer }: Card) =>
    layer === "loss"
      ? {
          en: "How the loss changes when the outputs change: here the way back begins.",
          zh: "输出变动时损失如何变动：反向由此开始。",
        }
      : {
          en: "What came back is multiplied by the slope of the activation, then by the inputs (gradient of the weights) and by the weights (what goes on to the layer before).",
          zh: "传回来的东西先乘以激活函数的斜率，再乘以输入（得到权重的梯度），并乘以权重（继续传给前一层）。",
        },
  update: ({ layer }: Card) =>
    layer === ""
      ? { en: "The step size for this step, the same for all weights.", zh: "这一步的步长，所有权重共用。" }
      : {
          en: "The optimizer makes a step of the gradient, and the weights change.",
          zh: "优化器把梯度变成一步，权重随之改变。",
        },
} as const;
