import Autograd

extension RoundedRows: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let x = operands[0]
    let (rows, width) = (x.dimensions[0], x.dimensions[1])
    func spread(_ number: HLOValue) -> HLOValue { number.broadcast([0], to: x.dimensions) }
    func norm(_ y: HLOValue) -> HLOValue { (y * y).reduced(.add, over: [1]).unary(.sqrt) }
    let magnitude = x.unary(.abs).reduced(.maximum, over: [1])
    let isTooSmall = magnitude.compared(.less, to: magnitude.filled(Self.range.lowerBound))
    let own = norm(x)
    // Numbers that are none are not less than anything.
    let isRounded = magnitude.compared(.lessOrEqual, to: magnitude.filled(Self.range.upperBound))
      .binary(.and, own.unary(.isFinite))
    let hasStep = isRounded.binary(
      .and, magnitude.compared(.greaterOrEqual, to: magnitude.filled(Self.range.lowerBound)))
    let step = hasStep.select(magnitude / magnitude.filled(Float(Self.largest)), else: magnitude.filled(0))
    let factor = hasStep.select(step.filled(1) / step, else: step.filled(0))
    let whole = spread(hasStep).select((x * spread(factor)).unary(.roundToEven), else: x.filled(0))
    // Squares of numbers that are too small vanish.
    let bound = magnitude.scaled(by: Float(Self.words(width) * 4).squareRoot())
    func norms(_ y: HLOValue) -> HLOValue {
      isRounded.select(isTooSmall.select(bound, else: y), else: y.filled(.infinity))
    }
    let bounds = [step, norms(norm(x - whole * spread(step))), norms(own)].map { $0.reshaped(to: [rows, 1]) }
    return [words(whole.converted(to: .int32)), emitter.concatenated(bounds, 1)]
  }

  /// Four numbers a word: the pairs 2 k and 2 k + 16, 2 k + 1 and 2 k + 17 of every group.
  private func words(_ whole: HLOValue) -> HLOValue {
    let (rows, width) = (whole.dimensions[0], whole.dimensions[1])
    let groups = Self.words(width) / (Self.group / 4)
    let filled = whole.padded(1, after: groups * Self.group - width)
    // [row, group, half, word, even or odd]; bytes of a word in the order of even or odd, then half.
    let places = filled.reshaped(to: [rows, groups, 2, Self.group / 4, 2]).transposed([0, 1, 3, 4, 2])
    return places.reshaped(to: [rows, groups * Self.group / 4, 4]).bytesJoined()
  }
}

extension HLOValue {
  /// The low bytes of int32 `[..., 4]` put together to words `[...]`, from the lowest on.
  func bytesJoined() -> HLOValue {
    let shifts = emitter.list([0, 8, 16, 24]).broadcast([rank - 1], to: dimensions)
    return binary(.and, filled(whole: 0xFF)).binary(.shiftLeft, shifts).reduced(.or, over: [rank - 1])
  }
}
