import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct WeightsFileTests {
  @Test(arguments: ["f32", "f16", "bf16"])
  func readsReferenceFiles(name: String) throws {
    let file = try WeightsFile(Fixture.path("\(name).safetensors"))
    let expected = try #require(try Fixture.expected()[name])
    #expect(file.metadata == ["format": "pt"])
    #expect(Set(file.tensors.map(\.name)) == Set(expected.keys))
    for (tensor, want) in expected {
      #expect(try file.tensor(tensor).shape == want.shape)
      #expect(try file.floats(tensor).map(\.bitPattern) == want.bits, "\(tensor)")
    }
    try file.requireFinite()
  }

  @Test func readsIntegers() throws {
    let file = try WeightsFile(Fixture.path("integers.safetensors"))
    let expected = try #require(try Fixture.expected()["integers"])
    for (tensor, want) in expected {
      #expect(try file.integers(tensor).map(String.init) == want.values)
    }
    #expect(file.metadata == ["kind": "mixed"])
    let float = thrown(WeightsError.self) { _ = try file.floats("int32") }
    #expect(float?.reason == .wrongElementType(expected: "F32, F16 or BF16", found: .int32))
    let integer = thrown(WeightsError.self) { _ = try file.integers("weight") }
    #expect(integer?.reason == .wrongElementType(expected: "I32 or I64", found: .float32))
  }

  @Test func namesTheNearestTensor() throws {
    let file = try WeightsFile(Fixture.path("f32.safetensors"))
    let error = thrown(WeightsError.self) { _ = try file.tensor("shared.wieght") }
    #expect(error?.reason == .missingTensor(nearest: "shared.weight"))
    #expect(error?.description.hasSuffix("Is 'shared.weight' meant?") == true)
  }

  @Test func refusesMemoryOfAnotherSize() throws {
    let file = try WeightsFile(Fixture.path("f32.safetensors"))
    var memory = [Float](repeating: 0, count: 3)
    let error = thrown(WeightsError.self) {
      try memory.withUnsafeMutableBufferPointer { try file.readFloats("edge", into: $0) }
    }
    #expect(error?.reason == .wrongElementCount(expected: 8, found: 3))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func namesTheFirstWeightThatIsNotFinite(value: Float) throws {
    let folder = try TemporaryFolder()
    var values = [Float](repeating: 1, count: 3 * 5000)
    values[5000 + 17] = value
    values[9000] = .nan
    try SafetensorsWriter().write(
      [NamedTensor("a", shape: [2], values: [0, 1]), NamedTensor("b", shape: [3, 5000], values: values)],
      to: folder.file("x"))
    let file = try WeightsFile(folder.file("x"))
    let error = thrown(WeightsError.self) { try file.requireFinite() }
    #expect(
      error
        == WeightsError(folder.file("x"), tensor: "b", .notFinite(position: [1, 17], value: value)))
    #expect(error?.category == .data)
  }

  /// Tensors of several chunks, read by several threads: whole, in part, piece by piece, and with a bad value anywhere.
  @Test(arguments: SafetensorsWriter.Precision.allCases)
  func tensorsOfManyChunks(precision: SafetensorsWriter.Precision) throws {
    let folder = try TemporaryFolder()
    let count = 1_000_003
    // Exact in bfloat16.
    var values = (0..<count).map { Float($0 % 256) }
    let writer = SafetensorsWriter(precision: precision)
    try writer.write(
      [.init("a", shape: [3], values: [1, 2, 3]), .init("b", shape: [count], values: values)],
      to: folder.file("x"))
    let file = try WeightsFile(folder.file("x"))
    #expect(try file.floats("b") == values)
    var part = [Float](repeating: 0, count: 600_000)
    try part.withUnsafeMutableBufferPointer {
      try file.readFloats("b", range: 300_001..<900_001, into: $0, requiringFinite: true)
    }
    #expect(part[...] == values[300_001..<900_001])
    var pieces: [Float] = []
    try file.withFinitePieces(of: "b") { pieces += $0 }
    #expect(pieces == values)
    for bad in [[count - 1], [900_000, 262_144], [262_143, 262_144, 0]] {
      var copy = values
      for index in bad { copy[index] = .infinity }
      try writer.write([.init("b", shape: [count], values: copy)], to: folder.file("y"))
      let damaged = try WeightsFile(folder.file("y"))
      let first = bad.min() ?? 0
      let error = thrown(WeightsError.self) {
        try copy.withUnsafeMutableBufferPointer {
          try damaged.readFloats("b", into: $0, requiringFinite: true)
        }
      }
      #expect(error?.reason == .notFinite(position: [first], value: .infinity))
      try FileManager.default.removeItem(atPath: folder.file("y"))
    }
    values = []
    let outside = thrown(WeightsError.self) {
      try part.withUnsafeMutableBufferPointer { try file.readFloats("a", range: 1..<600_001, into: $0) }
    }
    #expect(outside?.reason == .wrongElementCount(expected: 2, found: 600_000))
  }

  @Test func noticesThatTheFileBecameShorter() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(contents(Fixture.path("f32.safetensors")), to: "x")
    let file = try WeightsFile(path)
    try FileHandle(forUpdating: URL(fileURLWithPath: path)).truncate(atOffset: 100)
    #expect(thrown(FileError.self) { _ = try file.floats("edge") }?.category == .inputOutput)
  }

  @Test func missingFileAndFolder() throws {
    let folder = try TemporaryFolder()
    #expect(thrown(FileError.self) { _ = try WeightsFile(folder.file("none")) }?.category == .data)
    #expect(thrown(FileError.self) { _ = try WeightsFile(folder.path) }?.category == .data)
  }
}
