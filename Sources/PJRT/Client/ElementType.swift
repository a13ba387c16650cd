import CPJRT

/// The type of a buffer's elements.
package enum ElementType: Sendable, Hashable, CaseIterable {
  case float32
  case bfloat16
  case int32
  case uint32
  case int64
  case uint64
  case uint8
  /// `i1` of StableHLO: a byte that is 0 or 1.
  case predicate

  /// The bytes of an element.
  package var byteCount: Int {
    switch self {
    case .float32, .int32, .uint32: 4
    case .bfloat16: 2
    case .int64, .uint64: 8
    case .uint8, .predicate: 1
    }
  }

  /// The number that the C API has for it.
  var code: PJRT_Buffer_Type {
    switch self {
    case .float32: PJRT_Buffer_Type_F32
    case .bfloat16: PJRT_Buffer_Type_BF16
    case .int32: PJRT_Buffer_Type_S32
    case .uint32: PJRT_Buffer_Type_U32
    case .int64: PJRT_Buffer_Type_S64
    case .uint64: PJRT_Buffer_Type_U64
    case .uint8: PJRT_Buffer_Type_U8
    case .predicate: PJRT_Buffer_Type_PRED
    }
  }

  /// The type of a number of the C API; `nil` for those that this program has no use for.
  init?(_ code: PJRT_Buffer_Type) {
    guard let type = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = type
  }
}
