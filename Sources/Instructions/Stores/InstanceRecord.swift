import Crypto
import Storage

/// An instance as bytes.
enum InstanceRecord {
  private static let hasID: UInt8 = 1
  private static let hasRationale: UInt8 = 2
  private static let hasOptions: UInt8 = 4
  private static let hasFields: UInt8 = 8
  private static let hasTokens: UInt8 = 16
  private static let hasDefinitions: UInt8 = 32
  private static let hasCandidates: UInt8 = 64

  /// Puts an instance at the end of `writer`.
  static func write(_ instance: Instance, to writer: inout ByteWriter) {
    var parts: UInt8 = 0
    if instance.id != nil { parts |= hasID }
    if instance.rationale != nil { parts |= hasRationale }
    if !instance.options.isEmpty { parts |= hasOptions }
    if !instance.fields.isEmpty { parts |= hasFields }
    if instance.tokens != nil { parts |= hasTokens }
    if !instance.definitions.isEmpty { parts |= hasDefinitions }
    if !instance.candidates.isEmpty { parts |= hasCandidates }
    writer.append(raw: CollectionOfOne(parts))
    writer.append(max(instance.line, 0))
    writer.append(instance.input)
    writer.append(list: instance.references) { $0.append($1) }
    if let id = instance.id { writer.append(id) }
    if let rationale = instance.rationale { writer.append(rationale) }
    if !instance.options.isEmpty { writer.append(list: instance.options) { $0.append($1) } }
    if !instance.fields.isEmpty {
      writer.append(list: instance.fields.sorted { $0.key < $1.key }) {
        $0.append($1.key)
        $0.append($1.value)
      }
    }
    if !instance.definitions.isEmpty { writer.append(list: instance.definitions) { $0.append($1) } }
    if !instance.candidates.isEmpty { writer.append(list: instance.candidates) { $0.append($1) } }
    guard let tokens = instance.tokens else { return }
    writer.append(list: tokens.inputs) { $0.append(Int(UInt32(bitPattern: $1))) }
    writer.append(list: tokens.targets) { $0.append(Int(UInt32(bitPattern: $1))) }
  }

  /// Whether the record has a rationale.
  static func hasRationale(_ record: UnsafeRawBufferPointer) -> Bool {
    record.first.map { $0 & hasRationale != 0 } ?? false
  }

  /// The instance that `write` wrote.
  static func read(_ record: UnsafeRawBufferPointer) throws(MalformedBytes) -> Instance {
    var reader = ByteReader(record)
    let parts = try reader.byte()
    let line = try reader.number()
    let input = try reader.text()
    var instance = Instance(input: input, references: try texts(&reader), line: line)
    if parts & hasID != 0 { instance.id = try reader.text() }
    if parts & hasRationale != 0 { instance.rationale = try reader.text() }
    if parts & hasOptions != 0 { instance.options = try texts(&reader) }
    if parts & hasFields != 0 {
      for _ in 0..<(try reader.length()) {
        let key = try reader.text()
        instance.fields[key] = try reader.text()
      }
    }
    if parts & hasDefinitions != 0 { instance.definitions = try texts(&reader) }
    if parts & hasCandidates != 0 { instance.candidates = try texts(&reader) }
    if parts & hasTokens != 0 {
      instance.tokens = TokenPair(inputs: try ids(&reader), targets: try ids(&reader))
    }
    guard reader.isAtEnd else { throw MalformedBytes() }
    return instance
  }

  private static func texts(_ reader: inout ByteReader) throws(MalformedBytes) -> [String] {
    try reader.list { (reader) throws(MalformedBytes) in try reader.text() }
  }

  private static func ids(_ reader: inout ByteReader) throws(MalformedBytes) -> [Int32] {
    try reader.list { (reader) throws(MalformedBytes) in
      Int32(bitPattern: UInt32(truncatingIfNeeded: try reader.number()))
    }
  }
}

/// A hash of instances, the same wherever they are kept.
struct InstanceDigest {
  private var hasher = SHA256()

  /// Adds the record of an instance.
  mutating func add(_ record: UnsafeRawBufferPointer) {
    withUnsafeBytes(of: UInt64(record.count).littleEndian) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: record)
  }

  /// The hash of all that was added.
  var text: String { Hexadecimal.text(hasher.finalize()) }
}

extension InstanceList {
  /// A hash of the content of all instances; those in memory are gone through, those of a store are not.
  var digest: String {
    if let store { return store.digest }
    var digest = InstanceDigest()
    var writer = ByteWriter()
    for instance in self {
      writer.removeAll()
      InstanceRecord.write(instance, to: &writer)
      writer.bytes.withUnsafeBytes { digest.add($0) }
    }
    return digest.text
  }
}
