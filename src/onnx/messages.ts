/**
 * The messages of the ONNX file format: TypeScript interfaces, and below them the table that reads and writes them.
 * Field names are ONNX's in camelCase. Every field is optional, as on the wire; a list that is absent is empty.
 *
 * Not in the table, so dropped on reading: device configurations (hints for running on several devices).
 *
 * Source https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 (names and field numbers, to IR version 14).
 */
import { many, one, packed, type Schema, schema } from "./schema.js";

type Proto<T> = { readonly [K in keyof T]?: T[K] | undefined };
type List<T> = readonly T[];

export interface ModelProto
  extends Proto<{
    irVersion: number;
    producerName: string;
    producerVersion: string;
    domain: string;
    modelVersion: number | bigint;
    docString: string;
    graph: GraphProto;
    opsetImport: List<OperatorSetIdProto>;
    metadataProps: List<StringStringEntryProto>;
    trainingInfo: List<TrainingInfoProto>;
    functions: List<FunctionProto>;
  }> {}

export interface OperatorSetIdProto extends Proto<{ domain: string; version: number }> {}
export interface StringStringEntryProto extends Proto<{ key: string; value: string }> {}

export interface GraphProto
  extends Proto<{
    node: List<NodeProto>;
    name: string;
    initializer: List<TensorProto>;
    docString: string;
    input: List<ValueInfoProto>;
    output: List<ValueInfoProto>;
    valueInfo: List<ValueInfoProto>;
    quantizationAnnotation: List<TensorAnnotation>;
    sparseInitializer: List<SparseTensorProto>;
    metadataProps: List<StringStringEntryProto>;
  }> {}

export interface NodeProto
  extends Proto<{
    input: List<string>;
    output: List<string>;
    name: string;
    opType: string;
    attribute: List<AttributeProto>;
    docString: string;
    domain: string;
    overload: string;
    metadataProps: List<StringStringEntryProto>;
  }> {}

export interface AttributeProto
  extends Proto<{
    name: string;
    f: number;
    i: number | bigint;
    s: Uint8Array;
    t: TensorProto;
    g: GraphProto;
    floats: List<number>;
    ints: List<number | bigint>;
    strings: List<Uint8Array>;
    tensors: List<TensorProto>;
    graphs: List<GraphProto>;
    docString: string;
    tp: TypeProto;
    typeProtos: List<TypeProto>;
    /** One of `attributeTypes`. */
    type: number;
    refAttrName: string;
    sparseTensor: SparseTensorProto;
    sparseTensors: List<SparseTensorProto>;
  }> {}

export interface TensorProto
  extends Proto<{
    dims: List<number>;
    /** One of `dataTypeNames`. */
    dataType: number;
    segment: SegmentProto;
    floatData: Float32Array;
    int32Data: Int32Array;
    stringData: List<Uint8Array>;
    int64Data: BigInt64Array;
    name: string;
    rawData: Uint8Array;
    doubleData: Float64Array;
    uint64Data: BigUint64Array;
    docString: string;
    externalData: List<StringStringEntryProto>;
    /** 0: in this file, 1: in the file that `externalData` names. */
    dataLocation: number;
    metadataProps: List<StringStringEntryProto>;
  }> {}

export interface SegmentProto extends Proto<{ begin: number; end: number }> {}
export interface SparseTensorProto
  extends Proto<{ values: TensorProto; indices: TensorProto; dims: List<number> }> {}

export interface ValueInfoProto
  extends Proto<{
    name: string;
    type: TypeProto;
    docString: string;
    metadataProps: List<StringStringEntryProto>;
  }> {}

export interface TypeProto
  extends Proto<{
    tensorType: TensorTypeProto;
    sequenceType: ElementTypeProto;
    mapType: MapTypeProto;
    denotation: string;
    opaqueType: OpaqueTypeProto;
    sparseTensorType: TensorTypeProto;
    optionalType: ElementTypeProto;
  }> {}

export interface TensorTypeProto extends Proto<{ elemType: number; shape: TensorShapeProto }> {}
export interface ElementTypeProto extends Proto<{ elemType: TypeProto }> {}
export interface MapTypeProto extends Proto<{ keyType: number; valueType: TypeProto }> {}
export interface OpaqueTypeProto extends Proto<{ domain: string; name: string }> {}
export interface TensorShapeProto extends Proto<{ dim: List<DimensionProto> }> {}
/** A size: a number, a name, or neither (unknown). */
export interface DimensionProto extends Proto<{ dimValue: number; dimParam: string; denotation: string }> {}

export interface TensorAnnotation
  extends Proto<{ tensorName: string; quantParameterTensorNames: List<StringStringEntryProto> }> {}

