/// TensorBoard's `Event` messages, in protobuf's wire format.
///
/// Of tensorflow/core/util/event.proto and framework/summary.proto only these fields are used:
/// `Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; SessionLog session_log = 7; }`,
/// `Summary { repeated Value value = 1; }`,
/// `Value { string tag = 1; float simple_value = 2; HistogramProto histo = 5; TensorProto tensor = 8; SummaryMetadata metadata = 9; }`,
/// `SessionLog { SessionStatus status = 1; }` with START = 1. Of a tensor:
/// `TensorProto { DataType dtype = 1; TensorShapeProto tensor_shape = 2; bytes string_val = 8; }` with
/// DT_STRING = 7; of its metadata:
/// `SummaryMetadata { PluginData plugin_data = 1; DataClass data_class = 4; }`,
/// `PluginData { string plugin_name = 1; }` with DATA_CLASS_TENSOR = 2; of a histogram:
/// `HistogramProto { double min = 1, max = 2, num = 3, sum = 4, sum_squares = 5; repeated double bucket_limit = 6, bucket = 7; }`.
enum EventMessage {
  /// The first message of every file.
  static func version(time: Double) -> [UInt8] {
    double(1, time) + bytes(3, Array("brain.Event:2".utf8))
  }

  /// Makes readers drop what they have of `step` and later: the run goes on from before it.
  static func sessionStart(step: Int, time: Double) -> [UInt8] {
    double(1, time) + integer(2, step) + bytes(7, integer(1, 1))
  }

  /// Values at a step.
  static func scalars(_ values: [(tag: String, value: Double)], step: Int, time: Double) -> [UInt8] {
    let summary = values.flatMap { bytes(1, bytes(1, Array($0.tag.utf8)) + float(2, Float($0.value))) }
    return double(1, time) + integer(2, step) + bytes(5, summary)
  }

  /// A text at a step, which is shown as Markdown.
  static func text(_ tag: String, _ text: String, step: Int, time: Double) -> [UInt8] {
    let tensor = integer(1, 7) + bytes(2, []) + bytes(8, Array(text.utf8))
    let metadata = bytes(1, bytes(1, Array("text".utf8))) + integer(4, 2)
    let value = bytes(1, Array(tag.utf8)) + bytes(8, tensor) + bytes(9, metadata)
    return double(1, time) + integer(2, step) + bytes(5, bytes(1, value))
  }

  /// How values at a step are distributed.
  static func histogram(_ tag: String, _ histogram: ValueHistogram, step: Int, time: Double) -> [UInt8] {
    let sums = [
      histogram.minimum, histogram.maximum, Double(histogram.count), histogram.sum, histogram.sumOfSquares,
    ].enumerated().flatMap { double(UInt64($0 + 1), $1) }
    let limits = bytes(6, histogram.buckets.flatMap { littleEndian($0.limit.bitPattern) })
    let counts = bytes(7, histogram.buckets.flatMap { littleEndian(Double($0.count).bitPattern) })
    let value = bytes(1, Array(tag.utf8)) + bytes(5, sums + limits + counts)
    return double(1, time) + integer(2, step) + bytes(5, bytes(1, value))
  }

  private static func variableLength(_ value: UInt64) -> [UInt8] {
    var rest = value
    var result: [UInt8] = []
    while rest >= 0x80 {
      result.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return result + [UInt8(rest)]
  }

  private static func key(_ field: UInt64, _ wireType: UInt64) -> [UInt8] {
    variableLength(field << 3 | wireType)
  }

  private static func integer(_ field: UInt64, _ value: Int) -> [UInt8] {
    key(field, 0) + variableLength(UInt64(bitPattern: Int64(value)))
  }

  private static func double(_ field: UInt64, _ value: Double) -> [UInt8] {
    key(field, 1) + littleEndian(value.bitPattern)
  }

  private static func float(_ field: UInt64, _ value: Float) -> [UInt8] {
    key(field, 5) + littleEndian(value.bitPattern)
  }

  private static func bytes(_ field: UInt64, _ content: [UInt8]) -> [UInt8] {
    key(field, 2) + variableLength(UInt64(content.count)) + content
  }

  static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}

/// The framing of TFRecord files: length (8 bytes), its masked checksum, the data, its masked checksum.
enum RecordFrame {
  static func framed(_ data: [UInt8]) -> [UInt8] {
    let length = EventMessage.littleEndian(UInt64(data.count))
    return length + EventMessage.littleEndian(MaskedChecksum.of(length)) + data
      + EventMessage.littleEndian(MaskedChecksum.of(data))
  }
}

/// CRC-32C (Castagnoli), masked as in TFRecord files: rotated right by 15 bits, plus a constant, so that the
/// checksum of data that holds checksums stays a good one.
enum MaskedChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
  }

  static func crc32C(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { checksum, byte in
      checksum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)]
    }
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let checksum = crc32C(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }
}
