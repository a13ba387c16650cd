import Autograd
import CInstructions

/// A right side of a `CompactRowProduct` and where its product goes.
struct CompactWeight {
  /// As `CompactRows` has `[columns, inner]`.
  let words: UnsafeRawPointer
  /// The step of every column, up to a whole four; `nil` where the format has none.
  let steps: UnsafePointer<Float>?
  /// `[rows, columns]`.
  let c: UnsafeMutablePointer<Float>
  let columns: Int
}

extension RowProduct {
  /// Computes the products with weights of a format by all threads together.
  /// - Parameter scratch: `scratchCount` floats for each thread.
  func multiply(
    _ weights: [CompactWeight], _ format: CompactFormat, _ pool: ThreadPool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    switch format {
    case .bfloat16: CompactRowProduct<BFloat16Elements>(rows: self).multiply(weights, pool, scratch: scratch)
    case .int8: CompactRowProduct<Int8Elements>(rows: self).multiply(weights, pool, scratch: scratch)
    }
  }
}

/// C = A Bᵀ for a few rows of A and a weight B in `CompactRows`: as `RowProduct`, with a half or a quarter of
/// the bytes to be read.
///
/// Elements are made float32 as they are read, and summed in the order of `orderedDot`: the product is, bit
/// for bit, that of `RowProduct` with the expanded weight.
struct CompactRowProduct<Elements: CompactElements> {
  private typealias Lanes = RowProduct.Lanes

  /// The rows of A; their copies and sums take the scratch memory of a `RowProduct`.
  let rows: RowProduct

  /// Columns whose elements lie together.
  private var block: Int { CompactRows.block }
  private var inner: Int { rows.inner }
  /// Bytes of a block.
  private var blockBytes: Int {
    (inner + RowProduct.lanes - 1) / RowProduct.lanes * Elements.groupBytes
  }

  /// Computes the products with all weights by all threads together, as `RowProduct` does.
  /// - Parameter scratch: `RowProduct.scratchCount` floats for each thread.
  func multiply(_ weights: [CompactWeight], _ pool: ThreadPool, scratch: UnsafeMutablePointer<Float>) {
    rows.shareColumns(
      of: weights.count, { weights[$0].columns }, elements: Self.sharedElements, pool, scratch
    ) {
      multiply(weights[$0], $1, scratch: $2)
    }
  }

  /// Elements of B that a thread takes at once.
  private static var sharedElements: Int { 1 << 14 }

  /// Computes some columns of a weight's product, from the first of a block on.
  /// - Parameter scratch: has the copies of the rows.
  func multiply(_ weight: CompactWeight, _ columns: Range<Int>, scratch: UnsafeMutablePointer<Float>) {
    let sums = rows.sums(in: scratch)
    for first in stride(from: columns.lowerBound, to: columns.upperBound, by: RowProduct.columns) {
      let count = min(RowProduct.columns, columns.upperBound - first)
      for row in stride(from: 0, to: rows.rows, by: 8) {
        multiply(rows.group(row, scratch), weight, first, count, row: row, sums)
      }
    }
  }

  /// Up to eight rows by up to eight columns.
  /// - Parameter sums: room for eight vectors of each column, and for all totals.
  @inline(__always)
  private func multiply(
    _ group: SideBySideRows, _ weight: CompactWeight, _ first: Int, _ count: Int, row: Int,
    _ sums: UnsafeMutablePointer<Lanes>
  ) {
    let (whole, totals) = (wholeLanes(inner), sums + RowProduct.columns * 8)
    let words = weight.words + first / block * blockBytes
    let steps = weight.steps.map { $0 + first }
    var start = 0
    repeat {
      let end = min(start + RowProduct.turn, whole)
      for offset in stride(from: 0, to: count, by: block) {
        group.add(
          start..<end, Elements.self, words + offset / block * blockBytes, steps.map { $0 + offset },
          blockBytes: blockBytes, to: sums + offset * 8)
      }
      start = end
    } while start < whole
    for column in 0..<count {
      totals[column] = group.totals(sums + column * 8)
      if whole == inner { continue }
      let rest = words + column / block * blockBytes + whole / RowProduct.lanes * Elements.groupBytes
      let b = Elements.row(column % block, rest, step: steps.map { $0[column] } ?? 0)
      for i in whole..<inner {
        for row in 0..<group.rows { totals[column][row] += group.a[row * inner + i] * b[i - whole] }
      }
    }
    transpose(
      UnsafeRawPointer(totals).assumingMemoryBound(to: Float.self), stride: RowProduct.lanes, rows: count,
      columns: group.rows, into: weight.c + row * weight.columns + first, stride: weight.columns)
  }
}