export interface TrainingInfoProto
  extends Proto<{
    initialization: GraphProto;
    algorithm: GraphProto;
    initializationBinding: List<StringStringEntryProto>;
    updateBinding: List<StringStringEntryProto>;
  }> {}

export interface FunctionProto
  extends Proto<{
    name: string;
    input: List<string>;
    output: List<string>;
    attribute: List<string>;
    node: List<NodeProto>;
    docString: string;
    opsetImport: List<OperatorSetIdProto>;
    domain: string;
    attributeProto: List<AttributeProto>;
    valueInfo: List<ValueInfoProto>;
    overload: string;
    metadataProps: List<StringStringEntryProto>;
  }> {}

/** Values that are no tensors, as ONNX's test data stores them. */
export interface SequenceProto
  extends Proto<{
    name: string;
    elemType: number;
    tensorValues: List<TensorProto>;
    sparseTensorValues: List<SparseTensorProto>;
    sequenceValues: List<SequenceProto>;
    mapValues: List<MapProto>;
    optionalValues: List<OptionalProto>;
  }> {}
export interface OptionalProto
  extends Proto<{
    name: string;
    elemType: number;
    tensorValue: TensorProto;
    sparseTensorValue: SparseTensorProto;
    sequenceValue: SequenceProto;
    mapValue: MapProto;
    optionalValue: OptionalProto;
  }> {}
export interface MapProto
  extends Proto<{
    name: string;
    keyType: number;
    keys: List<number | bigint>;
    stringKeys: List<Uint8Array>;
    values: SequenceProto;
  }> {}

export const entrySchema: Schema<StringStringEntryProto> = schema("StringStringEntryProto", {
  key: one.string(1),
  value: one.text(2),
});
const entries = (number: number) => many.message(number, () => entrySchema);

export const operatorSetIdSchema: Schema<OperatorSetIdProto> = schema("OperatorSetIdProto", {
  domain: one.string(1),
  version: one.int64(2),
});

export const modelSchema: Schema<ModelProto> = schema("ModelProto", {
  irVersion: one.int64(1),
  producerName: one.text(2),
  producerVersion: one.text(3),
  domain: one.string(4),
  modelVersion: one.wideInt64(5),
  docString: one.text(6),
  graph: one.message(7, () => graphSchema),
  opsetImport: many.message(8, () => operatorSetIdSchema),
  metadataProps: entries(14),
  trainingInfo: many.message(20, () => trainingInfoSchema),
  functions: many.message(25, () => functionSchema),
});

export const graphSchema: Schema<GraphProto> = schema("GraphProto", {
  node: many.message(1, () => nodeSchema),
  name: one.string(2),
  initializer: many.message(5, () => tensorSchema),
  docString: one.text(10),
  input: many.message(11, () => valueInfoSchema),
  output: many.message(12, () => valueInfoSchema),
  valueInfo: many.message(13, () => valueInfoSchema),
  quantizationAnnotation: many.message(14, () => tensorAnnotationSchema),
  sparseInitializer: many.message(15, () => sparseTensorSchema),
  metadataProps: entries(16),
});

export const nodeSchema: Schema<NodeProto> = schema("NodeProto", {
  input: many.string(1),
  output: many.string(2),
  name: one.string(3),
  opType: one.string(4),
  attribute: many.message(5, () => attributeSchema),
  docString: one.text(6),
  domain: one.string(7),
  overload: one.string(8),
  metadataProps: entries(9),
});

export const attributeSchema: Schema<AttributeProto> = schema("AttributeProto", {
  name: one.string(1),
  f: one.float(2),
  i: one.wideInt64(3),
  s: one.bytes(4),
  t: one.message(5, () => tensorSchema),
  g: one.message(6, () => graphSchema),
  floats: many.float(7),
  ints: many.wideInt64(8),
  strings: many.bytes(9),
  tensors: many.message(10, () => tensorSchema),
  graphs: many.message(11, () => graphSchema),
  docString: one.text(13),
  tp: one.message(14, () => typeSchema),
  typeProtos: many.message(15, () => typeSchema),
  type: one.int32(20),
  refAttrName: one.string(21),
  sparseTensor: one.message(22, () => sparseTensorSchema),
  sparseTensors: many.message(23, () => sparseTensorSchema),
});

export const tensorSchema: Schema<TensorProto> = schema("TensorProto", {
  dims: many.int64(1),
  dataType: one.int32(2),
  segment: one.message(3, () => segmentSchema),
  floatData: packed.float32(4),
  int32Data: packed.int32(5),
  stringData: many.bytes(6),
  int64Data: packed.int64(7),
  name: one.string(8),
  rawData: one.bytes(9),
  doubleData: packed.float64(10),
  uint64Data: packed.uint64(11),
  docString: one.text(12),
  externalData: entries(13),
  dataLocation: one.int32(14),
  metadataProps: entries(16),
});

