import Autograd

extension Gather: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] { [operands[0].rows(at: operands[1])] }
}

extension ScatterAdd: XLAOperation {
  /// Cards add with atomic operations where several rows meet, in another order each time. So rows are sorted by
  /// index, those of one index are added one to the other in an order that their places decide, and every sum is
  /// written once.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let width = operands[0].dimensions[operands[0].rank - 1]
    let count = operands[1].count
    let table = emitter.constant(0, [rows, width])
    if count == 0 { return [table] }
    let order = emitter.sorted(
      operands[1].reshaped(to: [count]), with: [emitter.iota([count], axis: 0)], by: .less)
    let indices = order[0]
    let sums = emitter.runningSums(
      of: operands[0].reshaped(to: [count, width]).rows(at: order[1]), indices: indices)
    // The last row of each index has the whole sum; the others are written to nowhere, each to a place of its own.
    let next = indices.padded(0, after: 1, with: -1).sliced(0, 1..<count + 1)
    let nowhere = emitter.iota([count], axis: 0) + emitter.constant(rows, .int32, [count])
    let places = indices.compared(.notEqual, to: next).select(indices, else: nowhere)
    return [
      table.replacingRows(at: places.reshaped(to: [count, 1]), with: sums, isSorted: false)
    ]
  }
}

extension Emitter {
  /// Every row with all rows before it that have the same index added (a segmented scan, Hillis & Steele 1986): in
  /// each round with the sum that ends as many places before as are summed already.
  /// - Parameters:
  ///   - rows: `[count, width]`.
  ///   - indices: int32 `[count]`, ascending, from 0 on.
  fileprivate func runningSums(of rows: HLOValue, indices: HLOValue) -> HLOValue {
    let count = indices.count
    var (sums, distance) = (rows, 1)
    while distance < count {
      let kept = 0..<count - distance
      let earlier = sums.sliced(0, kept).padded(0, before: distance)
      let theirs = indices.sliced(0, kept).padded(0, before: distance, with: -1)
      let isSame = indices.compared(.equal, to: theirs).broadcast([0], to: sums.dimensions)
      sums = sums + isSame.select(earlier, else: sums.filled(0))
      distance *= 2
    }
    return sums
  }
}

extension UpdateRows: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let count = operands[1].dimensions[0]
    let slots = emitter.iota([count, 1], axis: 0)
    let places = emitter.concatenated([slots, operands[2].reshaped(to: [count, 1])], 1)
    return [operands[0].replacingRows(at: places, with: operands[1], isSorted: true)]
  }
}
