import Diagnostics
import Foundation
import Storage

/// An open store: its tables in memory, its instances read when they are asked for.
final class StoreFile: @unchecked Sendable {
  let path: String
  let entries: [StoreEntry]
  private let file: RandomAccessFile
  private let index: [UInt64]
  private let hashes: [UInt64]
  private let fileSystem: FileSystem
  private let removesDamaged: Bool
  private let lock = NSLock()
  private var found: TaskDataError?
  /// Instances decoded last, each at the place that its number falls on.
  private var recent = [(key: Int, instance: Instance)?](repeating: nil, count: 512)

  /// Opens the store at `path` and checks its tables.
  /// - Parameter removesDamaged: whether the file goes where a block of it turns out to be damaged.
  /// - Throws: `FileError`, `TaskDataError.damagedStore`.
  init(_ path: String, fileSystem: FileSystem, removesDamaged: Bool = true) throws {
    self.path = path
    self.fileSystem = fileSystem
    self.removesDamaged = removesDamaged
    file = try RandomAccessFile(path, what: "stored instances")
    let trailerOffset = file.size - StoreLayout.trailerWords * 8
    guard trailerOffset >= 8 else { throw Self.damage(path, "it is too short") }
    guard
      let trailer = StoreTrailer(
        try Self.words(file, at: trailerOffset, count: StoreLayout.trailerWords), fileSize: file.size)
    else { throw Self.damage(path, "its end is not what was written") }
    let tables = UnsafeMutableRawBufferPointer.allocate(byteCount: trailer.tablesLength, alignment: 8)
    defer { tables.deallocate() }
    try file.read(at: trailer.indexOffset, into: tables)
    let bytes = UnsafeRawBufferPointer(tables)
    guard Checksum.of(bytes) == trailer.tablesChecksum else {
      throw Self.damage(path, "the checksum of its tables differs")
    }
    let indexLength = trailer.blockCount * StoreLayout.indexWords
    index = (0..<indexLength).map { bytes.load(fromByteOffset: $0 * 8, as: UInt64.self).littleEndian }
    hashes = (indexLength..<indexLength + trailer.hashCount * 2).map {
      bytes.load(fromByteOffset: $0 * 8, as: UInt64.self).littleEndian
    }
    var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes.suffix(trailer.headerLength)))
    do {
      entries = try reader.list { (reader) throws(MalformedBytes) in try StoreEntry(&reader) }
    } catch {
      throw Self.damage(path, "its task headers do not read")
    }
    guard isConsistent(trailer) else { throw Self.damage(path, "its tables contradict each other") }
  }

  private func isConsistent(_ trailer: StoreTrailer) -> Bool {
    for entry in entries {
      guard entry.blocks.upperBound <= trailer.blockCount, entry.hashes.upperBound <= trailer.hashCount,
        entry.blocks.isEmpty == (entry.count == 0), entry.count <= Int(UInt32.max) + 1
      else { return false }
      var (instance, rationales) = (-1, 0)
      for block in entry.blocks {
        let place = place(ofBlock: block)
        guard place.offset >= 8, place.length > 8, place.offset + place.length <= trailer.indexOffset,
          place.first > instance, place.first < entry.count, place.rationales >= rationales,
          instance >= 0 || place.first == 0
        else { return false }
        (instance, rationales) = (place.first, place.rationales)
      }
    }
    return true
  }

  private static func words(_ file: RandomAccessFile, at offset: Int, count: Int) throws -> [UInt64] {
    try withUnsafeTemporaryAllocation(byteCount: count * 8, alignment: 8) { buffer in
      try file.read(at: offset, into: buffer)
      return (0..<count).map { buffer.load(fromByteOffset: $0 * 8, as: UInt64.self).littleEndian }
    }
  }

  private static func damage(_ path: String, _ problem: String) -> TaskDataError {
    .damagedStore(path: path, problem: problem)
  }

  /// The first damage found, if any.
  var failure: TaskDataError? { lock.withLock { found } }

  /// The smallest input hashes of a task.
  func smallestHashes(of task: Int) -> [InputHash] {
    entries[task].hashes.map {
      InputHash(value: hashes[2 * $0], index: Int(truncatingIfNeeded: hashes[2 * $0 + 1]))
    }
  }
}

// MARK: - Blocks

extension StoreFile {
  private struct Place {
    let offset: Int
    let length: Int
    let first: Int
    let rationales: Int
  }

