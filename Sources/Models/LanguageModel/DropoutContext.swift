import Autograd

/// Dropout while a program is recorded: its rate, and the random key that its masks are drawn under.
struct DropoutContext {
  let rate: Float
  let key: Tensor?
  /// Where rows are joined, their number and that of each place's row, int32 `[batch, length]`.
  var rows: (count: Int, ofPlaces: Tensor)?

  /// No dropout, as in evaluation.
  static var none: DropoutContext { DropoutContext(rate: 0, key: nil) }

  /// Drops elements of `x` `[batch, length, width]`; with `sharedOverLength` the same ones at every position of a
  /// row.
  func callAsFunction(_ x: Tensor, sharedOverLength: Bool = true) -> Tensor {
    guard let key, rate > 0 else { return x }
    if sharedOverLength, let rows {
      return x.droppedOut(rate: rate, key: key, groups: rows.ofPlaces, count: rows.count)
    }
    return x.droppedOut(rate: rate, key: key, sharedAxes: sharedOverLength ? [1] : [])
  }
  /// A residual branch: `x` plus the dropped out `branch`, both `[batch, length, width]`, with the same elements dropped at every
  /// position of a row.
  func residual(_ x: Tensor, _ branch: Tensor) -> Tensor {
    guard let key, let rows, rate > 0 else { return x + self(branch) }
    return branch.droppedOut(rate: rate, key: key, groups: rows.ofPlaces, count: rows.count, addedTo: x)
  }
}
