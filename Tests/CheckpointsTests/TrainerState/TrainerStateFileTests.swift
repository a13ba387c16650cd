import Diagnostics
import Foundation
import Storage
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct TrainerStateFileTests {
  private let state = TrainerState(
    step: 500, seed: .max,
    scalars: [
      "best": 0.1, "nan": Double(bitPattern: 0x7FF0_0000_DEAD_BEEF), "zero": -0.0, "loss/last": -.infinity,
      "ü": .leastNonzeroMagnitude,
    ],
    integers: ["position": .min, "patience": .max, "zero": 0],
    strings: [
      "recipe": String(repeating: "0123456789abcdef", count: 20_000), "empty": "", "a/b": "nul\0 and naïve 😀",
    ])

  private let tensors = [
    NamedTensor(
      "decoder/row", shape: [2, 3],
      values: [1, -0.0, .infinity, Float(bitPattern: 0x7F80_0001), .leastNonzeroMagnitude, 2]),
    NamedTensor("decoder/column", shape: [3], values: [4, 5, 6]),
    NamedTensor("scalar", shape: [], values: [7]),
    NamedTensor("empty", shape: [0], values: []),
  ]

  @Test(arguments: [HDF5Layout.contiguous, .deflated(level: 4)])
  func everyBitComesBack(layout: HDF5Layout) throws {
    let folder = try TemporaryFolder()
    try TrainerStateFile.write(state, tensors: tensors, to: folder.file("a"), layout: layout)
    let file = try TrainerStateFile(reading: folder.file("a"))
    #expect(file.state == state)
    #expect(file.state.scalars["nan"]?.bitPattern == 0x7FF0_0000_DEAD_BEEF)
    #expect(file.tensors.map(\.name) == ["decoder/column", "decoder/row", "empty", "scalar"])
    for tensor in tensors {
      #expect(file.tensors.contains(tensor.description))
      try tensor.withValues { values in
        var memory = [Float](repeating: 9, count: values.count)
        try memory.withUnsafeMutableBufferPointer { try file.readFloats(tensor.name, into: $0) }
        #expect(memory.map(\.bitPattern) == values.map(\.bitPattern))
      }
    }
  }

  @Test func theSameStateGivesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    try TrainerStateFile.write(state, tensors: tensors, to: folder.file("a"))
    // Times in the file would have another second now.
    Thread.sleep(forTimeInterval: 1.1)
    try TrainerStateFile.write(state, tensors: tensors.reversed(), to: folder.file("b"))
    #expect(try contents(folder.file("a")) == contents(folder.file("b")))
  }

  @Test func emptyState() throws {
    let folder = try TemporaryFolder()
    try TrainerStateFile.write(TrainerState(step: 0, seed: 0), tensors: [], to: folder.file("a"))
    let file = try TrainerStateFile(reading: folder.file("a"))
    #expect(file.state == TrainerState(step: 0, seed: 0) && file.tensors.isEmpty)
  }

  @Test func otherFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    try HDF5Writer(creating: folder.file("bare")).close()
    #expect(
      thrown(HDF5Error.self) { _ = try TrainerStateFile(reading: folder.file("bare")) }?.reason == .missing)
    let other = try HDF5Writer(creating: folder.file("other"))
    try other.setAttribute("format", of: "/", to: "something else")
    try other.setAttribute("formatVersion", of: "/", to: Int64(7))
    try other.close()
    let error = thrown(HDF5Error.self) { _ = try TrainerStateFile(reading: folder.file("other")) }
    #expect(error?.reason == .otherFormat("something else, version 7"))
    #expect(error?.category == .data)
  }

  @Test(
    arguments: [
      NamedTensor("a//b", shape: [], values: [1]), NamedTensor("", shape: [], values: [1]),
      NamedTensor("a", shape: [2], values: [1]), NamedTensor("a", shape: [1]) { _ in },
      NamedTensor("a", shape: [1]) { _ in throw FileError.empty(path: "x", what: "y") },
      NamedTensor("scalar", shape: [], values: [1]),
    ].map(Unchecked.init))
  func failuresLeaveNoFile(bad: Unchecked) throws {
    let folder = try TemporaryFolder()
    #expect(throws: (any Error).self) {
      try TrainerStateFile.write(state, tensors: tensors + [bad.tensor], to: folder.file("a"))
    }
    #expect(names(in: folder.path) == [])
  }

  struct Unchecked: @unchecked Sendable {
    let tensor: NamedTensor
  }
}
