import Foundation
import Storage

/// The tokenized examples of one task's first occurrences in a stream, in an HDF5 file of its own.
///
/// Read in pages, of which the last is kept. Damage is no error: what does not read is formatted again, which
/// gives the same example.
final class TokenFile: KeptExamples, @unchecked Sendable {
  /// What the attribute `format` says.
  static let format = "flan-train tokens"
  /// The layout's version, in the attribute `formatVersion`.
  static let version: Int64 = 1
  /// Occurrences that are read together.
  static let pageSize = 32
  /// Columns of `records`: where inputs, targets, exemplars and references start; the instance; the kind; the
  /// checksum of the example, since HDF5's own do not guard its index of pieces.
  static let columns = 7

  let path: String
  /// Occurrences in the file.
  let count: Int
  private let task: InstructionTask
  private let vocabularySize: Int
  private let kinds: [Provenance]
  private let lock = NSLock()
  private var page: (number: Int, examples: [TokenizedExample])?
  /// Told once that the file is damaged or stale.
  private let onDamage: @Sendable (TokenFile) -> Void
  private var isChecked = false
  private var isRefused = false
  private var isTold = false

  /// Opens the file at `path` and reads what is common to its examples.
  /// - Throws: `FileError`, `HDF5Error`, `DecodingError`.
  init(
    _ path: String, task: InstructionTask, vocabularySize: Int,
    onDamage: @escaping @Sendable (TokenFile) -> Void = { _ in }
  ) throws {
    self.path = path
    self.task = task
    self.vocabularySize = vocabularySize
    self.onDamage = onDamage
    let file = try HDF5File(reading: path)
    let (format, version) = (
      try file.text("format", of: "/"), try file.attribute("formatVersion", of: "/", as: Int64.self)
    )
    guard format == Self.format, version == Self.version else {
      throw HDF5Error(path, .otherFormat("\(format), version \(version)"))
    }
    let shape = try file.dataset("records").shape
    guard shape.count == 2, shape[1] == Self.columns, shape[0] > 0 else {
      throw HDF5Error(path, object: "records", .badShape(shape, valueCount: 0))
    }
    count = shape[0] - 1
    kinds = try JSONDecoder().decode([Provenance].self, from: Data(file.array("kinds", of: UInt8.self)))
  }

  /// The example of an occurrence; `nil` where it is not in the file, or the file cannot be relied on.
  /// - Parameter format: makes the example anew; once for each file, what is read is held against it.
  func example(_ occurrence: Int, format: () throws -> TokenizedExample) rethrows -> TokenizedExample? {
    guard let example = lock.withLock({ read(occurrence) }) else {
      tellDamage()
      return nil
    }
    if lock.withLock({ isChecked }) { return example }
    let expected = try format()
    var found = example
    found.provenance.position = expected.provenance.position
    if found != expected {
      lock.withLock { refuse() }
      tellDamage()
      return expected
    }
    lock.withLock { isChecked = true }
    return example
  }

  private func read(_ occurrence: Int) -> TokenizedExample? {
    if isRefused || occurrence < 0 || occurrence >= count { return nil }
    let (number, place) = occurrence.quotientAndRemainder(dividingBy: Self.pageSize)
    if let page, page.number == number { return page.examples[place] }
    guard let examples = try? readPage(number), place < examples.count else {
      refuse()
      return nil
    }
    page = (number, examples)
    return examples[place]
  }

  /// Uses the file no more.
  private func refuse() {
    isRefused = true
    page = nil
  }

  /// Says so, once.
  private func tellDamage() {
    let isFirst = lock.withLock {
      if !isRefused || isTold { return false }
      isTold = true
      return true
    }
    if isFirst { onDamage(self) }
  }

  /// Whether every example reads and has its checksum.
  var isWhole: Bool {
    (0..<(count + Self.pageSize - 1) / Self.pageSize).allSatisfy { (try? readPage($0)) != nil }
  }

