/// Writes the fields of a message of protocol buffers, as its wire format has them: only the kinds that `CompileOptions` needs.
/// <https://protobuf.dev/programming-guides/encoding>
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  /// A whole number, seven bits to a byte, the lowest first.
  mutating func write(_ field: Int, _ number: Int) {
    key(field, wireType: 0)
    variable(UInt64(bitPattern: Int64(number)))
  }

  /// A truth.
  mutating func write(_ field: Int, _ flag: Bool) { write(field, flag ? 1 : 0) }

  /// A number of 64 bits.
  mutating func write(_ field: Int, _ number: Double) {
    key(field, wireType: 1)
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A text.
  mutating func write(_ field: Int, _ text: String) { write(field, bytes: text.utf8) }

  /// A message within the message.
  mutating func write(_ field: Int, _ message: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    message(&inner)
    write(field, bytes: inner.bytes)
  }

  private mutating func write(_ field: Int, bytes content: some Collection<UInt8>) {
    key(field, wireType: 2)
    variable(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  private mutating func key(_ field: Int, wireType: Int) { variable(UInt64(field << 3 | wireType)) }

  private mutating func variable(_ number: UInt64) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
