import { datasets } from "neurograd";
import type { Lang } from "../../text/lang.js";

const names = {
  en: {
    columns: ["sepal length", "sepal width", "petal length", "petal width", "species"],
    classes: undefined,
  },
  zh: {
    columns: ["花萼长", "花萼宽", "花瓣长", "花瓣宽", "品种"],
    classes: ["山鸢尾", "变色鸢尾", "维吉尼亚鸢尾"],
  },
} as const;

/** The package's table of irises as the text of a CSV file, in centimeters. */
export function irisCsv(lang: Lang): string {
  const { x, y, classes } = datasets.iris();
  const { columns, classes: own } = names[lang];
  const width = x.shape[1];
  const rows = Array.from(y.toFloat64(), (label, row) => {
    const cells = Array.from({ length: width }, (_, k) => Number(x.data[row * width + k]).toFixed(1));
    return [...cells, (own ?? classes)[label]].join(",");
  });
  return [columns.join(","), ...rows].join("\n");
}
