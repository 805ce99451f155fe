import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// One word for one thing: the Chinese that people read, on pages, in the lab and in the terminal, uses the glossary's terms.

const rows = readFileSync("docs/glossary.md", "utf8")
  .split("\n")
  .filter((line) => /^\| (?!English|-)/.test(line))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** Other words for what the glossary names, as other books have them. */
const others: Readonly<Record<string, string>> = {
  权值: "权重",
  偏置项: "偏置",
  学习速率: "学习率",
  学习步长: "学习率",
  激励函数: "激活函数",
  激发函数: "激活函数",
  正向传播: "前向传播",
  前馈传播: "前向传播",
  反向传递: "反向传播",
  逆向传播: "反向传播",
  过度拟合: "过拟合",
  隐层: "隐藏层",
  隐含层: "隐藏层",
  批大小: "批量大小",
  批次大小: "批量大小",
  池化: "汇聚",
  归一化: "规范化",
  丢弃法: "暂退法",
  交叉墒: "交叉熵",
  均方差: "均方误差",
  放电率: "发放率",
  尖峰: "脉冲",
  冲量: "动量法",
  早停: "提前停止",
};

const folders = ["docs", "lab", "src", "examples", "scripts", "bench"];
const files = [
  "README.zh-CN.md",
  ...folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(md|ts|mjs|svelte)$/.test(file) && !/node_modules|\.test\.ts$/.test(file))
      .map((file) => join(folder, file)),
  ),
].filter((file) => file !== join("docs", "glossary.md"));

test("each term has both languages and a line in each, once, in the order of the alphabet", () => {
  expect(rows.length).toBeGreaterThan(90);
  for (const row of rows) expect(row.map((cell) => cell !== "")).toEqual([true, true, true, true]);
  const terms = rows.map(([english]) => english.toLowerCase());
  expect(terms).toEqual([...new Set(terms)].sort((a, b) => a.localeCompare(b, "en")));
});

test("every preferred word is in the glossary", () => {
  const chinese = rows.map(([, term]) => term).join(" ");
  for (const preferred of Object.values(others)) expect(chinese).toContain(preferred);
});

test("no page says it otherwise", () => {
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, k) =>
        Object.entries(others)
          .filter(([word]) => line.includes(word))
          .map(([word, term]) => `${file}:${k + 1}: ${word}; the glossary says ${term}`),
      ),
  );
  expect(found).toEqual([]);
});
