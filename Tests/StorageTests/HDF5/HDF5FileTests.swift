import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Storage

@Suite struct HDF5FileTests {
  @Test func readsFilesOfTheReference() throws {
    let file = try HDF5File(reading: Fixture.path("reference.h5"))
    #expect(try file.dataset("group/floats") == HDF5Dataset(kind: .float32, shape: [3, 4], elementCount: 12))
    #expect(try file.array("group/packed", of: Float.self) == (0..<4096).map(Float.init))
    let doubles = try file.array("doubles", of: Double.self)
    #expect(doubles[0] == 1.5 && doubles[1].isNaN && doubles[2] == -.infinity)
    #expect(try file.array("integers", of: Int64.self) == [.min, .max])
    #expect(String(decoding: try file.array("bytes", of: UInt8.self), as: UTF8.self) == "naïve")
    #expect(try file.attribute("number", of: "/", as: Double.self) == 0.1)
    #expect(try file.attribute("count", of: "/", as: Int64.self) == -3)
    #expect(try file.attribute("seed", of: "/", as: UInt64.self) == .max)
    #expect(try file.text("text", of: "/") == "fixed")
    #expect(try file.attributeNames(of: "/") == ["count", "number", "seed", "text"])
    #expect(try file.datasets(below: "group") == ["cube", "floats", "packed"])
    #expect(try file.array("group/cube", of: Int32.self) == (0..<1001).map(Int32.init))
    #expect(try file.array("group/cube", of: Int32.self, rows: 3..<6) == (273..<546).map(Int32.init))
    #expect(try file.array("raw", of: UInt8.self) == (0..<101).map(UInt8.init))
    #expect(try file.attributeNames(of: "many").count == 80)
    for number in 0..<80 {
      #expect(try file.attribute("attribute \(number)", of: "many", as: Int64.self) == Int64(number))
      #expect(try file.contains("many/member \(number)"))
    }
  }

  private static func roundTrip<Element: HDF5Element>(
    _ values: [Element], shape: [Int], _ layout: HDF5Layout, bytes: ([Element]) -> [UInt8]
  ) throws {
    let folder = try TemporaryFolder()
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    try values.withUnsafeBufferPointer { try file.write("a/b/c", shape: shape, values: $0, layout: layout) }
    try file.close()
    let opened = try HDF5File(reading: folder.file("x.h5"))
    #expect(try opened.dataset("a/b/c").shape == shape)
    #expect(bytes(try opened.array("a/b/c", of: Element.self)) == bytes(values))
  }

