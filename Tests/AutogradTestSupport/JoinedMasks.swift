import Autograd

/// The masks that every kind of dropout draws for some rows: apart, or one behind the other in a single row.
public struct JoinedMasks: Sendable, CustomStringConvertible {
  /// Places of each row that are used, from the first on.
  let used: [Int]
  /// Places of every row.
  let length: Int
  /// Elements of a place; two for each head of attention.
  let width: Int
  /// Places behind the last row in the single one.
  let padding: Int

  /// One row, full ones, some that are not, an empty one; lengths and widths that are and are not multiples of the four words of a
  /// counter; masks that several threads share.
  public static let all = [
    JoinedMasks(used: [1], length: 1, width: 2, padding: 0),
    JoinedMasks(used: [4, 4], length: 4, width: 4, padding: 0),
    JoinedMasks(used: [3, 0, 5, 1], length: 5, width: 6, padding: 3),
    JoinedMasks(used: [7, 2, 8], length: 9, width: 34, padding: 2),
    JoinedMasks(used: [300, 411, 2], length: 411, width: 64, padding: 31),
  ]

  public var description: String { "\(used) of \(length) by \(width)" }

  private var numbering: RowNumbering { RowNumbering(rows: used.count, length: length) }
  /// The row and the place of everything that is used, in order.
  private var places: [(row: Int, place: Int)] {
    used.enumerated().flatMap { row, count in (0..<count).map { (row, $0) } }
  }
  private var joinedCount: Int { places.count + padding }

  private func program(isJoined: Bool) -> Program {
    ProgramBuilder.record { builder in
      let (batch, count) = isJoined ? (1, joinedCount) : (used.count, length)
      let key = builder.input("key", RandomKey.type)
      let ids = ["rows", "numbers", "segments"].map { builder.input($0, .int32([batch, count])) }
      let ones = builder.constant(1, [batch, count, width])
      let (shared, own) =
        isJoined
        ? (
          ones.droppedOut(rate: 0.3, key: key, groups: ids[0], count: numbering.rows),
          ones.droppedOut(rate: 0.3, key: key, groups: ids[1], count: numbering.count)
        )
        : (
          ones.droppedOut(rate: 0.3, key: key, sharedAxes: [1]),
          ones.droppedOut(rate: 0.3, key: key)
        )
      // A place that sees itself alone has its own value, times what dropout multiplies that by.
      let attention = Attention(
        heads: width / 2, isCausal: false, bias: nil, dropoutRate: 0.3, dropoutStream: 7,
        dropoutNumbering: isJoined ? numbering : nil)
      let operands = [ones, ones, ones, ids[2], ids[2], key] + (isJoined ? [ids[1]] : [])
      let attended = builder.apply(attention, operands)[0]
      for (name, mask) in [("shared", shared), ("own", own), ("attended", attended)] {
        builder.output(name, mask)
      }
      // Every input has a use, whatever the layout.
      for (name, id) in zip(["a", "b", "c"], ids) { builder.output(name, id.convertedToFloat()) }
    }
  }

  /// What a runtime draws for the used places, in their order: masks shared over the length, of every place, and attention's.
  /// - Throws: what the runtime throws.
  public func drawn(by runtime: any Runtime, isJoined: Bool) throws -> [[Double]] {
    let bound = try BoundProgram(program(isJoined: isJoined), on: runtime)
    let places = places
    /// A number for each place of the program's rows, 0 for padding.
    func laid(_ value: (Int, (row: Int, place: Int)) -> Int) -> [Double] {
      var values = [Double](repeating: 0, count: isJoined ? joinedCount : numbering.count)
      for (index, place) in places.enumerated() {
        values[isJoined ? index : place.row * length + place.place] = Double(value(index, place))
      }
      return values
    }
    bound.set([
      "key": RandomKey.elements(seed: 0x1234_5678_9ABC_DEF0, step: 5).map(Double.init),
      "rows": laid { $1.row }, "numbers": laid { $1.row * length + $1.place },
      "segments": laid { index, _ in index + 1 },
    ])
    return try bound.run().prefix(3).map { mask in
      places.enumerated().flatMap { index, place in
        let first = (isJoined ? index : place.row * length + place.place) * width
        return mask.values[first..<first + width]
      }
    }
  }
}
