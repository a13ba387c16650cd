import Autograd
import Foundation

extension Attention: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    AttentionLayout(self, site).forwardFloats * 4
  }

  /// The threads share the blocks of all rows' segments, head by head.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = AttentionLayout(self, site)
    return { call in
      let scratch = AttentionScratch(layout, call, isGradient: false)
      let (query, key, value) = (call.input(0), call.input(1), call.input(2))
      let (output, logSumExp) = (call.output(0), call.output(1))
      scratch.shareBlocks(call.pool) { thread, row, head, block in
        AttentionHead(scratch, thread: thread, row: row, head: head)
          .attend(block, query, key, value, output, logSumExp)
      }
    }
  }
}

/// The work of one head on one row.
struct AttentionHead {
  let scratch: AttentionScratch
  let layout: AttentionLayout
  let thread, row, head: Int

  init(_ scratch: AttentionScratch, thread: Int, row: Int, head: Int) {
    self.scratch = scratch
    layout = scratch.layout
    self.thread = thread
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

  /// Attends to the keys of one block.
  func attend(
    _ block: AttentionScratch.Block, _ query: UnsafePointer<Float>, _ key: UnsafePointer<Float>,
    _ value: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, _ logSumExp: UnsafeMutablePointer<Float>
  ) {
    let (size, width) = (layout.size, layout.width)
    let tiles = scratch.tiles(thread)
    if block.keys.isEmpty {
      for query in block.queries { clear(output, logSumExp, query) }
      return
    }
    let values = scratch.visibleValues(value, row: row, head: head, keys: block.keys, into: tiles.values)
    let keyPanels = transposed(
      key + keyOffset(block.keys.lowerBound), layout.width, count: block.keys.count, tiles.keyPanels)
    let valuePanels = PanelledMatrix(
      values, columns: size, depth: block.keys.count, into: tiles.valuePanels)
    scratch.eachTile(queries: block.queries, keys: block.keys) { queries, keys in
      let (count, stride) = (keys.count, layout.tileStride(keys.count))
      multiply(query + queryOffset(queries.lowerBound), keyPanels, queries, keys, into: tiles.scores)
      for query in queries {
        let scores = tiles.scores + (query - queries.lowerBound) * stride
        let visible = scratch.visibleCount(keys, query: query)
        let bias = scratch.bias(head: head, query: query, firstKey: keys.lowerBound)
        let maximum = bias.map { accumulateLargest(scores, $0, visible) } ?? largest(scores, visible)
        let sum = exponentiate(scores, visible, minus: maximum)
        tiles.sums[query - queries.lowerBound] = sum
        (scores + visible).update(repeating: 0, count: count - visible)
        logSumExp[sumOffset(query)] = visible == 0 ? 0 : Foundation.log(sum) + maximum
      }
      multiplyInCache(
        MatrixView(tiles.scores, stride: stride), valuePanels, into: output + queryOffset(queries.lowerBound),
        stride: width, rows: queries.count, columns: size, inner: count)
      // The weights' common divisor, once for each part of the output instead of each key.
      for query in queries {
        let sum = tiles.sums[query - queries.lowerBound]
        scale(output + queryOffset(query), size, by: sum == 0 ? 0 : 1 / sum)
      }
    }
  }

  /// Keys or values, `[count, size]` with rows `stride` elements apart, transposed: `[size, count]`.
  @inline(__always)
  func transposed(
    _ elements: UnsafePointer<Float>, _ stride: Int, count: Int,
    _ panels: UnsafeMutablePointer<Float>
  ) -> PanelledMatrix {
    PanelledMatrix(
      MatrixView(elements, stride: stride, isTransposed: true), columns: count,
      depth: layout.size, into: panels)
  }

  /// The products of a tile's rows with every key or value, `[queries, keys]`: scores, or gradients of weights. The tile's rows
  /// are filled up to whole panels by what nobody reads.
  @inline(__always)
  func multiply(
    _ rows: UnsafePointer<Float>, _ right: PanelledMatrix, _ queries: Range<Int>, _ keys: Range<Int>,
    into tile: UnsafeMutablePointer<Float>
  ) {
    multiplyInCache(
      MatrixView(rows, stride: layout.width), right, into: tile, stride: layout.tileStride(keys.count),
      rows: queries.count, columns: AttentionLayout.wholePanels(keys.count), inner: layout.size)
  }

  private func clear(
    _ output: UnsafeMutablePointer<Float>, _ logSumExp: UnsafeMutablePointer<Float>, _ query: Int
  ) {
    (output + queryOffset(query)).update(repeating: 0, count: layout.size)
    logSumExp[sumOffset(query)] = 0
  }
}
