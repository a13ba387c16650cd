import Autograd

extension Dropout: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let x = operands[0]
    let mask = maskShape(for: Shape(x.dimensions))
    // The axes along which the mask has a draw for every place.
    let axes = mask.dimensions.indices.filter { mask[$0] == x.dimensions[$0] }
    let draw = MaskDraw(stream: stream, rate: rate, count: mask.count)
    let multipliers = emitter.multipliers(draw, key: operands[1]).reshaped(to: axes.map { mask[$0] })
    return [x * multipliers.broadcast(axes, to: x.dimensions)]
  }
}
