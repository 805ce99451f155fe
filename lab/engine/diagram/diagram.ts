import { describeOnnx, type GraphDescription, type OnnxDescription } from "neurograd/explain";
import type { Subject } from "../subject.js";
import { type Layout, layoutOf, type Plan } from "./layout.js";
import { type NodeNumbers, numbersOf } from "./numbers.js";

/** An ONNX file that was opened. */
export type FileReading = Pick<OnnxDescription, "producer" | "opset" | "parameters" | "read" | "problem"> & {
  readonly description: GraphDescription;
};

interface Questions {
  open(options: { readonly bytes: Uint8Array }): Promise<FileReading>;
  numbers(options: { readonly node: number }): Promise<NodeNumbers | undefined>;
  layout(options: Plan): Promise<Layout>;
}

/** Reads files and lays out graphs, apart from what trains: it may be given up when it takes too long. */
export class Diagram implements Subject {
  readonly step = 0;
  readonly isOver = true;
  private file: OnnxDescription | undefined;
  readonly questions: { readonly [Name in keyof Questions]: Questions[Name] } = {
    open: async ({ bytes }) => {
      this.file = describeOnnx(bytes);
      const { tensorOf: _, ...reading } = this.file;
      return reading;
    },
    numbers: async ({ node }) => {
      const tensor = this.file?.tensorOf(node);
      if (tensor === undefined || tensor.dtype === "string") return undefined;
      return { id: node, outputs: [{ value: numbersOf(tensor), gradient: null }], derivative: undefined };
    },
    layout: async (plan) => layoutOf(plan),
  };

  async advance(): Promise<void> {}

  async frame(_watch: object): Promise<object> {
    return {};
  }
}
