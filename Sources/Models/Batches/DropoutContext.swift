import Autograd

/// What the places of joined rows were before, for whose masks dropout draws: the same ones as for rows of their own.
struct JoinedPlaces {
  /// How the rows' places are numbered.
  let numbering: RowNumbering
  /// Each place's row, int32 `[1, length]`.
  let rows: Tensor
  /// Each place's number, int32 `[1, length]`.
  let numbers: Tensor
}

/// Dropout while a program is recorded: its rate, and the random key that its masks are drawn under.
struct DropoutContext {
  let rate: Float
  let key: Tensor?
  /// Where rows are joined, their places.
  var joined: JoinedPlaces?

  /// No dropout, as in evaluation.
  static var none: DropoutContext { DropoutContext(rate: 0, key: nil) }

  /// Drops elements of `x` `[batch, length, width]`; with `sharedOverLength` the same ones at every position of a
  /// row.
  func callAsFunction(_ x: Tensor, sharedOverLength: Bool = true) -> Tensor {
    guard let key, rate > 0 else { return x }
    guard let joined else {
      return x.droppedOut(rate: rate, key: key, sharedAxes: sharedOverLength ? [1] : [])
    }
    return sharedOverLength
      ? x.droppedOut(rate: rate, key: key, groups: joined.rows, count: joined.numbering.rows)
      : x.droppedOut(rate: rate, key: key, groups: joined.numbers, count: joined.numbering.count)
  }

  /// A residual branch: `x` plus the dropped out `branch`, both `[batch, length, width]`, with the same elements dropped at every
  /// position of a row.
  func residual(_ x: Tensor, _ branch: Tensor) -> Tensor {
    guard let key, let joined, rate > 0 else { return x + self(branch) }
    return branch.droppedOut(
      rate: rate, key: key, groups: joined.rows, count: joined.numbering.rows, addedTo: x)
  }

  /// Attention that drops keys, and the operands that it takes for that behind its others.
  /// - Parameters:
  ///   - keys: where rows are joined, the places of keys.
  ///   - operation: makes the operation.
  func attention(
    _ builder: ProgramBuilder, keys: JoinedPlaces?,
    _ operation: (_ rate: Float, _ stream: UInt32, _ numbering: RowNumbering?) -> Attention
  ) -> (operation: Attention, operands: [Tensor]) {
    guard let key, rate > 0 else { return (operation(0, 0, nil), []) }
    return (
      operation(rate, builder.nextRandomStream(), keys?.numbering), [key] + (keys.map { [$0.numbers] } ?? [])
    )
  }
}
