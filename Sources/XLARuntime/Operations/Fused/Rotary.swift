import Autograd

extension Rotary: XLAOperation {
  /// The other element of a pair by slices, where the definition has a product.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let (count, size) = (operands[1].dimensions[0], operands[1].dimensions[1])
    let x = operands[0].reshaped(to: [count, heads, size])
    func spread(_ angles: HLOValue) -> HLOValue { angles.broadcast([0, 2], to: x.dimensions) }
    if pairs == 0 { return [(x * spread(operands[1])).reshaped(to: operands[0].dimensions)] }
    let (first, second) = (x.sliced(2, 0..<pairs), x.sliced(2, pairs..<2 * pairs))
    let others = emitter.concatenated([second.scaled(by: -1), first], 2).padded(2, after: size - 2 * pairs)
    let turned = x * spread(operands[1]) + others * spread(operands[2])
    return [turned.reshaped(to: operands[0].dimensions)]
  }
}
