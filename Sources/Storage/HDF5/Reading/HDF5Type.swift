/// What an attribute or dataset holds, of the types that are written (HDF5 file format specification 3.0,
/// IV.A.2.d).
enum HDF5Type: Equatable {
  case number(HDF5Kind)
  /// UTF-8 of so many bytes, padded with NUL.
  case text(byteCount: Int)

  /// The size of one value in bytes.
  var byteCount: Int {
    switch self {
    case .number(let kind): kind.byteCount
    case .text(let count): count
    }
  }

  /// Words for it.
  var name: String {
    switch self {
    case .number(let kind): kind.rawValue
    case .text: "text"
    }
  }

  /// Reads a datatype message.
  /// - Throws: `HDF5Error`, which names a type that is not written.
  init(_ block: inout HDF5Block) throws(HDF5Error) {
    let start = block
    let classAndVersion = try block.byte()
    if !(1...3).contains(classAndVersion >> 4) {
      throw start.foreign("a type of version \(classAndVersion >> 4)")
    }
    let bits = try block.raw(3)
    let size = try block.word()
    let properties = Array(bits) + Array(try block.raw(Self.propertyCount(ofClass: classAndVersion & 15)))
    switch classAndVersion & 15 {
    case 0, 1:
      let isFloat = classAndVersion & 15 == 1
      let kind = HDF5Kind.allCases.first {
        $0.isFloat == isFloat && $0.byteCount == size && $0.encoding == properties
      }
      guard let kind else {
        throw start.foreign("\(8 * size)-bit \(isFloat ? "floats" : "integers") of another kind")
      }
      self = .number(kind)
    case 3:
      guard properties[0] & 15 == 1, properties[0] >> 4 <= 1, properties[1...] == [0, 0] else {
        throw start.foreign("a text of another kind")
      }
      guard (1...1 << 16).contains(size) else { throw start.damaged("has a text of \(size) bytes") }
      self = .text(byteCount: size)
    default: throw start.foreign(Self.name(ofClass: classAndVersion & 15))
    }
  }

  private static func propertyCount(ofClass number: Int) -> Int {
    switch number {
    case 0: 4
    case 1: 12
    default: 0
    }
  }

  private static func name(ofClass number: Int) -> String {
    switch number {
    case 2: "times"
    case 4: "bit fields"
    case 5: "opaque values"
    case 6: "compound values"
    case 7: "references"
    case 8: "an enumeration"
    case 9: "values of variable length"
    case 10: "arrays as values"
    default: "an unknown type of class \(number)"
    }
  }
}

extension HDF5Kind {
  /// Whether the numbers are floats.
  fileprivate var isFloat: Bool { self == .float32 || self == .float64 }

  /// The bit field of the type's message and its properties behind the size: little-endian, no padding; for
  /// integers the sign, first bit and precision; for floats the sign's place, those of exponent and mantissa,
  /// and the bias.
  fileprivate var encoding: [UInt8] {
    switch self {
    case .float32: [0x20, 31, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]
    case .float64: [0x20, 63, 0, 0, 0, 64, 0, 52, 11, 0, 52, 0xFF, 0x03, 0, 0]
    case .int32: [8, 0, 0, 0, 0, 32, 0]
    case .int64: [8, 0, 0, 0, 0, 64, 0]
    case .uint64: [0, 0, 0, 0, 0, 64, 0]
    case .uint8: [0, 0, 0, 0, 0, 8, 0]
    }
  }
}
