import CInstructions

/// The sums of four rows' products with four columns: each vector has those of two columns, one's behind the
/// other's.
///
/// With vectors of sixteen elements, eight rows and four columns fill half of AVX-512's registers, and a
/// row's elements that were read once are multiplied by all columns.
private struct BlockSums {
  private typealias Lanes = RowProduct.Lanes

  private var (p0, p1, p2, p3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)
  private var (q0, q1, q2, q3) = (FloatVector.zero, FloatVector.zero, FloatVector.zero, FloatVector.zero)

  @_transparent
  init() {}

  /// What was kept, for each column eight vectors of which the first four are these rows'.
  @_transparent
  init(_ kept: UnsafePointer<RowProduct.Lanes>) {
    @_transparent
    func pair(_ row: Int) -> FloatVector { FloatVector(lowHalf: kept[row], highHalf: kept[row + 8]) }
    (p0, p1, p2, p3) = (pair(0), pair(1), pair(2), pair(3))
    (q0, q1, q2, q3) = (pair(16), pair(17), pair(18), pair(19))
  }

  @_transparent
  func store(_ kept: UnsafeMutablePointer<RowProduct.Lanes>) {
    @_transparent
    func keep(_ pair: FloatVector, _ row: Int) { (kept[row], kept[row + 8]) = (pair.lowHalf, pair.highHalf) }
    keep(p0, 0)
    keep(p1, 1)
    keep(p2, 2)
    keep(p3, 3)
    keep(q0, 16)
    keep(q1, 17)
    keep(q2, 18)
    keep(q3, 19)
  }

  /// Adds the products of eight elements of every row, which lie one row behind the other, with those of the
  /// columns.
  @_transparent
  mutating func add(_ x: UnsafePointer<Float>, _ y: (FloatVector, FloatVector)) {
    @_transparent
    func twice(_ row: Int) -> FloatVector {
      let lanes = loadLanes(x + 8 * row)
      return FloatVector(lowHalf: lanes, highHalf: lanes)
    }
    let (x0, x1, x2, x3) = (twice(0), twice(1), twice(2), twice(3))
    (p0, q0) = (multiplyAdd(x0, y.0, p0), multiplyAdd(x0, y.1, q0))
    (p1, q1) = (multiplyAdd(x1, y.0, p1), multiplyAdd(x1, y.1, q1))
    (p2, q2) = (multiplyAdd(x2, y.0, p2), multiplyAdd(x2, y.1, q2))
    (p3, q3) = (multiplyAdd(x3, y.0, p3), multiplyAdd(x3, y.1, q3))
  }
}

extension SideBySideRows {
  /// Bytes that are fetched ahead of what is read.
  private static let compactPrefetchDistance = 2048

  /// Adds the products of a range of elements with those of a block of four columns to sums, eight vectors
  /// for each column; the first range's are written.
  @inline(__always)
  func add<Elements: CompactElements>(
    _ range: Range<Int>, _: Elements.Type, _ block: UnsafeRawPointer, _ steps: UnsafePointer<Float>?,
    blockBytes: Int, to kept: UnsafeMutablePointer<Lanes>
  ) {
    let start = block + range.lowerBound / RowProduct.lanes * Elements.groupBytes
    let distance = inner > RowProduct.turn ? blockBytes : Self.compactPrefetchDistance
    guard compiledLevel() == 4 else {
      for column in 0..<4 {
        let (step, to) = (steps.map { $0[column] } ?? 0, kept + column * 8)
        if width == 8 {
          sums(EightSums.self, range, Elements.self, start, column, step, distance, from: to).store(to)
        } else {
          sums(FourSums.self, range, Elements.self, start, column, step, distance, from: to).store(to)
        }
      }
      return
    }
    let (steps, isFirst) = (Elements.spread(steps), range.lowerBound == 0)
    var (group, x) = (start, side + range.lowerBound * width)
    let end = start + range.count / RowProduct.lanes * Elements.groupBytes
    var low = isFirst ? BlockSums() : BlockSums(kept)
    if width == 8 {
      var high = isFirst ? BlockSums() : BlockSums(kept + 4)
      while group < end {
        prefetchLine(group + distance)
        let y = Elements.pairs(group, steps)
        low.add(x, y)
        high.add(x + 32, y)
        x += 64
        group += Elements.groupBytes
      }
      high.store(kept + 4)
    } else {
      while group < end {
        prefetchLine(group + distance)
        low.add(x, Elements.pairs(group, steps))
        x += 32
        group += Elements.groupBytes
      }
    }
    low.store(kept)
  }

  /// The same for one of the columns, with vectors of eight elements.
  @inline(__always)
  private func sums<Sums: RowSums, Elements: CompactElements>(
    _: Sums.Type, _ range: Range<Int>, _: Elements.Type, _ start: UnsafeRawPointer, _ column: Int,
    _ step: Float, _ distance: Int, from kept: UnsafePointer<Lanes>
  ) -> Sums {
    var sums = range.lowerBound == 0 ? Sums() : Sums(kept)
    var (group, x) = (start, side + range.lowerBound * Sums.rows)
    let end = start + range.count / RowProduct.lanes * Elements.groupBytes
    while group < end {
      if column == 0 { prefetchLine(group + distance) }
      sums.add(x, Elements.row(column, group, step: step))
      x += Sums.rows * RowProduct.lanes
      group += Elements.groupBytes
    }
    return sums
  }

  /// Every row's product with a column, of which all whole eights have been added; beyond the last row, zero.
  @inline(__always)
  func totals(_ kept: UnsafePointer<Lanes>) -> Lanes {
    width == 8 ? EightSums(kept).totals : FourSums(kept).totals
  }
}