  private func readPage(_ number: Int) throws -> [TokenizedExample] {
    let first = number * Self.pageSize
    let size = min(Self.pageSize, count - first)
    let file = try HDF5File(reading: path)
    let rows = try file.array("records", of: Int64.self, rows: first..<first + size + 1).map { Int($0) }
    func column(_ index: Int) -> [Int] { (0...size).map { rows[$0 * Self.columns + index] } }
    let (inputStarts, targetStarts) = (column(0), column(1))
    let (exemplarStarts, referenceStarts) = (column(2), column(3))
    let inputs = try file.array("inputs", of: Int32.self, rows: span(inputStarts))
    let targets = try file.array("targets", of: Int32.self, rows: span(targetStarts))
    let exemplars = try file.array("exemplars", of: Int64.self, rows: span(exemplarStarts))
    let references = try file.array("references", of: UInt8.self, rows: span(referenceStarts))
    return try (0..<size).map { place in
      guard kinds.indices.contains(rows[place * Self.columns + 5]) else { throw MalformedBytes() }
      var provenance = kinds[rows[place * Self.columns + 5]]
      provenance.task = task.name
      provenance.instance = rows[place * Self.columns + 4]
      provenance.exemplars = try slice(exemplars, exemplarStarts, place).map {
        $0 & 1 == 0 ? .positive(Int($0 >> 1)) : .instance(Int($0 >> 1))
      }
      let example = TokenizedExample(
        inputs: Array(try slice(inputs, inputStarts, place)),
        targets: Array(try slice(targets, targetStarts, place)),
        references: try texts(slice(references, referenceStarts, place)), provenance: provenance)
      let row = rows[place * Self.columns..<(place + 1) * Self.columns]
      guard row.last == Self.checksum(of: example, row: row.dropLast()), isPossible(example) else {
        throw MalformedBytes()
      }
      return example
    }
  }

  /// Whether an example may be one of the task: a checksum is no protection against intent, and what comes
  /// later takes ids and indices for ones that are there.
  private func isPossible(_ example: TokenizedExample) -> Bool {
    let isIdentifier = { [vocabularySize] in (0..<vocabularySize).contains(Int($0 as Int32)) }
    let provenance = example.provenance
    return example.inputs.allSatisfy(isIdentifier) && example.targets.allSatisfy(isIdentifier)
      && task.instances.indices.contains(provenance.instance)
      && provenance.exemplars.allSatisfy {
        switch $0 {
        case .positive(let index): task.positiveExamples.indices.contains(index)
        case .instance(let index): task.instances.indices.contains(index)
        }
      }
  }

  /// The checksum of an example and of its row of `records`.
  static func checksum(of example: TokenizedExample, row: some Sequence<Int>) -> Int {
    var writer = ByteWriter()
    for number in row { writer.append(word: UInt64(bitPattern: Int64(number))) }
    writer.append(list: example.references) { $0.append($1) }
    for exemplar in example.provenance.exemplars {
      switch exemplar {
      case .positive(let index): writer.append(word: UInt64(bitPattern: Int64(index)))
      case .instance(let index): writer.append(word: ~UInt64(bitPattern: Int64(index)))
      }
    }
    var sum = writer.bytes.withUnsafeBytes { Checksum.of($0) }
    sum = example.inputs.withUnsafeBytes { Checksum.of($0, after: sum) }
    sum = example.targets.withUnsafeBytes { Checksum.of($0, after: sum) }
    return Int(Int64(bitPattern: sum))
  }

  private func span(_ starts: [Int]) throws -> Range<Int> {
    guard let first = starts.first, let last = starts.last, first >= 0,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw MalformedBytes() }
    return first..<last
  }

  private func slice<Element>(_ values: [Element], _ starts: [Int], _ place: Int) throws -> ArraySlice<
    Element
  > {
    let (start, end) = (starts[place] - starts[0], starts[place + 1] - starts[0])
    guard end <= values.count else { throw MalformedBytes() }
    return values[start..<end]
  }

  private func texts(_ bytes: ArraySlice<UInt8>) throws -> [String] {
    try bytes.withUnsafeBytes { buffer in
      var reader = ByteReader(buffer)
      return try reader.list { (reader) throws(MalformedBytes) in try reader.text() }
    }
  }
}
