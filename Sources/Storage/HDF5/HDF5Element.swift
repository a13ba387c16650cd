/// A Swift number that HDF5 datasets and attributes hold, little-endian in the file.
package protocol HDF5Element: BitwiseCopyable, Sendable {
  /// The type of the numbers.
  static var kind: HDF5Kind { get }
}

/// The types of numbers that are read and written.
package enum HDF5Kind: String, Sendable, CaseIterable {
  /// IEEE 754 binary32.
  case float32 = "32-bit floats"
  /// IEEE 754 binary64.
  case float64 = "64-bit floats"
  /// Signed 32-bit integers.
  case int32 = "signed 32-bit integers"
  /// Signed 64-bit integers.
  case int64 = "signed 64-bit integers"
  /// Unsigned 64-bit integers.
  case uint64 = "unsigned 64-bit integers"
  /// Bytes.
  case uint8 = "unsigned 8-bit integers"

  /// The size of one number in bytes.
  package var byteCount: Int {
    switch self {
    case .float32, .int32: 4
    case .float64, .int64, .uint64: 8
    case .uint8: 1
    }
  }
}

extension Float: HDF5Element {
  /// The type of the numbers in the file.
  package static var kind: HDF5Kind { .float32 }
}

extension Double: HDF5Element {
  /// The type of the numbers in the file.
  package static var kind: HDF5Kind { .float64 }
}

extension Int32: HDF5Element {
  /// The type of the numbers in the file.
  package static var kind: HDF5Kind { .int32 }
}

extension Int64: HDF5Element {
  /// The type of the numbers in the file.
  package static var kind: HDF5Kind { .int64 }
}

extension UInt64: HDF5Element {
  /// The type of the numbers in the file.
  package static var kind: HDF5Kind { .uint64 }
}

extension UInt8: HDF5Element {
  /// The type of the numbers in the file.
  package static var kind: HDF5Kind { .uint8 }
}
