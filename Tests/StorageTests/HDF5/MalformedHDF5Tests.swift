import Diagnostics
import Foundation
import Testing
import TestSupport

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
    Misread("more numbers than bytes", object: "unwritten", .impossibleSize([1 << 10])) {
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
      .wrongType(expected: "a text", found: "64-bit floats")
    ) {
      _ = try $0.text("number", of: "/")
    },
    Misread("empty name", object: "", .badName) { _ = try $0.dataset("") },
    Misread("name with a dot", object: "group/./floats", .badName) { _ = try $0.dataset("group/./floats") },
    Misread("name with NUL", object: "group\0", .badName) { _ = try $0.dataset("group\0") },
    Misread("rows that are not there", object: "raw", .wrongElementCount(expected: 102, found: 101)) {
      _ = try $0.array("raw", of: UInt8.self, rows: 100..<102)
    },
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

  /// What others write into HDF5 files is refused by its name, with the object and the place.
  @Test(
    arguments: [
      ("earliest", nil, "superblock of version 0", 8), ("latest", nil, "superblock of version 3", 8),
      ("soft-link", "/", "a soft link", 90), ("external-link", "/", "an external link", 90),
      ("two-names", "b", "a count of references", 214), ("committed-type", "a", "a shared message", 262),
      ("big-endian", "a", "32-bit floats of another kind", 215),
      ("half", "a", "16-bit floats of another kind", 215), ("compound", "a", "compound values", 215),
      ("variable-text", "a", "values of variable length", 199), ("enumeration", "a", "an enumeration", 215),
      ("array-type", "a", "arrays as values", 215), ("reference", "a", "references", 199),
      ("text-dataset", "a", "a dataset of texts", 207), ("compact", "a", "values within the header", 247),
      ("external-values", "a", "values in external files", 241),
      ("lzf", "a", "a filter of number 32000", 247),
      ("scale-offset", "a", "a filter of number 6", 239), ("may-grow", "a", "a dataset that may grow", 211),
      ("list-attribute", "/", "an attribute of many values", 152),
      ("variable-attribute", "/", "values of variable length", 120),
      ("long-attribute", "/", "a heap with huge or tiny objects", 773),
      ("ordered", "a", "an object header with an order of creation or phases", 185),
    ] as [(String, String?, String, Int)])
  func whatOthersWriteIsNamed(name: String, object: String?, found: String, offset: Int) throws {
    let path = Fixture.path("foreign/\(name).h5")
    let error = try #require(thrown(HDF5Error.self) { _ = try HDF5File(reading: path) })
    #expect(error == HDF5Error(path, object: object, .foreign(found, offset: offset)))
    #expect(error.category == .data && error.problem.contains(found) && error.nextStep != nil)
  }

  @Test func aFileWithSomethingBeforeIt() throws {
    let path = Fixture.path("foreign/user-block.h5")
    let error = thrown(HDF5Error.self) { _ = try HDF5File(reading: path) }
    #expect(error?.reason == .cannotOpen("it does not begin as one"))
  }

  @Test(
    arguments: [
      ([-1], .badShape([-1], valueCount: 1)), ([2], .badShape([2], valueCount: 1)),
      ([Int](repeating: 1, count: 33), .badShape([Int](repeating: 1, count: 33), valueCount: 1)),
    ] as [([Int], HDF5Error.Reason)])
  func shapesThatCannotBeWritten(shape: [Int], reason: HDF5Error.Reason) throws {
    let folder = try TemporaryFolder()
    let file = try HDF5Writer(creating: folder.file("x"))
    let error = thrown(HDF5Error.self) {
      try [Float(1)].withUnsafeBufferPointer { try file.write("a", shape: shape, values: $0) }
    }
    #expect(error?.reason == reason)
  }

  @Test func namesThatAreTaken() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x")
    let file = try HDF5Writer(creating: path)
    func write(_ name: String) throws {
      try [Float(1)].withUnsafeBufferPointer { try file.write(name, shape: [], values: $0) }
    }
    try write("a")
    let deep = [String](repeating: "x", count: HDF5Name.deepest + 1).joined(separator: "/")
    for name in [String(repeating: "x", count: HDF5Name.longest + 1), deep] {
      #expect(thrown(HDF5Error.self) { try write(name) }?.reason == .badName)
    }
    for name in ["a", "a/b"] {
      let error = try #require(thrown(HDF5Error.self) { try write(name) })
      guard case .cannotWrite = error.reason else {
        Issue.record("\(error)")
        continue
      }
      #expect(error.category == .inputOutput)
    }
    #expect(thrown(FileError.self) { _ = try HDF5Writer(creating: path) }?.category == .inputOutput)
    let long = String(repeating: "x", count: HDF5Writer.longestAttributeText + 1)
    for text in [long, "a\0b"] {
      let error = thrown(HDF5Error.self) { try file.setAttribute("t", of: "/", to: text) }
      #expect(error?.reason == .badText(byteCount: text.utf8.count))
    }
  }
}
