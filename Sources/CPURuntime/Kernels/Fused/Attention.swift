import Autograd
import Foundation

extension Attention: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    AttentionLayout(self, site).forwardFloats * 4
  }

  /// Rows and heads are split over the threads; each visits the blocks of its row's segments one by one.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = AttentionLayout(self, site)
    return { call in
      let scratch = AttentionScratch(layout, call)
      let (query, key, value) = (call.input(0), call.input(1), call.input(2))
      let (output, logSumExp) = (call.output(0), call.output(1))
      call.pool.split(layout.batch * layout.heads) { part, range in
        for task in range {
          AttentionHead(scratch, part: part, row: task / layout.heads, head: task % layout.heads)
            .attend(query, key, value, output, logSumExp)
        }
      }
    }
  }
}

/// The work of one head on one row.
struct AttentionHead {
  let scratch: AttentionScratch
  let layout: AttentionLayout
  let part, row, head: Int

  init(_ scratch: AttentionScratch, part: Int, row: Int, head: Int) {
    self.scratch = scratch
    layout = scratch.layout
    self.part = part
    self.row = row
    self.head = head
  }

  /// The offset of this head's part of a query's, or an output's, vector.
  @inline(__always)
  func queryOffset(_ query: Int) -> Int { (row * layout.queries + query) * layout.width + head * layout.size }

  /// The offset of this head's part of a key's, or a value's, vector.
  @inline(__always)
  func keyOffset(_ key: Int) -> Int { (row * layout.keys + key) * layout.width + head * layout.size }

  /// The place of a query's log-sum-exp.
  @inline(__always)
  func sumOffset(_ query: Int) -> Int { (row * layout.heads + head) * layout.queries + query }

  func attend(
    _ query: UnsafePointer<Float>, _ key: UnsafePointer<Float>, _ value: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, _ logSumExp: UnsafeMutablePointer<Float>
  ) {
    let (size, width) = (layout.size, layout.width)
    let tiles = scratch.tiles(part)
    for index in 0..<scratch.blockCount(row) {
      let block = scratch.block(row, index)
      if block.keys.isEmpty {
        for query in block.queries { clear(output, logSumExp, query) }
        continue
      }
      let values = scratch.visibleValues(value, row: row, head: head, keys: block.keys, into: tiles.values)
      let operand = transposed(
        key + keyOffset(block.keys.lowerBound), layout.width, block.keys, tiles.transposedKeys)
      scratch.eachTile(of: block) { queries, keys in
        let (count, stride) = (keys.count, layout.tileStride(keys.count))
        multiplyTransposed(
          query + queryOffset(queries.lowerBound), operand, queries, keys, into: tiles.scores)
        for query in queries {
          let scores = tiles.scores + (query - queries.lowerBound) * stride
          let visible = scratch.visibleCount(keys, query: query)
          scratch.addBias(scores, head: head, query: query, firstKey: keys.lowerBound, count: visible)
          let maximum = largest(scores, visible)
          let sum = exponentiate(scores, visible, minus: maximum)
          scale(scores, visible, by: visible == 0 ? 0 : 1 / sum)
          (scores + visible).update(repeating: 0, count: count - visible)
          logSumExp[sumOffset(query)] = visible == 0 ? 0 : Foundation.log(sum) + maximum
        }
        multiplyInCache(
          MatrixView(tiles.scores, stride: stride), MatrixView(values.elements, stride: values.stride),
          into: output + queryOffset(queries.lowerBound), stride: width, rows: queries.count, columns: size,
          inner: count, byBlocks: layout.isBlocked)
      }
    }
  }

  /// The keys or values of a block as the right side of a product, transposed: a copy where tiles are multiplied by
  /// blocks, else a view.
  /// - Parameters:
  ///   - elements: the first key's part, `[keys, size]` with rows `stride` elements apart.
  ///   - copy: memory for the copy.
  @inline(__always)
  func transposed(
    _ elements: UnsafePointer<Float>, _ stride: Int, _ keys: Range<Int>, _ copy: UnsafeMutablePointer<Float>
  ) -> MatrixView {
    if !layout.isBlocked { return MatrixView(elements, stride: stride, isTransposed: true) }
    let columns = AttentionLayout.wholeBlocks(keys.count)
    transpose(elements, stride: stride, rows: keys.count, columns: layout.size, into: copy, stride: columns)
    for row in 0..<layout.size {
      (copy + row * columns + keys.count).update(repeating: 0, count: columns - keys.count)
    }
    return MatrixView(copy, stride: columns)
  }

  /// The products of a tile's rows with every key or value, `[queries, keys]`: scores, or gradients of weights. With a copy on
  /// the right, the tile's rows are filled up to whole blocks by what nobody reads.
  @inline(__always)
  func multiplyTransposed(
    _ rows: UnsafePointer<Float>, _ right: MatrixView, _ queries: Range<Int>, _ keys: Range<Int>,
    into tile: UnsafeMutablePointer<Float>
  ) {
    multiplyInCache(
      MatrixView(rows, stride: layout.width), right, into: tile, stride: layout.tileStride(keys.count),
      rows: queries.count,
      columns: layout.isBlocked ? AttentionLayout.wholeBlocks(keys.count) : keys.count, inner: layout.size)
  }

  private func clear(
    _ output: UnsafeMutablePointer<Float>, _ logSumExp: UnsafeMutablePointer<Float>, _ query: Int
  ) {
    (output + queryOffset(query)).update(repeating: 0, count: layout.size)
    logSumExp[sumOffset(query)] = 0
  }
}
