import Foundation
import Storage

/// Writes a store while its source is read; what it holds in memory is one open block and the tables of each
/// task.
final class StoreWriter {
  private struct Draft {
    var entry: StoreEntry
    let hasher: InputHasher
    var smallest = SmallestHashes(limit: StoreLayout.hashLimit)
    var digest = InstanceDigest()
    var block = ByteWriter()
    /// The first instance of the open block, and the rationales before it.
    var blockStart = (instance: 0, rationales: 0)
    var index: [UInt64] = []

    init(_ task: InstructionTask, hashedName: String) {
      entry = StoreEntry(task: task, hashedName: hashedName)
      hasher = InputHasher(task: hashedName, salt: 0)
    }
  }

  private let file: OutputFile
  private var drafts: [Draft] = []
  private var record = ByteWriter()
  private var pending = ByteWriter()
  private var offset = 0
  /// Instances so far.
  private(set) var count = 0

  /// Creates the file, in which nothing counts before `finish()`.
  /// - Throws: `FileError.refused`.
  init(creating path: String, fileSystem: FileSystem) throws {
    file = try OutputFile(creating: path, fileSystem: fileSystem)
    pending.append(word: StoreLayout.magic)
  }

  /// A task that was begun.
  subscript(task index: Int) -> InstructionTask {
    get { drafts[index].entry.task }
    set { drafts[index].entry.task = newValue }
  }

  func begin(_ task: InstructionTask) -> Int {
    var header = task
    header.instances = []
    drafts.append(Draft(header, hashedName: task.name))
    return drafts.count - 1
  }

  func skip(_ instance: SkippedInstance, of task: Int) {
    if drafts[task].entry.task.skipped.count < StoreLayout.skippedLimit {
      drafts[task].entry.task.skipped.append(instance)
    } else {
      drafts[task].entry.task.unlistedSkips[instance.reason, default: 0] += 1
    }
  }

  func append(_ instance: Instance, to task: Int) throws {
    record.removeAll()
    InstanceRecord.write(instance, to: &record)
    record.bytes.withUnsafeBytes { drafts[task].digest.add($0) }
    let hash = InputHash(value: drafts[task].hasher.hash(instance), index: drafts[task].entry.count)
    drafts[task].smallest.insert(hash)
    drafts[task].block.append(record.bytes.count)
    drafts[task].block.append(raw: record.bytes)
    drafts[task].entry.profile.add(instance)
    drafts[task].entry.count += 1
    count += 1
    if drafts[task].block.bytes.count >= StoreLayout.blockSize { try closeBlock(of: task) }
  }

  private func closeBlock(of task: Int) throws {
    if drafts[task].block.bytes.isEmpty { return }
    let start = drafts[task].blockStart
    let length = drafts[task].block.bytes.count + 8
    guard let short = UInt32(exactly: length), let first = UInt32(exactly: start.instance) else {
      throw TaskDataError.tooLargeToStore(task: drafts[task].entry.task.name)
    }
    drafts[task].index += [
      UInt64(offset + pending.bytes.count), UInt64(short) << 32 | UInt64(first), UInt64(start.rationales),
    ]
    let checksum = drafts[task].block.bytes.withUnsafeBytes { Checksum.of($0) }
    drafts[task].block.append(word: checksum)
    pending.append(raw: drafts[task].block.bytes)
    drafts[task].block.removeAll()
    drafts[task].blockStart = (drafts[task].entry.count, drafts[task].entry.profile.rationales)
    if pending.bytes.count >= 1 << 20 { try flush() }
  }

  private func flush() throws {
    try pending.bytes.withUnsafeBytes { try file.write($0) }
    offset += pending.bytes.count
    pending.removeAll()
  }

  /// Writes the tables and closes the file.
  /// - Throws: `FileError.refused`.
  func finish() throws {
    for task in drafts.indices { try closeBlock(of: task) }
    try flush()
    var trailer = StoreTrailer()
    trailer.indexOffset = offset
    var headers = ByteWriter()
    headers.append(drafts.count)
    for task in drafts.indices {
      let blocks = drafts[task].index.count / StoreLayout.indexWords
      for word in drafts[task].index { pending.append(word: word) }
      drafts[task].entry.blocks = trailer.blockCount..<(trailer.blockCount + blocks)
      trailer.blockCount += blocks
    }
    for task in drafts.indices {
      let smallest = drafts[task].smallest.sorted
      for hash in smallest {
        pending.append(word: hash.value)
        pending.append(word: UInt64(hash.index))
      }
      drafts[task].entry.hashes = trailer.hashCount..<(trailer.hashCount + smallest.count)
      trailer.hashCount += smallest.count
      drafts[task].entry.digest = drafts[task].digest.text
      drafts[task].entry.write(to: &headers)
    }
    trailer.headerLength = headers.bytes.count
    pending.append(raw: headers.bytes)
    trailer.tablesChecksum = pending.bytes.withUnsafeBytes { Checksum.of($0) }
    for word in trailer.words { pending.append(word: word) }
    try flush()
    try file.close()
  }
}

/// Hands what a source reads to a store.
struct StoringSink: TaskSink {
  let writer: StoreWriter
  /// Called now and then with the number of instances so far.
  let progress: (Int) -> Void

  subscript(task index: Int) -> InstructionTask {
    get { writer[task: index] }
    set { writer[task: index] = newValue }
  }

  mutating func begin(_ task: InstructionTask) -> Int { writer.begin(task) }

  mutating func append(_ instance: Instance, to task: Int) throws {
    try writer.append(instance, to: task)
    if writer.count & 0xF_FFFF == 0 { progress(writer.count) }
  }

  mutating func skip(_ instance: SkippedInstance, of task: Int) { writer.skip(instance, of: task) }
}
