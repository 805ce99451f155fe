/**
 * How a field's value is written. `int64` is a number and must be a safe integer; `wideInt64` is a number while it is
 * one, else a bigint. `text` is a string for people, in which broken UTF-8 is replaced and not refused.
 */
export type FieldKind =
  | "string"
  | "text"
  | "bytes"
  | "float"
  | "int32"
  | "int64"
  | "wideInt64"
  | "message"
  | "packed";

/** Arrays that packed fields become. */
export type PackedArray = Float32Array | Float64Array | Int32Array | BigInt64Array | BigUint64Array;
export type PackedType = "float32" | "float64" | "int32" | "int64" | "uint64";

/** One field of a message; `V` is the TypeScript type of its value. */
export interface Field<V = unknown> {
  readonly number: number;
  readonly kind: FieldKind;
  readonly isList: boolean;
  /** Of kind `message`; a function, for messages hold one another in circles. */
  readonly message?: () => AnySchema;
  /** Of kind `packed`. */
  readonly packed?: PackedType;
  /** Never set: carries V for the compiler. */
  readonly valueType?: V;
}

/** A message's fields, found by number when reading and by name when writing. */
export interface AnySchema {
  readonly name: string;
  readonly byNumber: readonly (NamedField | undefined)[];
  readonly byKey: ReadonlyMap<string, NamedField>;
}
export interface NamedField {
  readonly key: string;
  readonly field: Field;
}
export interface Schema<M> extends AnySchema {
  /** Never set: carries M for the compiler. */
  readonly messageType?: M;
}

/** Every key of the interface `M`, each with a field of its type. */
export type FieldsOf<M> = { readonly [K in keyof M]-?: Field<Exclude<M[K], undefined>> };

export function schema<M>(name: string, fields: FieldsOf<M>): Schema<M> {
  const byNumber: (NamedField | undefined)[] = [];
  const byKey = new Map<string, NamedField>();
  for (const [key, field] of Object.entries<Field>(fields)) {
    const named = { key, field };
    byNumber[field.number] = named;
    byKey.set(key, named);
  }
  return { name, byNumber, byKey };
}

const make = (
  kind: FieldKind,
  number: number,
  isList: boolean,
): { number: number; kind: FieldKind; isList: boolean } => ({
  number,
  kind,
  isList,
});

/** A field that occurs at most once. */
export const one = {
  string: (number: number): Field<string> => make("string", number, false),
  text: (number: number): Field<string> => make("text", number, false),
  bytes: (number: number): Field<Uint8Array> => make("bytes", number, false),
  float: (number: number): Field<number> => make("float", number, false),
  int32: (number: number): Field<number> => make("int32", number, false),
  int64: (number: number): Field<number> => make("int64", number, false),
  wideInt64: (number: number): Field<number | bigint> => make("wideInt64", number, false),
  message: <M>(number: number, message: () => Schema<M>): Field<M> => ({
    ...make("message", number, false),
    message,
  }),
};

/** A field that occurs any number of times. Numbers are written one by one, as ONNX's own tools do. */
export const many = {
  string: (number: number): Field<readonly string[]> => make("string", number, true),
  bytes: (number: number): Field<readonly Uint8Array[]> => make("bytes", number, true),
  float: (number: number): Field<readonly number[]> => make("float", number, true),
  int64: (number: number): Field<readonly number[]> => make("int64", number, true),
  wideInt64: (number: number): Field<readonly (number | bigint)[]> => make("wideInt64", number, true),
  message: <M>(number: number, message: () => Schema<M>): Field<readonly M[]> => ({
    ...make("message", number, true),
    message,
  }),
};

/** The elements of a tensor, written as one block. */
export const packed = {
  float32: (number: number): Field<Float32Array> => ({ ...make("packed", number, true), packed: "float32" }),
  float64: (number: number): Field<Float64Array> => ({ ...make("packed", number, true), packed: "float64" }),
  int32: (number: number): Field<Int32Array> => ({ ...make("packed", number, true), packed: "int32" }),
  int64: (number: number): Field<BigInt64Array> => ({ ...make("packed", number, true), packed: "int64" }),
  uint64: (number: number): Field<BigUint64Array> => ({ ...make("packed", number, true), packed: "uint64" }),
};
