import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { Event, EventTensor, Summary } from "../../src/storage/tensor-board/event.js";

/** The events of a file, checksums not looked at: the tests compare whole records. */
export function readEvents(bytes: Uint8Array): Event[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: Event[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = Number(view.getBigUint64(at, true));
    events.push(readEvent(bytes.subarray(at + 12, at + 12 + size)));
    at += size + 16;
  }
  return events;
}

function readEvent(bytes: Uint8Array): Event {
  let wallTime = 0;
  let step = 0;
  let content: Event["content"] | undefined;
  each(bytes, (field, reader) => {
    if (field === 1) wallTime = reader.double();
    else if (field === 2) step = Number(reader.int64());
    else if (field === 3) content = { fileVersion: reader.string() };
    else if (field === 5)
      each(reader.bytes(), (_value, inner) => {
        content = readSummary(inner.bytes());
      });
    else throw new Error(`event: unexpected field ${field}`);
  });
  if (content === undefined) throw new Error("event: holds nothing");
  return { wallTime, step, content };
}

function readSummary(bytes: Uint8Array): Summary {
  const found: { tag?: string; plugin?: Summary["plugin"]; about?: string; tensor?: EventTensor } = {};
  each(bytes, (field, reader) => {
    if (field === 1) found.tag = reader.string();
    else if (field === 8) found.tensor = readTensor(reader.bytes());
    else if (field === 9)
      each(reader.bytes(), (_data, inner) =>
        each(inner.bytes(), (part, text) => {
          if (part === 1)
            found.plugin = text.string() as Summary["plugin"]; // compared by the tests
          else found.about = text.string();
        }),
      );
    else throw new Error(`summary: unexpected field ${field}`);
  });
  return found as Summary; // compared by the tests
}

function readTensor(bytes: Uint8Array): EventTensor {
  const shape: number[] = [];
  const texts: Uint8Array[] = [];
  let dtype = 0;
  let content = new Uint8Array();
  each(bytes, (field, reader) => {
    if (field === 1) dtype = reader.int32();
    else if (field === 2)
      each(reader.bytes(), (_dim, dim) => {
        shape.push(0);
        each(dim.bytes(), (_size, size) => {
          shape[shape.length - 1] = Number(size.int64());
        });
      });
    else if (field === 4) content = new Uint8Array(reader.bytes());
    else if (field === 8) texts.push(reader.bytes());
    else throw new Error(`tensor: unexpected field ${field}`);
  });
  if (dtype === 7) return { dtype: "string", shape, data: texts };
  if (dtype === 1) return { dtype: "float32", shape, data: Array.from(new Float32Array(content.buffer)) };
  if (dtype === 2) return { dtype: "float64", shape, data: Array.from(new Float64Array(content.buffer)) };
  throw new Error(`tensor: unexpected dtype ${dtype}`);
}

function each(bytes: Uint8Array, visit: (field: number, reader: BinaryReader) => void): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) visit(reader.tag()[0], reader);
}
