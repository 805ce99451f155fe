import { element, tableHead } from "../dom.js";
import { fateText } from "./fate-text.js";
import { nodeName, type Shown } from "./look.js";
import type { GraphWords } from "./words.js";

const most = 400;

/** Every node as a row: for those who read rather than look. It is made when it is opened. */
export function nodeTable(
  shown: () => { readonly shown: Shown; readonly isFile: boolean } | undefined,
  say: GraphWords,
): HTMLDetailsElement {
  const place = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say.asTable });
  const root = element("details", {}, element("summary", {}, say.asTable), place);
  root.addEventListener("toggle", () => {
    const now = root.open ? shown() : undefined;
    place.replaceChildren(...(now === undefined ? [] : [tableOf(now.shown, now.isFile, say)]));
  });
  return root;
}

function tableOf({ graph, fates }: Shown, isFile: boolean, say: GraphWords): HTMLElement {
  const heads = [
    say.node,
    ...(isFile ? [] : [say.part]),
    say.layer,
    say.shape,
    say.uses,
    ...(fates === undefined ? [] : [say.fate]),
  ];
  const operators = graph.nodes.filter(({ kind }) => kind === "operator");
  const rows = operators.slice(0, most).map((node) => {
    const uses = node.inputs.flatMap((port) =>
      port === null ? [] : `${graph.nodes[port.node].op} ${port.node}`,
    );
    const cells = [
      `${nodeName(graph, node)} ${node.id}`,
      ...(isFile ? [] : [say[node.role]]),
      node.layer,
      node.outputs.map(({ shape }) => shape).join(" "),
      uses.join(", "),
      ...(fates === undefined ? [] : [fateText(fates[node.id], say)]),
    ];
    return element("tr", {}, ...cells.map((text) => element("td", {}, text)));
  });
  return element(
    "table",
    {},
    element("caption", {}, `${Math.min(most, operators.length)} / ${operators.length}`),
    tableHead(heads),
    element("tbody", {}, ...rows),
  );
}
