import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Storage

/// Thousands of damaged and crafted files: each is refused by a typed error or read as what it is, and none ends the process,
/// takes much memory, or has no end.
@Suite struct MutatedHDF5Tests {
  private let folder: TemporaryFolder
  private let mutations: HDF5Mutations
  private let digest: HDF5Digest
  /// The numbers that lie one after the other: a change to them is another file, and no damage.
  private let numbers: Range<Int>

  /// A file of everything that is written: links and attributes in headers and in heaps, all layouts, all types.
  init() throws {
    folder = try TemporaryFolder()
    let file = try HDF5Writer(creating: folder.file("x.h5"))
    for number in 0..<9 { try file.createGroup("group/member \(number)") }
    for number in 0..<9 { try file.setAttribute("attribute \(number)", of: "group", to: Int64(number)) }
    try file.setAttribute("text", of: "/", to: "naïve")
    try file.setAttribute("number", of: "/", to: 0.5)
    let values = (0..<64).map { Float($0) + 0.25 }
    try values.withUnsafeBufferPointer { try file.write("floats", shape: [8, 8], values: $0) }
    let integers = (0..<70).map { Int32($0 * $0) }
    try integers.withUnsafeBufferPointer {
      try file.write("pieces", shape: [35, 2], values: $0, layout: .checked(level: 1, rows: 8))
    }
    try [UInt8](0..<50).withUnsafeBufferPointer {
      try file.write("deep/deflated", shape: [50], values: $0, layout: .deflated(level: 1))
    }
    try file.close()
    let written = try contents(folder.file("x.h5"))
    mutations = HDF5Mutations(written)
    digest = try HDF5Digest(folder.file("x.h5"))
    let bytes = values.withUnsafeBytes { Array($0) }
    let start = written.indices.first { written[$0...].starts(with: bytes) } ?? 0
    numbers = start..<start + bytes.count
  }

  /// What reading a file comes to; `nil` where it is refused with its name and as data that are wrong.
  private func read(_ bytes: [UInt8]) throws -> HDF5Digest? {
    let path = try folder.write(bytes, to: "y.h5")
    do {
      return try HDF5Digest(path, mostBytes: 1100 * bytes.count)
    } catch let error as HDF5Error {
      #expect(error.category == .data && error.path == path && !error.problem.isEmpty)
      return nil
    }
  }

  @Test func everyPieceIsFound() {
    #expect(numbers.lowerBound > 0 && mutations.pieceCount > 20)
    #expect(mutations.guarded.count > mutations.original.count / 3)
  }

  /// Damage by chance is never read as something else.
  @Test func changedBytesAreRefusedOrMeanNothing() throws {
    var refused = 0
    for place in mutations.original.indices where !numbers.contains(place) {
      // Every bit of the head, elsewhere one of each byte's.
      for bit in place < 48 ? Array(0..<8) : [place % 8] {
        let byte = mutations.original[place] ^ UInt8(1 << bit)
        let found = try read(mutations.replacing(at: place, with: [byte], isRepaired: false))
        if found == nil { refused += 1 } else { #expect(found == digest, "byte \(place)") }
      }
    }
    #expect(refused > mutations.guarded.count)
  }

  @Test func cutFilesAreRefused() throws {
    for count in stride(from: 0, to: mutations.original.count, by: 7) {
      #expect(try read(Array(mutations.original.prefix(count))) == nil)
      #expect(try read(mutations.cut(to: count)) == nil)
    }
    #expect(try read(mutations.original + [0]) == nil)
  }

  /// Every byte behind a checksum, to values that sizes and counts go wrong with, the checksum set right.
  @Test func craftedBytesDoNoHarm() throws {
    var refused = 0
    for place in mutations.guarded {
      let value: [UInt8] = [0xFF, 0x00, 0x7F, mutations.original[place] ^ 1, mutations.original[place] &+ 1]
      let byte = value[place % 5]
      if try read(mutations.replacing(at: place, with: [byte], isRepaired: true)) == nil { refused += 1 }
    }
    #expect(refused > 500)
  }

  @Test func craftedFilesDoNoHarm() throws {
    var generator = SeededGenerator(state: 11)
    var refused = 0
    for _ in 0..<2000 where try read(mutations.random(&generator)) == nil { refused += 1 }
    #expect(refused > 1000)
  }

  /// A group that is its own member, and a file of groups within groups.
  @Test func groupsWithoutEnd() throws {
    let file = try HDF5Writer(creating: folder.file("z.h5"))
    try file.createGroup("a")
    try file.close()
    let bytes = try contents(folder.file("z.h5"))
    let own = HDF5Mutations(bytes)
    // The link's address comes right behind its name, and the root's header is at 48.
    let link = try #require(bytes.indices.first { bytes[$0...].starts(with: [1, 0, 1, 97]) })
    let found = own.replacing(at: link + 4, with: [48, 0, 0, 0, 0, 0, 0, 0], isRepaired: true)
    let path = try folder.write(found, to: "y.h5")
    let error = thrown(HDF5Error.self) { _ = try HDF5File(reading: path) }
    #expect(error?.reason == .foreign("an object of two names", offset: 48) && error?.object == "a")
  }
}
