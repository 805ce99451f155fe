import { dataTypeName } from "./data-type.js";
import type { AttributeProto, GraphProto, TensorProto } from "./messages.js";

const most = 12;

/** An attribute for reading: its number, its text, or of something big what it is. Never throws: files may be damaged. */
export function attributeText(a: AttributeProto): string {
  if (a.ints?.length) return listText(a.ints);
  if (a.floats?.length) return listText(a.floats);
  if (a.strings?.length) return listText(a.strings.map(text));
  if (a.s !== undefined) return text(a.s);
  if (a.t !== undefined) return tensorText(a.t);
  if (a.g !== undefined) return graphText(a.g);
  if (a.graphs?.length) return listText(a.graphs.map(graphText));
  if (a.f !== undefined) return String(a.f);
  if (a.i !== undefined) return String(a.i);
  if (a.refAttrName) return a.refAttrName;
  return a.type === 7 || a.type === 6 ? "[]" : a.type === 3 ? "" : "0"; // 0 and "" may be left out of a file
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 200));

const listText = (list: readonly unknown[]): string =>
  `[${list.slice(0, most).join(", ")}${list.length > most ? ", …" : ""}]`;

const tensorText = ({ dataType = 0, dims = [] }: TensorProto): string =>
  `${dataTypeName(dataType).toLowerCase()} [${dims.join(", ")}]`;

const graphText = ({ node = [] }: GraphProto): string =>
  node.length === 1 ? "a graph of 1 node" : `a graph of ${node.length} nodes`;
