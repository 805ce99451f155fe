import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeMessage } from "./decode.js";
import { encodeMessage } from "./encode.js";
import { modelSchema, optionalSchema, sequenceSchema } from "./messages.js";
import type { AnySchema } from "./schema.js";

interface Golden {
  readonly bytes: string;
  readonly fields: unknown;
}
/** Written by golden/onnx_messages.py with the `onnx` package. */
const golden: Readonly<Record<string, Golden>> = JSON.parse(
  readFileSync(new URL("../../golden/onnx-messages.json", import.meta.url), "utf8"),
);

describe.each<AnySchema>([modelSchema, sequenceSchema, optionalSchema])("$name", (schema) => {
  const { bytes, fields } = golden[schema.name];
  const file = Uint8Array.from(Buffer.from(bytes, "hex"));

  test("reads every field as the onnx package does", () => {
    expect(plain(decodeMessage(schema, file))).toEqual(fields);
  });

  test("writes the bytes that the onnx package writes", () => {
    expect(Buffer.from(encodeMessage(schema, decodeMessage(schema, file))).toString("hex")).toBe(bytes);
  });
});

test("the golden bytes hold every field of the table", () => {
  const seen = new Set<string>();
  for (const schema of [modelSchema, sequenceSchema, optionalSchema] as readonly AnySchema[]) {
    collect(
      schema,
      decodeMessage(schema, Uint8Array.from(Buffer.from(golden[schema.name].bytes, "hex"))),
      seen,
    );
  }
  const missing = [...reachable(modelSchema), ...reachable(sequenceSchema)].filter((name) => !seen.has(name));
  expect(missing).toEqual([]);
});

/** JSON's form of a message, as golden/onnx_messages.py writes it. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function collect(schema: AnySchema, message: object, seen: Set<string>): void {
  for (const { key, field } of schema.byKey.values()) {
    const value: unknown = Reflect.get(message, key);
    if (value === undefined) continue;
    seen.add(`${schema.name}.${key}`);
    if (field.message === undefined) continue;
    for (const child of field.isList ? (value as object[]) : [value as object])
      collect(field.message(), child, seen);
  }
}

function reachable(schema: AnySchema, seen: Set<AnySchema> = new Set()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  return [...schema.byKey.values()].flatMap(({ key, field }) => [
    `${schema.name}.${key}`,
    ...(field.message === undefined ? [] : reachable(field.message(), seen)),
  ]);
}
