import Diagnostics
import Testing
import TestSupport

@testable import Checkpoints

/// A safetensors file made of parts, so that each can be wrong.
private func file(_ header: String, length: UInt64? = nil, data: Int) -> [UInt8] {
  let count = length ?? UInt64(header.utf8.count)
  return withUnsafeBytes(of: count.littleEndian) { Array($0) } + Array(header.utf8)
    + [UInt8](repeating: 0, count: data)
}

private func entry(_ name: String = "a", _ type: String = "F32", _ shape: String, _ offsets: String) -> String
{
  #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
}

struct MalformedSafetensors: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let tensor: String?
  /// `nil` for an error in the header's JSON.
  let reason: WeightsError.Reason?

  init(_ name: String, _ bytes: [UInt8], tensor: String? = nil, _ reason: WeightsError.Reason?) {
    (testDescription, self.bytes, self.tensor, self.reason) = (name, bytes, tensor, reason)
  }
}

private let four = entry("F32", "[1]", "[0,4]")

private let cases: [MalformedSafetensors] = [
  .init("empty", [], .noHeader(size: 0)),
  .init("seven bytes", [1, 0, 0, 0, 0, 0, 0], .noHeader(size: 7)),
  .init(
    "header of the largest length", file("{}", length: .max, data: 0),
    .headerTooLong(length: .max, limit: 100_000_000)),
  .init(
    "header over the limit", file("{}", length: 100_000_001, data: 0),
    .headerTooLong(length: 100_000_001, limit: 100_000_000)),
  .init("header past the end", file("{}", length: 3, data: 0), .headerBeyondEnd(length: 3, size: 10)),
  .init("empty header", file("", data: 4), .headerNotObject(firstByte: nil)),
  .init("header is an array", file("[]", data: 0), .headerNotObject(firstByte: 0x5B)),
  .init("header begins with a space", file(" {}", data: 0), .headerNotObject(firstByte: 0x20)),
  .init("pickle", file("\u{0}", data: 4), .headerNotObject(firstByte: 0)),
  .init("header cut", file("{\(four)", data: 4), nil),
  .init("header with more", file("{\(four)}x", data: 4), nil),
  .init("duplicate key", file("{\(four),\(four)}", data: 4), nil),
  .init("nested too deep", file("{\"a\":" + String(repeating: "[", count: 100_000), data: 0), nil),
  .init("tensor is no object", file(#"{"a":3}"#, data: 0), nil),
  .init("no dtype", file(#"{"a":{"shape":[],"data_offsets":[0,4]}}"#, data: 4), nil),
  .init("no shape", file(#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, data: 4), nil),
  .init("no offsets", file(#"{"a":{"dtype":"F32","shape":[]}}"#, data: 4), nil),
  .init("shape of text", file("{\(entry("F32", #"["1"]"#, "[0,4]"))}", data: 4), nil),
  .init("shape with a fraction", file("{\(entry("F32", "[1.5]", "[0,4]"))}", data: 4), nil),
  .init("dimension beyond Int", file("{\(entry("F32", "[99999999999999999999]", "[0,4]"))}", data: 4), nil),
  .init("metadata of numbers", file(#"{"__metadata__":{"a":1}}"#, data: 0), nil),
  .init("not UTF-8", [4, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22, 0xFF, 0x22], nil),
  .init(
    "unknown type", file("{\(entry("F33", "[1]", "[0,4]"))}", data: 4), tensor: "a",
    .unknownElementType("F33")),
  .init(
    "negative dimension", file("{\(entry("F32", "[-1]", "[0,4]"))}", data: 4), tensor: "a",
    .impossibleShape([-1])),
  .init(
    "product overflows", file("{\(entry("F32", "[4294967296,4294967296]", "[0,4]"))}", data: 4), tensor: "a",
    .impossibleShape([4_294_967_296, 4_294_967_296])),
  .init(
    "bytes overflow", file("{\(entry("F32", "[4611686018427387904]", "[0,4]"))}", data: 4), tensor: "a",
    .impossibleShape([4_611_686_018_427_387_904])),
  .init("one offset", file("{\(entry("F32", "[1]", "[0]"))}", data: 4), tensor: "a", .impossibleOffsets([0])),
  .init(
    "three offsets", file("{\(entry("F32", "[1]", "[0,4,8]"))}", data: 8), tensor: "a",
    .impossibleOffsets([0, 4, 8])),
  .init(
    "offsets backwards", file("{\(entry("F32", "[1]", "[4,0]"))}", data: 4), tensor: "a",
    .impossibleOffsets([4, 0])),
  .init(
    "negative offset", file("{\(entry("F32", "[1]", "[-4,0]"))}", data: 4), tensor: "a",
    .impossibleOffsets([-4, 0])),
  .init("data truncated", file("{\(four)}", data: 3), tensor: "a", .dataBeyondEnd(end: 4, available: 3)),
  .init(
    "offset of the largest Int", file("{\(entry("F32", "[1]", "[0,9223372036854775807]"))}", data: 4),
    tensor: "a",
    .dataBeyondEnd(end: .max, available: 4)),
  .init(
    "too few bytes", file("{\(entry("F32", "[2]", "[0,4]"))}", data: 4), tensor: "a",
    .wrongByteCount(expected: 8, found: 4)),
  .init(
    "too many bytes", file("{\(entry("F16", "[1]", "[0,4]"))}", data: 4), tensor: "a",
    .wrongByteCount(expected: 2, found: 4)),
  .init(
    "overlap", file("{\(four),\(entry("b", "F16", "[2]", "[2,6]"))}", data: 6), tensor: "b",
    .overlap(with: "a")),
  .init(
    "same bytes twice", file("{\(four),\(entry("b", "F32", "[1]", "[0,4]"))}", data: 4), tensor: "b",
    .overlap(with: "a")),
  .init("gap in front", file("{\(entry("F32", "[1]", "[4,8]"))}", data: 8), tensor: "a", .gap(bytes: 4)),
  .init(
    "gap between", file("{\(four),\(entry("b", "F32", "[1]", "[6,10]"))}", data: 10), tensor: "b",
    .gap(bytes: 2)),
  .init("unused bytes", file("{\(four)}", data: 9), .unusedBytes(5)),
]

private func entry(_ type: String, _ shape: String, _ offsets: String) -> String {
  entry("a", type, shape, offsets)
}

@Suite struct MalformedSafetensorsTests {
  @Test(arguments: cases)
  func isNamed(_ malformed: MalformedSafetensors) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(malformed.bytes, to: "model.safetensors")
    let error = try #require(thrown(WeightsError.self) { _ = try WeightsFile(path) })
    #expect(error.path == path)
    #expect(error.category == .data)
    #expect(error.tensor == malformed.tensor)
    #expect(!error.problem.isEmpty && error.nextStep != nil)
    if let reason = malformed.reason {
      #expect(error.reason == reason)
    } else if case .malformedHeader = error.reason {
      #expect(error.location?.file == path)
    } else {
      Issue.record("\(error.reason)")
    }
  }

  @Test func emptyAndScalarTensorsAreFine() throws {
    let folder = try TemporaryFolder()
    let header = "{\(entry("a", "F32", "[0,4]", "[0,0]")),\(entry("b", "F16", "[]", "[0,2]"))}   "
    let file = try WeightsFile(folder.write(file(header, data: 2), to: "x"))
    #expect(file.tensors.map(\.elementCount) == [0, 1])
    #expect(try file.floats("a") == [] && file.floats("b") == [0])
  }
}
