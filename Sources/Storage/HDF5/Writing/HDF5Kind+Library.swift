import CHDF5

extension HDF5Kind {
  /// The library's type for them in a file.
  var inFile: hid_t {
    switch self {
    case .float32: CHDF5_float32()
    case .float64: CHDF5_float64()
    case .int32: CHDF5_int32()
    case .int64: CHDF5_int64()
    case .uint64: CHDF5_uint64()
    case .uint8: CHDF5_uint8()
    }
  }

  /// The library's type for them in memory.
  var inMemory: hid_t {
    switch self {
    case .float32: CHDF5_nativeFloat32()
    case .float64: CHDF5_nativeFloat64()
    case .int32: CHDF5_nativeInt32()
    case .int64: CHDF5_nativeInt64()
    case .uint64: CHDF5_nativeUInt64()
    case .uint8: CHDF5_nativeUInt8()
    }
  }
}
