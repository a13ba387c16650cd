import Diagnostics
import Foundation
import Testing

@testable import Storage

@Suite struct MalformedHDF5Tests {
  struct Misread: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let read: @Sendable (HDF5File) throws -> Void
    let object: String
    let reason: HDF5Error.Reason

    init(
      _ name: String, object: String, _ reason: HDF5Error.Reason,
      _ read: @escaping @Sendable (HDF5File) throws -> Void
    ) {
      (testDescription, self.read, self.object, self.reason) = (name, read, object, reason)
    }
  }

  @Test(arguments: [
    Misread("missing dataset", object: "none", .missing) { _ = try $0.array("none", of: Float.self) },
    Misread("missing group", object: "none/x", .missing) { _ = try $0.array("none/x", of: Float.self) },
    Misread("missing below a group", object: "group/x", .missing) { _ = try $0.dataset("group/x") },
    Misread("missing attribute", object: "/@none", .missing) { _ = try $0.text("none", of: "/") },
    Misread("group for dataset", object: "group", .wrongType(expected: "a dataset", found: "a group")) {
      _ = try $0.dataset("group")
    },
    Misread(
      "doubles as floats", object: "doubles", .wrongType(expected: "32-bit floats", found: "64-bit floats")
    ) {
      _ = try $0.array("doubles", of: Float.self)
    },
    Misread("text as numbers", object: "text", .wrongType(expected: "numbers", found: "text")) {
      _ = try $0.dataset("text")
    },
    Misread(
      "another byte order", object: "big_endian",
      .wrongType(expected: "numbers", found: "32-bit floats of another kind")
    ) { _ = try $0.dataset("big_endian") },
    Misread("more numbers than bytes", object: "unwritten", .impossibleSize([1 << 40])) {
      _ = try $0.array("unwritten", of: Float.self)
    },
    Misread("memory of another size", object: "doubles", .wrongElementCount(expected: 2, found: 3)) { file in
      var memory = [0.0, 0]
      try memory.withUnsafeMutableBufferPointer { try file.read("doubles", into: $0) }
    },
    Misread("text as number", object: "/@text", .wrongType(expected: "64-bit floats", found: "text")) {
      _ = try $0.attribute("text", of: "/", as: Double.self)
    },
    Misread(
      "number as text", object: "/@number",
      .wrongType(expected: "a text of fixed length", found: "64-bit floats")
    ) {
      _ = try $0.text("number", of: "/")
    },
    Misread(
      "variable text", object: "/@variable", .wrongType(expected: "a text of fixed length", found: "text")
    ) {
      _ = try $0.text("variable", of: "/")
    },
    Misread("list for number", object: "/@list", .wrongElementCount(expected: 1, found: 3)) {
      _ = try $0.attribute("list", of: "/", as: Int64.self)
    },
    Misread("empty name", object: "", .badName) { _ = try $0.dataset("") },
    Misread("name with a dot", object: "group/./floats", .badName) { _ = try $0.dataset("group/./floats") },
    Misread("name with NUL", object: "group\0", .badName) { _ = try $0.dataset("group\0") },
  ])
  func isNamed(_ misread: Misread) throws {
    let file = try HDF5File(reading: Fixture.path("reference.h5"))
    let error = try #require(thrown(HDF5Error.self) { try misread.read(file) })
    #expect(error == HDF5Error(Fixture.path("reference.h5"), object: misread.object, misread.reason))
    #expect(!error.problem.isEmpty)
  }

  @Test(arguments: [0, 1, 8, 100, 500, 2000])
  func truncatedFiles(count: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(contents(Fixture.path("reference.h5")).prefix(count), to: "x.h5")
    let error = try #require(thrown(HDF5Error.self) { _ = try HDF5File(reading: path) })
    guard case .cannotOpen(let message) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(!message.isEmpty && error.category == .data)
  }

  @Test(
    arguments: [
      ([-1], .badShape([-1], valueCount: 1)), ([2], .badShape([2], valueCount: 1)),
      ([Int](repeating: 1, count: 33), .badShape([Int](repeating: 1, count: 33), valueCount: 1)),
    ] as [([Int], HDF5Error.Reason)])
  func shapesThatCannotBeWritten(shape: [Int], reason: HDF5Error.Reason) throws {
    let folder = try TemporaryFolder()
    let file = try HDF5File(creating: folder.file("x"))
    let error = thrown(HDF5Error.self) {
      try [Float(1)].withUnsafeBufferPointer { try file.write("a", shape: shape, values: $0) }
    }
    #expect(error?.reason == reason)
  }

  @Test func namesThatAreTaken() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x")
    let file = try HDF5File(creating: path)
    func write(_ name: String) throws {
      try [Float(1)].withUnsafeBufferPointer { try file.write(name, shape: [], values: $0) }
    }
    try write("a")
    for name in ["a", "a/b"] {
      let error = try #require(thrown(HDF5Error.self) { try write(name) })
      guard case .cannotWrite = error.reason else {
        Issue.record("\(error)")
        continue
      }
      #expect(error.category == .inputOutput)
    }
    #expect(thrown(FileError.self) { _ = try HDF5File(creating: path) }?.category == .inputOutput)
    let long = String(repeating: "x", count: HDF5File.longestAttributeText + 1)
    for text in [long, "a\0b"] {
      let error = thrown(HDF5Error.self) { try file.setAttribute("t", of: "/", to: text) }
      #expect(error?.reason == .badText(byteCount: text.utf8.count))
    }
  }
}
