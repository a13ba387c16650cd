import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

/// The tensors of `f32.safetensors`.
func referenceTensors() throws -> [NamedTensor] {
  let file = try WeightsFile(Fixture.path("f32.safetensors"))
  return try file.tensors.map { NamedTensor($0.name, shape: $0.shape, values: try file.floats($0.name)) }
}

@Suite struct SafetensorsWriterTests {
  @Test func writesTheBytesOfTheReferenceInAnyOrder() throws {
    let folder = try TemporaryFolder()
    let tensors = try referenceTensors()
    try SafetensorsWriter().write(tensors, to: folder.file("a"))
    try SafetensorsWriter().write(tensors.reversed(), to: folder.file("b"))
    let expected = try contents(Fixture.path("f32.safetensors"))
    #expect(try contents(folder.file("a")) == expected)
    #expect(try contents(folder.file("b")) == expected)
  }

  @Test func roundsToTheBFloat16OfTheReference() throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter(precision: .bfloat16).write(referenceTensors(), to: folder.file("a"))
    #expect(try contents(folder.file("a")) == contents(Fixture.path("bf16.safetensors")))
  }

  @Test func keepsEveryBitPattern() throws {
    let folder = try TemporaryFolder()
    let values = [0, 0x8000_0000, 0x7F80_0001, 0x7FC1_2345, 0xFFFF_FFFF, 1, 0x7F80_0000].map(
      Float.init(bitPattern:))
    try SafetensorsWriter().write([NamedTensor("a", shape: [7], values: values)], to: folder.file("a"))
    let read = try WeightsFile(folder.file("a")).floats("a")
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test(arguments: ["plain", "a\"quote\\", "naïve/ünïcode 😀", "", "line\nbreak\u{1}"])
  func keepsNames(name: String) throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter().write([NamedTensor(name, shape: [], values: [1])], to: folder.file("a"))
    let file = try WeightsFile(folder.file("a"))
    #expect(file.tensors.map(\.name) == [name])
    #expect(try file.tensor(name).byteRange.lowerBound % 8 == 0)
  }

  @Test func noTensorsAtAll() throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter().write([], to: folder.file("a"))
    #expect(try WeightsFile(folder.file("a")).tensors.isEmpty)
  }

  @Test(arguments: [1, 100, 200, 300, 10_000])
  func shardsHoldTheSame(largest: Int) throws {
    let folder = try TemporaryFolder()
    let names = try SafetensorsWriter().write(referenceTensors(), toFolder: folder.path, largestFile: largest)
    #expect(names.sorted() == TestSupport.names(in: folder.path))
    let archive = try WeightsArchive(folder: folder.path)
    for tensor in try referenceTensors() {
      try tensor.withValues { values in
        let found = try archive.floats(tensor.name)
        #expect(found.map(\.bitPattern) == values.map(\.bitPattern))
      }
    }
    for file in archive.files where file.tensors.count(where: { $0.elementCount > 0 }) > 1 {
      #expect(file.tensors.map(\.byteRange.count).reduce(0, +) <= largest)
    }
  }

  struct Refused: Sendable {
    let tensors: @Sendable () -> [NamedTensor]
    let reason: WeightsError.Reason
  }

  @Test(arguments: [
    Refused(
      tensors: { [.init("a", shape: [1], values: [1]), .init("a", shape: [], values: [1])] },
      reason: .duplicateName),
    Refused(tensors: { [.init("__metadata__", shape: [], values: [1])] }, reason: .duplicateName),
    Refused(
      tensors: { [.init("a", shape: [2], values: [1])] }, reason: .wrongValueCount(expected: 2, found: 1)),
    Refused(tensors: { [.init("a", shape: [2]) { _ in }] }, reason: .wrongValueCount(expected: 2, found: 0)),
    Refused(tensors: { [.init("a", shape: [-2], values: [1])] }, reason: .impossibleShape([-2])),
    Refused(
      tensors: {
        [
          .init("a", shape: [.max / 8], values: []), .init("b", shape: [.max / 8], values: []),
          .init("c", shape: [.max / 8], values: []),
        ]
      },
      reason: .impossibleShape([.max / 8])),
  ])
  func refusesWhatItCannotWrite(_ refused: Refused) throws {
    let folder = try TemporaryFolder()
    for writer in [SafetensorsWriter(), SafetensorsWriter(precision: .bfloat16)] {
      let error = thrown(WeightsError.self) { try writer.write(refused.tensors(), to: folder.file("a")) }
      if writer.precision == .float32 { #expect(error?.reason == refused.reason) }
      #expect(names(in: folder.path) == [])
    }
  }

  @Test(arguments: SafetensorsWriter.Precision.allCases)
  func valuesMayComeInPieces(precision: SafetensorsWriter.Precision) throws {
    let folder = try TemporaryFolder()
    let values = (0..<600_000).map { Float($0) * 1.001 }
    let pieces = NamedTensor("a", shape: [600, 1000]) { body in
      for end in [1, 2, 5000, 299_999, 600_000] {
        let start = [1: 0, 2: 1, 5000: 2, 299_999: 5000, 600_000: 299_999][end] ?? 0
        try values[start..<end].withUnsafeBufferPointer(body)
      }
    }
    let writer = SafetensorsWriter(precision: precision)
    try writer.write([pieces], to: folder.file("a"))
    try writer.write([NamedTensor("a", shape: [600, 1000], values: values)], to: folder.file("b"))
    #expect(try contents(folder.file("a")) == contents(folder.file("b")))
    let tooMany = NamedTensor("a", shape: [3]) { body in
      for _ in 0..<2 { try [1, 2].withUnsafeBufferPointer(body) }
    }
    let error = thrown(WeightsError.self) { try writer.write([tooMany], to: folder.file("c")) }
    #expect(error?.reason == .wrongValueCount(expected: 3, found: 4))
  }

  @Test func neverWritesOverAFile() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "a")
    let error = thrown(FileError.self) {
      try SafetensorsWriter().write(referenceTensors(), to: folder.file("a"))
    }
    #expect(error?.category == .inputOutput)
    #expect(try contents(folder.file("a")) == [1])
  }
}