  @Test(arguments: [HDF5Layout.contiguous, .deflated(level: 1), .deflated(level: 99)])
  func everyBitComesBack(layout: HDF5Layout) throws {
    var generator = SeededGenerator(state: 3)
    // All kinds of NaN are among random bits.
    let floats = (0..<6000).map { _ in Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
    }
    let doubles = (0..<600).map { _ in
      Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator))
    }
    let integers = (0..<600).map { _ in Int64.random(in: Int64.min...Int64.max, using: &generator) }
    func raw<Element>(_ values: [Element]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
    try Self.roundTrip(floats, shape: [2, 3000], layout, bytes: raw)
    try Self.roundTrip(doubles, shape: [600], layout, bytes: raw)
    try Self.roundTrip(integers, shape: [20, 30, 1], layout, bytes: raw)
    try Self.roundTrip([UInt8](0...255), shape: [256], layout, bytes: raw)
    try Self.roundTrip([Float(1)], shape: [], layout, bytes: raw)
    try Self.roundTrip([Float](), shape: [3, 0], layout, bytes: raw)
  }

  @Test(arguments: [
    ([10], [10]), ([1 << 20], [1 << 18]), ([512, 1024], [256, 1024]), ([3, 1 << 19], [1, 1 << 18]),
    ([0, 4], [1, 4]),
  ])
  func chunksAreBounded(shape: [Int], chunk: [Int]) {
    #expect(HDF5Layout.chunkShape(shape) == chunk)
  }

  @Test func rowsAreReadAlone() throws {
    let folder = try TemporaryFolder()
    let values = (0..<3000).map { Int32($0 * 7) }
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    try values.withUnsafeBufferPointer {
      try file.write("flat", shape: [3000], values: $0, layout: .checked(level: 1, rows: 256))
      try file.write("table", shape: [1000, 3], values: $0, layout: .checked(level: 1, rows: 256))
    }
    try [Int32]().withUnsafeBufferPointer {
      try file.write("empty", shape: [0], values: $0, layout: .checked(level: 1, rows: 256))
    }
    try file.close()
    let opened = try HDF5File(reading: folder.file("x.h5"))
    for rows in [0..<0, 0..<1, 250..<260, 0..<1000, 999..<1000] {
      #expect(try opened.array("flat", of: Int32.self, rows: rows) == Array(values[rows]))
      let table = try opened.array("table", of: Int32.self, rows: rows)
      #expect(table == Array(values[rows.lowerBound * 3..<rows.upperBound * 3]))
    }
    #expect(try opened.array("empty", of: Int32.self, rows: 0..<0) == [])
    #expect(thrown(HDF5Error.self) { _ = try opened.array("table", of: Int32.self, rows: 5..<1001) } != nil)
  }

  /// Every byte of the numbers' pieces is guarded, and what their index says is checked.
  @Test func changedPiecesAreFound() throws {
    let folder = try TemporaryFolder()
    let values = (0..<2000).map { Int32(truncatingIfNeeded: $0 &* 2_654_435_761) }
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    try values.withUnsafeBufferPointer {
      try file.write("a", shape: [2000], values: $0, layout: .checked(level: 1, rows: 500))
    }
    try file.close()
    let original = try contents(folder.file("x.h5"))
    for place in stride(from: 0, to: original.count, by: 37) {
      var bytes = original
      bytes[place] ^= 1
      let path = try folder.write(bytes, to: "y.h5")
      let read = try? HDF5File(reading: path).array("a", of: Int32.self, rows: 0..<2000)
      #expect(read == nil || read == values, "byte \(place)")
    }
  }

  @Test func attributesComeBack() throws {
    let folder = try TemporaryFolder()
    let payload = Double(bitPattern: 0x7FF0_0000_DEAD_BEEF)
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    try file.createGroup("g")
    try file.setAttribute("payload", of: "g", to: payload)
    try file.setAttribute("zero", of: "/", to: -0.0)
    let texts = ["", "naïve 😀", String(repeating: "x", count: HDF5Writer.longestAttributeText)]
    for (index, text) in texts.enumerated() { try file.setAttribute("text\(index)", of: "g", to: text) }
    for index in 0..<300 { try file.setAttribute("many \(index)/x", of: "/", to: Int64(index)) }
    try file.close()
    let opened = try HDF5File(reading: folder.file("x.h5"))
    #expect(try opened.attribute("payload", of: "g", as: Double.self).bitPattern == payload.bitPattern)
    #expect(try opened.attribute("zero", of: "/", as: Double.self).sign == .minus)
    for (index, text) in texts.enumerated() { #expect(try opened.text("text\(index)", of: "g") == text) }
    #expect(try opened.attributeNames(of: "/").count == 301)
    #expect(try opened.attribute("many 299/x", of: "/", as: Int64.self) == 299)
  }

  /// Groups of so many members and attributes that their heaps have rows within rows, and their indices three heights.
  @Test func manyOfAllKindsComeBack() throws {
    let folder = try TemporaryFolder()
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    let text = String(repeating: "y", count: 1500)
    for number in 0..<2500 { try file.createGroup("groups/member \(number) \(text.prefix(number % 300))") }
    for number in 0..<300 { try file.setAttribute("\(number)", of: "groups", to: text) }
    try file.close()
    let opened = try HDF5File(reading: folder.file("x.h5"))
    for number in 0..<2500 {
      #expect(try opened.contains("groups/member \(number) \(text.prefix(number % 300))"))
    }
    #expect(try !opened.contains("groups/member 2500 \(text.prefix(100))"))
    for number in 0..<300 { #expect(try opened.text("\(number)", of: "groups") == text) }
    #expect(try opened.attributeNames(of: "groups").count == 300 && opened.datasets(below: "groups") == [])
  }

  @Test func twoThreadsWithTwoFiles() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          for round in 0..<10 {
            try Self.roundTrip(
              [Float](repeating: Float(number * round), count: 100), shape: [100], .contiguous
            ) {
              $0.withUnsafeBytes { Array($0) }
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func aClosedFileIsAnError() throws {
    let folder = try TemporaryFolder()
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    try file.close()
    try file.close()
    #expect(thrown(HDF5Error.self) { try file.createGroup("a") } != nil)
  }
}
