import Autograd

extension CachedAttention: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let (rows, size) = (operands[0].dimensions[0], operands[0].dimensions[1] / heads)
    let query = operands[0].reshaped(to: [rows, keyHeads, heads / keyHeads, size])
    let tables = (hasPrompt ? [1, 5] : [1]).map { first in
      SeenTable(
        self, query, Array(operands[first..<first + 4]), bias: bias == nil ? nil : operands[5], emitter)
    }
    let maxima = tables.map { $0.scores.reduced(.maximum, over: [3]) }
    let maximum = maxima.dropFirst().reduce(maxima[0]) { $0.binary(.maximum, $1) }
    func spread(_ x: HLOValue, _ table: SeenTable) -> HLOValue {
      x.broadcast([0, 1, 2], to: table.scores.dimensions)
    }
    let exponentials = tables.map { ($0.scores - spread(maximum, $0)).unary(.exponential) }
    let sums = exponentials.map { $0.reduced(.add, over: [3]) }
    let sum = sums.dropFirst().reduce(sums[0], +)
    let parts = zip(tables, exponentials).map { table, exponentials in
      (exponentials / spread(sum, table)).times(
        table.values, batch: ([0, 1], [0, 2]), contracting: ([3], [1]))
    }
    let output = parts.dropFirst().reduce(parts[0], +).reshaped(to: operands[0].dimensions)
    let lasts = tables.map(\.last)
    let last = lasts.dropFirst().reduce(lasts[0]) { $0.binary(.maximum, $1) }
    let seesSomething = last.compared(.greaterOrEqual, to: last.filled(whole: 0))
    return [
      seesSomething.broadcast([0], to: output.dimensions).select(output, else: output.filled(0))
    ]
  }
}

/// The keys that rows see of one table.
private struct SeenTable {
  /// `[rows, keyHeads, group, length]`, far below 0 where a key is not seen.
  let scores: HLOValue
  /// `[rows, length, keyHeads, size]`.
  let values: HLOValue
  /// int32 `[rows]`.
  let last: HLOValue

  /// - Parameters:
  ///   - query: `[rows, keyHeads, group, size]`.
  ///   - operands: keys, values, last and places.
  ///   - table: the biases `[buckets, heads]`.
  init(
    _ attention: CachedAttention, _ query: HLOValue, _ operands: [HLOValue], bias table: HLOValue?,
    _ emitter: Emitter
  ) {
    let places = operands[3]
    let split = places.dimensions + [attention.keyHeads, query.dimensions[3]]
    let keys = operands[0].rows(at: places).reshaped(to: split)
    values = operands[1].rows(at: places).reshaped(to: split)
    last = operands[2]
    var scores = query.times(keys, batch: ([0, 1], [0, 2]), contracting: ([3], [3]))
    let pairs = places.dimensions
    let (place, limit) = (emitter.iota(pairs, axis: 1), last.broadcast([0], to: pairs))
    if let table, let bias = attention.bias {
      // Keys behind the last are not seen, whatever bias they get.
      let length = pairs[1]
      let ofOffsets = table.rows(at: emitter.buckets(bias, queries: length, keys: length))
      let offsets = place - limit + place.filled(whole: length - 1)
      let biases = ofOffsets.rows(at: offsets).transposed([0, 2, 1])
      scores = scores + biases.reshaped(to: scores.dimensions)
    }
    let isSeen = place.compared(.lessOrEqual, to: limit).broadcast([0, 3], to: scores.dimensions)
    self.scores = isSeen.select(scores, else: scores.filled(-1e10))
  }
}
