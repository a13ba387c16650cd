/// In what form `CompactRows` keeps the elements of a weight.
public enum CompactFormat: String, Sendable, CaseIterable {
  /// 16 bits: the nearest number of those whose float32 form ends in sixteen zeros, of two that are as near
  /// the even one.
  case bfloat16
  /// 8 bits: a whole number from -127 to 127 times the row's step.
  case int8

  /// Words of 32 bits for eight elements of a block of rows.
  var groupWords: Int {
    switch self {
    case .bfloat16: 16
    case .int8: 8
    }
  }
}

/// The rows of a weight in 16 or 8 bits an element (weight-only quantization: bfloat16, or int8 with a scale
/// for each row): what a decoding step reads instead of the weight.
///
/// Operand: float32 `[rows, width]`. Results: int32 `[blocks, words]`, and for `int8` float32 `[blocks * 4]`,
/// the step of every row.
///
/// A block is four rows, filled up with rows of zeros; each is filled up with zeros to whole eights. Eight
/// elements of all four rows lie together: for `bfloat16` in sixteen words, of which word 8 r + i has element
/// i of row r in its lower half and of row r + 2 in its upper half; for `int8` in eight words of four bytes,
/// of which, from the lowest on, byte 8 r + i is element i of row r.
///
/// The step of a row takes its largest magnitude to 127, rounded up to 16 binary digits, so that every whole
/// number times it is a float32: rounding what was rounded changes nothing. Elements should be finite; those
/// that are not come out as any number.
public struct CompactRows: Operation {
  public static let name = "compactRows"

  /// Rows whose elements lie together.
  public static let block = 4
  /// Elements of a row that lie together.
  public static let group = 8
  /// The magnitude of the largest whole number.
  public static let largest = 127

  /// The form of the elements.
  public let format: CompactFormat

  /// The operation.
  public init(_ format: CompactFormat) { self.format = format }

  public var attributes: String { format.rawValue }

  /// The types of the results for a weight `[rows, width]`.
  public static func types(_ format: CompactFormat, rows: Int, width: Int) -> [TensorType] {
    let (blocks, groups) = ((rows + block - 1) / block, (width + group - 1) / group)
    let words = TensorType.int32([blocks, groups * format.groupWords])
    return format == .int8 ? [words, .float32([blocks * block])] : [words]
  }

  /// The step of a row: 0 where it has nothing but zeros, or numbers that hardly are any.
  /// - Parameter magnitude: that of its largest element.
  public static func step(magnitude: Float) -> Float {
    // Beyond the largest step the largest whole number's product would not be finite.
    let (most, digits) = ((Float.greatestFiniteMagnitude / Float(largest)).bitPattern, ~UInt32(0xFF))
    let least = (magnitude / Float(largest)).bitPattern
    return Float(bitPattern: (min(least, most & digits) &+ 0xFF) & digits)
  }

  /// The upper half of the nearest number that ends in sixteen zeros; of finite numbers a finite one.
  public static func bfloat16(_ x: Float) -> UInt16 {
    if x.isNaN { return 0x7FC0 }
    let bits = x.bitPattern
    let nearest = bits &+ (0x7FFF &+ (bits >> 16 & 1))
    let isTooLarge = x.isFinite && nearest & 0x7F80_0000 == 0x7F80_0000
    return UInt16(truncatingIfNeeded: (isTooLarge ? nearest &- 0x1_0000 : nearest) >> 16)
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try requireCount(1, operands)
    try requireFloats(operands)
    let shape = operands[0].shape
    try require(shape.rank == 2, "takes rows [rows, width]", operands)
    return Self.types(format, rows: shape[0], width: shape[1])
  }

  /// What is rounded is not trained through.
  public func pullback(_ pullback: Pullback) -> [Tensor?] { [nil] }
}

/// A weight `[rows, width]` as `CompactRows` has it.
public struct CompactTensor {
  /// The form of the elements.
  public let format: CompactFormat
  /// The weight's dimensions.
  public let rows, width: Int
  /// The results of `CompactRows`.
  public let parts: [Tensor]

  /// A weight `[rows, width]` whose parts are `parts`.
  public init(_ format: CompactFormat, rows: Int, width: Int, parts: [Tensor]) {
    (self.format, self.rows, self.width, self.parts) = (format, rows, width, parts)
  }
}

extension Tensor {
  /// The rows of this tensor `[rows, width]` in 16 or 8 bits an element.
  public func compactRows(_ format: CompactFormat) -> CompactTensor {
    CompactTensor(
      format, rows: shape[0], width: shape[1], parts: builder.apply(CompactRows(format), [self]))
  }
}

/// A weight that `CompactRows` has made compact, dequantized: in float32 again, as it was rounded.
///
/// Operands: the results of `CompactRows`. Result: float32 `[rows, width]`.
public struct ExpandedRows: Operation {
  public static let name = "expandedRows"

  /// The form of the elements.
  public let format: CompactFormat
  /// The weight's dimensions.
  public let rows, width: Int

  /// The operation.
  public init(_ format: CompactFormat, rows: Int, width: Int) {
    (self.format, self.rows, self.width) = (format, rows, width)
  }

  public var attributes: String { "\(format.rawValue), rows: \(rows), width: \(width)" }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    let types = CompactRows.types(format, rows: rows, width: width)
    try require(operands == types, "takes the compact rows \(types)", operands)
    return [.float32([rows, width])]
  }

  /// What is rounded is not trained through.
  public func pullback(_ pullback: Pullback) -> [Tensor?] { pullback.operands.map { _ in nil } }
}

extension CompactTensor {
  /// The weight in float32, `[rows, width]`.
  public func expanded() -> Tensor {
    parts[0].builder.apply(ExpandedRows(format, rows: rows, width: width), parts)[0]
  }
}