const segmentSchema: Schema<SegmentProto> = schema("SegmentProto", {
  begin: one.int64(1),
  end: one.int64(2),
});

export const sparseTensorSchema: Schema<SparseTensorProto> = schema("SparseTensorProto", {
  values: one.message(1, () => tensorSchema),
  indices: one.message(2, () => tensorSchema),
  dims: many.int64(3),
});

export const valueInfoSchema: Schema<ValueInfoProto> = schema("ValueInfoProto", {
  name: one.string(1),
  type: one.message(2, () => typeSchema),
  docString: one.text(3),
  metadataProps: entries(4),
});

export const typeSchema: Schema<TypeProto> = schema("TypeProto", {
  tensorType: one.message(1, () => tensorTypeSchema),
  sequenceType: one.message(4, () => elementTypeSchema),
  mapType: one.message(5, () => mapTypeSchema),
  denotation: one.string(6),
  opaqueType: one.message(7, () => opaqueTypeSchema),
  sparseTensorType: one.message(8, () => tensorTypeSchema),
  optionalType: one.message(9, () => elementTypeSchema),
});

const tensorTypeSchema: Schema<TensorTypeProto> = schema("TypeProto.Tensor", {
  elemType: one.int32(1),
  shape: one.message(2, () => tensorShapeSchema),
});
const elementTypeSchema: Schema<ElementTypeProto> = schema("TypeProto.Sequence", {
  elemType: one.message(1, () => typeSchema),
});
const mapTypeSchema: Schema<MapTypeProto> = schema("TypeProto.Map", {
  keyType: one.int32(1),
  valueType: one.message(2, () => typeSchema),
});
const opaqueTypeSchema: Schema<OpaqueTypeProto> = schema("TypeProto.Opaque", {
  domain: one.string(1),
  name: one.string(2),
});

export const tensorShapeSchema: Schema<TensorShapeProto> = schema("TensorShapeProto", {
  dim: many.message(1, () => dimensionSchema),
});
const dimensionSchema: Schema<DimensionProto> = schema("TensorShapeProto.Dimension", {
  dimValue: one.int64(1),
  dimParam: one.string(2),
  denotation: one.string(3),
});

const tensorAnnotationSchema: Schema<TensorAnnotation> = schema("TensorAnnotation", {
  tensorName: one.string(1),
  quantParameterTensorNames: entries(2),
});

const trainingInfoSchema: Schema<TrainingInfoProto> = schema("TrainingInfoProto", {
  initialization: one.message(1, () => graphSchema),
  algorithm: one.message(2, () => graphSchema),
  initializationBinding: entries(3),
  updateBinding: entries(4),
});

export const functionSchema: Schema<FunctionProto> = schema("FunctionProto", {
  name: one.string(1),
  input: many.string(4),
  output: many.string(5),
  attribute: many.string(6),
  node: many.message(7, () => nodeSchema),
  docString: one.text(8),
  opsetImport: many.message(9, () => operatorSetIdSchema),
  domain: one.string(10),
  attributeProto: many.message(11, () => attributeSchema),
  valueInfo: many.message(12, () => valueInfoSchema),
  overload: one.string(13),
  metadataProps: entries(14),
});

export const sequenceSchema: Schema<SequenceProto> = schema("SequenceProto", {
  name: one.string(1),
  elemType: one.int32(2),
  tensorValues: many.message(3, () => tensorSchema),
  sparseTensorValues: many.message(4, () => sparseTensorSchema),
  sequenceValues: many.message(5, () => sequenceSchema),
  mapValues: many.message(6, () => mapSchema),
  optionalValues: many.message(7, () => optionalSchema),
});
export const optionalSchema: Schema<OptionalProto> = schema("OptionalProto", {
  name: one.string(1),
  elemType: one.int32(2),
  tensorValue: one.message(3, () => tensorSchema),
  sparseTensorValue: one.message(4, () => sparseTensorSchema),
  sequenceValue: one.message(5, () => sequenceSchema),
  mapValue: one.message(6, () => mapSchema),
  optionalValue: one.message(7, () => optionalSchema),
});
const mapSchema: Schema<MapProto> = schema("MapProto", {
  name: one.string(1),
  keyType: one.int32(2),
  keys: many.wideInt64(3),
  stringKeys: many.bytes(4),
  values: one.message(5, () => sequenceSchema),
});