  private func place(ofBlock block: Int) -> Place {
    let start = block * StoreLayout.indexWords
    return Place(
      offset: Int(truncatingIfNeeded: index[start] & (1 << 60 - 1)), length: Int(index[start + 1] >> 32),
      first: Int(index[start + 1] & 0xFFFF_FFFF),
      rationales: Int(truncatingIfNeeded: index[start + 2] & (1 << 60 - 1)))
  }

  /// The last block of a task that fulfils a condition that its first one fulfils and none after one that
  /// does not.
  private func lastBlock(of task: Int, where condition: (Place) -> Bool) -> Int {
    var (low, high) = (entries[task].blocks.lowerBound, entries[task].blocks.upperBound)
    while high - low > 1 {
      let middle = (low + high) / 2
      if condition(place(ofBlock: middle)) { low = middle } else { high = middle }
    }
    return low
  }

  /// Calls `body` with the records of a block, one after the other, until it returns a result.
  private func scan<Result>(
    _ place: Place, _ body: (Int, UnsafeRawBufferPointer) throws(MalformedBytes) -> Result?
  ) -> Result? {
    withUnsafeTemporaryAllocation(byteCount: place.length, alignment: 8) { buffer in
      do {
        try file.read(at: place.offset, into: buffer)
        let records = UnsafeRawBufferPointer(rebasing: buffer.dropLast(8))
        let checksum = UInt64(
          littleEndian: buffer.loadUnaligned(fromByteOffset: records.count, as: UInt64.self))
        guard Checksum.of(records) == checksum else {
          note("the checksum of the block at byte \(place.offset) differs")
          return nil
        }
        var reader = ByteReader(records)
        var number = 0
        while !reader.isAtEnd {
          if let result = try body(number, reader.raw(reader.length())) { return result }
          number += 1
        }
        return nil
      } catch is MalformedBytes {
        note("the block at byte \(place.offset) does not read")
        return nil
      } catch {
        note((error as? FileError)?.problem ?? "\(error)")
        return nil
      }
    }
  }

  /// Remembers the first damage, and takes the file away, where it may, so that no later run uses it.
  private func note(_ problem: String) {
    let isFirst = lock.withLock {
      if found != nil { return false }
      found = .damagedStore(path: path, problem: problem)
      return true
    }
    if isFirst, removesDamaged { try? fileSystem.removeOne(path) }
  }

  /// An instance of a task; something without meaning where there is a failure.
  func instance(_ number: Int, of task: Int) -> Instance {
    let key = task &* 0x1_0000_0001 &+ number
    let slot = Int(truncatingIfNeeded: StableHash.mix(UInt64(truncatingIfNeeded: key)) % UInt64(recent.count))
    if let hit = lock.withLock({ recent[slot] }), hit.key == key { return hit.instance }
    let place = place(ofBlock: lastBlock(of: task) { $0.first <= number })
    let instance = scan(place) { position, record throws(MalformedBytes) in
      place.first + position == number ? try InstanceRecord.read(record) : nil
    }
    guard let instance else {
      note("an instance of '\(entries[task].task.name)' is missing")
      return Instance(input: "", references: [""])
    }
    lock.withLock { recent[slot] = (key, instance) }
    return instance
  }

  /// How many instances of a task before `number` have a rationale.
  func rationaleCount(before number: Int, of task: Int) -> Int {
    if entries[task].count == 0 { return 0 }
    let place = place(ofBlock: lastBlock(of: task) { $0.first <= number })
    var count = place.rationales
    _ = scan(place) { (position, record) throws(MalformedBytes) -> Bool? in
      if place.first + position >= number { return true }
      if InstanceRecord.hasRationale(record) { count += 1 }
      return nil
    }
    return count
  }

  /// The instance of a task that has a rationale and `rank` such instances before it.
  func indexOfRationale(rank: Int, of task: Int) -> Int {
    let place = place(ofBlock: lastBlock(of: task) { $0.rationales <= rank })
    var count = place.rationales
    let position = scan(place) { (position, record) throws(MalformedBytes) -> Int? in
      guard InstanceRecord.hasRationale(record) else { return nil }
      count += 1
      return count > rank ? position : nil
    }
    if position == nil { note("an instance of '\(entries[task].task.name)' is missing") }
    return place.first + (position ?? 0)
  }
}
