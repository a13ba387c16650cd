import Autograd

extension CompactRows: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let (rows, width) = (operands[0].dimensions[0], operands[0].dimensions[1])
    let (blocks, groups) = ((rows + Self.block - 1) / Self.block, (width + Self.group - 1) / Self.group)
    let x = operands[0].padded(0, after: blocks * Self.block - rows)
      .padded(1, after: groups * Self.group - width)
    switch format {
    case .bfloat16:
      // [block, upper half, row, group, element]
      let halves = x.bfloat16Bits().reshaped(to: [blocks, 2, 2, groups, Self.group])
        .transposed([0, 3, 2, 4, 1])
      let shifts = emitter.constant([0, 16], along: 4, halves.type)
      return [halves.binary(.shiftLeft, shifts).words(blocks)]
    case .int8:
      let step = x.unary(.abs).reduced(.maximum, over: [1]).steps()
      let spread = step.broadcast([0], to: x.dimensions)
      let isZero = spread.compared(.equal, to: spread.filled(0))
      let whole = isZero.select(x.filled(0), else: (x / spread).unary(.roundToEven)).converted(to: .int32)
      let bytes = whole.reshaped(to: [blocks, Self.block, groups, 2, 4]).transposed([0, 2, 1, 3, 4])
      return [bytes.bytesJoined().reshaped(to: [blocks, groups * format.words]), step]
    }
  }
}

extension ExpandedRows: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let (block, group) = (CompactRows.block, CompactRows.group)
    let words = operands[0].bits(as: .uint32)
    let (blocks, groups) = (words.dimensions[0], words.dimensions[1] / format.words)
    let expanded: HLOValue
    switch format {
    case .bfloat16:
      // The upper half of a word is the row two further on.
      let places = words.reshaped(to: [blocks, groups, 2, group, 1])
        .broadcast([0, 1, 2, 3, 4], to: [blocks, groups, 2, group, 2])
      let shifts = emitter.constant([16, 0], along: 4, places.type)
      let halves = places.binary(.shiftLeft, shifts).binary(.and, places.filled(whole: 0xFFFF_0000))
      expanded = halves.bits(as: .float32).transposed([0, 4, 2, 1, 3])
    case .int8:
      let places = words.reshaped(to: [blocks, groups, block, 2, 1])
        .broadcast([0, 1, 2, 3, 4], to: [blocks, groups, block, 2, 4])
      let shifts = emitter.constant([0, 8, 16, 24], along: 4, places.type)
      let bytes = places.binary(.shiftRight, shifts).binary(.and, places.filled(whole: 0xFF))
      // Bytes from 128 on stand for negative numbers.
      let numbers = bytes.bits(as: .int32).converted(to: .float32)
      let isNegative = bytes.compared(.greater, to: bytes.filled(whole: 127))
      let signed = isNegative.select(numbers.offset(by: -256), else: numbers)
      let rows = signed.transposed([0, 2, 1, 3, 4])
      expanded = rows * operands[1].reshaped(to: [blocks, block]).broadcast([0, 1], to: rows.dimensions)
    }
    return [
      expanded.reshaped(to: [blocks * block, groups * group]).sliced(0, 0..<rows).sliced(1, 0..<width)
    ]
  }
}

extension CompactFormat {
  /// Words of 32 bits for eight elements of a block of rows.
  fileprivate var words: Int {
    CompactRows.types(self, rows: CompactRows.block, width: CompactRows.group)[0].shape.innermost
  }
}

extension Emitter {
  /// A tensor that has `numbers` along an axis.
  fileprivate func constant(_ numbers: [Int], along axis: Int, _ type: HLOType) -> HLOValue {
    list(numbers, type.element).broadcast([axis], to: type.dimensions)
  }
}

extension HLOValue {
  /// The steps of rows whose largest magnitudes these are (`CompactRows.step`).
  fileprivate func steps() -> HLOValue {
    let (largest, digits) = (Float(CompactRows.largest), Int(~UInt32(0xFF)))
    let most = Int((Float.greatestFiniteMagnitude / largest).bitPattern) & digits
    let least = (self / filled(largest)).bits(as: .uint32)
    let cut = least.binary(.minimum, least.filled(whole: most))
    return (cut + cut.filled(whole: 0xFF)).binary(.and, cut.filled(whole: digits)).bits(as: .float32)
  }

  /// The upper half of the nearest number that ends in sixteen zeros (`CompactRows.bfloat16`), uint32.
  fileprivate func bfloat16Bits() -> HLOValue {
    let bits = bits(as: .uint32)
    let half = bits.filled(whole: 16)
    let odd = bits.binary(.shiftRight, half).binary(.and, bits.filled(whole: 1))
    let nearest = bits + odd + bits.filled(whole: 0x7FFF)
    let exponent = bits.filled(whole: 0x7F80_0000)
    let isTooLarge = nearest.binary(.and, exponent).compared(.equal, to: exponent)
      .binary(.and, unary(.isFinite))
    let finite = isTooLarge.select(nearest - bits.filled(whole: 0x1_0000), else: nearest)
      .binary(.shiftRight, half)
    return compared(.equal, to: self).select(finite, else: bits.filled(whole: 0x7FC0))
  }

  /// Halves of words `[blocks, group, row, element, half]` put together to int32 words `[blocks, words]`.
  fileprivate func words(_ blocks: Int) -> HLOValue {
    reduced(.or, over: [rank - 1]).bits(as: .int32).reshaped(to: [blocks, count / 2 / blocks])
  }
}
