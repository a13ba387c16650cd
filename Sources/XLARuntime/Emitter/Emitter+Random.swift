import Autograd

/// The truth values of a dropout's mask: which element is dropped.
struct MaskDraw: Hashable {
  /// Which of the program's dropouts it is.
  let stream: UInt32
  /// The probability of dropping.
  let rate: Float
  /// How many elements the mask has.
  let count: Int

  /// Counters of the generator, each of which gives four words.
  var blocks: Int { (count + 3) / 4 }
}

/// All masks that are drawn under one key.
struct KeyDraws {
  /// The key, int32 `[3]`.
  let key: HLOValue
  /// The masks, and the value that each is to become.
  var drawn: [(draw: MaskDraw, mask: HLOValue)] = []

  init(key: HLOValue) { self.key = key }
}

extension Emitter {
  /// What elements of a tensor are multiplied by in inverted dropout: 0, or 1 / (1 - rate); the numbers that the
  /// processor's runtime draws, to the bit.
  /// - Parameter key: int32 `[3]`.
  /// - Returns: float32 `[draw.count]`.
  func multipliers(_ draw: MaskDraw, key: HLOValue) -> HLOValue {
    let mask = mask(draw, key)
    return mask.select(
      constant(0, mask.dimensions), else: constant(1 / (1 - draw.rate), mask.dimensions))
  }

  /// One generator for a whole program compiles in a third of the time of one for each dropout, so masks under a key
  /// that is an argument are slices of one draw; gradients and recomputed regions find the masks that are there.
  private func mask(_ draw: MaskDraw, _ key: HLOValue) -> HLOValue {
    guard let draws = draws[key.name] else { return self.drawn([draw], key)[0] }
    if let old = draws.drawn.first(where: { $0.draw == draw }) { return old.mask }
    let mask = HLOValue(emitter: self, name: newName(), type: HLOType([draw.count], .predicate))
    self.draws[key.name]?.drawn.append((draw, mask))
    return mask
  }

  /// Adds the lines that make the masks of a key, under the names that they have been given.
  func drawTogether(_ draws: KeyDraws) {
    let masks = drawn(draws.drawn.map(\.draw), draws.key)
    for (mask, given) in zip(masks, draws.drawn.map(\.mask)) {
      // A reshape to the same shape gives the mask its name.
      add("\(given.name) = stablehlo.reshape \(mask.name) : (\(mask.type)) -> \(given.type)")
    }
  }

  /// The masks of some dropouts.
  private func drawn(_ draws: [MaskDraw], _ key: HLOValue) -> [HLOValue] {
    let blocks = concatenated(draws.map { iota([$0.blocks], axis: 0, .uint32) }, 0)
    let streams = concatenated(draws.map { constant(Int($0.stream), .uint32, [$0.blocks]) }, 0)
    let words = philox(key: key, blocks: blocks, streams: streams)
    let thresholds = concatenated(
      draws.map { constant(Int(Philox.threshold(for: $0.rate)), .uint32, [$0.blocks * 4]) }, 0)
    let dropped = words.compared(.less, to: thresholds)
    var start = 0
    return draws.map { draw in
      defer { start += draw.blocks * 4 }
      return dropped.sliced(0, start..<start + draw.count)
    }
  }

  /// The words of Philox4x32-10 at the counters (block, step, stream, 0) under the key's seed.
  /// - Parameters:
  ///   - key: int32 `[3]`.
  ///   - blocks: uint32 `[count]`.
  ///   - streams: uint32 `[count]`.
  /// - Returns: uint32 `[4 * count]`.
  private func philox(key: HLOValue, blocks: HLOValue, streams: HLOValue) -> HLOValue {
    let count = blocks.count
    let unsigned = key.bits(as: .uint32)
    func word(_ place: Int) -> HLOValue { unsigned.sliced(0, place..<place + 1).reshaped(to: []) }
    func spread(_ scalar: HLOValue) -> HLOValue { scalar.broadcast(to: [count]) }
    let factors = (constant(0xD251_1F53, .uint64, [count]), constant(0xCD9E_8D57, .uint64, [count]))
    let additions = (constant(0x9E37_79B9, .uint32), constant(0xBB67_AE85, .uint32))
    let half = constant(32, .uint64, [count])
    func high(_ product: HLOValue) -> HLOValue {
      product.binary(.shiftRight, half).converted(to: .uint32)
    }
    var keys = (word(0), word(1))
    var (x, y, z, w) = (blocks, spread(word(2)), streams, constant(0, .uint32, [count]))
    for round in 0..<10 {
      let (first, second) = (factors.0 * x.converted(to: .uint64), factors.1 * z.converted(to: .uint64))
      (x, y, z, w) = (
        high(second).binary(.xor, y).binary(.xor, spread(keys.0)), second.converted(to: .uint32),
        high(first).binary(.xor, w).binary(.xor, spread(keys.1)), first.converted(to: .uint32)
      )
      if round < 9 { keys = (keys.0 + additions.0, keys.1 + additions.1) }
    }
    return concatenated([x, y, z, w].map { $0.reshaped(to: [count, 1]) }, 1).reshaped(to: [count * 4])
  }
}
