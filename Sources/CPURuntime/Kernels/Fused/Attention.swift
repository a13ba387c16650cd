import Autograd
import Foundation

extension Attention: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    AttentionLayout(self, site).forwardFloats * 4
  }

  /// The threads share the parts of all rows' segments, head of keys by head.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = AttentionLayout(self, site)
    return { call in
      let scratch = AttentionScratch(layout, call, isGradient: false)
      let (query, key, value) = (call.input(0), call.input(1), call.input(2))
      let (output, logSumExp) = (call.output(0), call.output(1))
      scratch.shareParts(call.pool) { thread, part in
        for head in part.keyHead * layout.group..<(part.keyHead + 1) * layout.group {
          AttentionHead(scratch, thread: thread, row: part.row, head: head)
            .attend(part, query, key, value, output, logSumExp)
        }
      }
    }
  }
}

/// The work of one head on one row.
struct AttentionHead {
  let scratch: AttentionScratch
  let layout: AttentionLayout
  let thread, row, head: Int
  /// The head of keys and values that this one reads.
  let keyHead: Int

  init(_ scratch: AttentionScratch, thread: Int, row: Int, head: Int) {
    self.scratch = scratch
    layout = scratch.layout
    self.thread = thread
    self.row = row
    self.head = head
    keyHead = head / layout.group
  }

  /// Whether no head before it has read the same keys.
  var isFirstOfGroup: Bool { head == keyHead * layout.group }
  /// Whether heads of a group see the same values: all but those after dropout.
  var sharesValues: Bool { layout.attention.dropoutRate == 0 }

  /// The offset of this head's part of a query's, or an output's, vector.
  @inline(__always)
  func queryOffset(_ query: Int) -> Int { (row * layout.queries + query) * layout.width + head * layout.size }

  /// The offset of this head's part of a key's, or a value's, vector.
  @inline(__always)
  func keyOffset(_ key: Int) -> Int { (row * layout.keys + key) * layout.keyWidth + keyHead * layout.size }

  /// The place of a query's log-sum-exp.
  @inline(__always)
  func sumOffset(_ query: Int) -> Int { (row * layout.heads + head) * layout.queries + query }

  /// Attends to the keys that a part's queries see.
  func attend(
    _ part: AttentionPart, _ query: UnsafePointer<Float>, _ key: UnsafePointer<Float>,
    _ value: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, _ logSumExp: UnsafeMutablePointer<Float>
  ) {
    let size = layout.size
    let tiles = scratch.tiles(thread)
    if part.block.keys.isEmpty {
      for query in part.queries { clear(output, logSumExp, query) }
      return
    }
    let keyPanels = keyPanels(key, part.keys, tiles)
    let valuePanels = valuePanels(value, part.keys, tiles)
    scratch.eachTile(queries: part.queries, keys: part.keys) { queries, keys in
      let (count, stride) = (keys.count, layout.tileStride(keys.count))
      multiply(query + queryOffset(queries.lowerBound), keyPanels, queries, keys, into: tiles.scores)
      for query in queries {
        let visible = scratch.visibleCount(keys, query: query)
        let scores = AttentionTileRow(
          elements: tiles.scores + (query - queries.lowerBound) * stride, count: visible)
        let maximum = scores.largest(
          adding: scratch.bias(head: head, query: query, firstKey: keys.lowerBound))
        let sum = scores.exponentiate(minus: maximum)
        tiles.sums[query - queries.lowerBound] = sum
        scores.clear(to: count)
        logSumExp[sumOffset(query)] = visible == 0 ? 0 : Foundation.log(sum) + maximum
      }
      multiplyInCache(
        MatrixView(tiles.scores, stride: stride), valuePanels, into: output + queryOffset(queries.lowerBound),
        stride: layout.width, rows: queries.count, columns: size, inner: count,
        triangle: triangle(queries, keys, ProductTriangle.lower))
      // The weights' common divisor, once for each part of the output instead of each key.
      for query in queries {
        let sum = tiles.sums[query - queries.lowerBound]
        scale(output + queryOffset(query), size, by: sum == 0 ? 0 : 1 / sum)
      }
    }
  }

  /// The panels of keys, transposed: the first head of a group makes them for the others.
  @inline(__always)
  private func keyPanels(
    _ key: UnsafePointer<Float>, _ keys: Range<Int>, _ tiles: AttentionScratch.Tiles
  ) -> PanelledMatrix {
    isFirstOfGroup
      ? transposed(key + keyOffset(keys.lowerBound), layout.keyWidth, count: keys.count, tiles.keyPanels)
      : PanelledMatrix(elements: tiles.keyPanels, depth: layout.size)
  }

  /// The panels of the values as the head's queries get to see them.
  @inline(__always)
  private func valuePanels(
    _ value: UnsafePointer<Float>, _ keys: Range<Int>, _ tiles: AttentionScratch.Tiles
  ) -> PanelledMatrix {
    if !isFirstOfGroup, sharesValues { return PanelledMatrix(elements: tiles.valuePanels, depth: keys.count) }
    return PanelledMatrix(
      scratch.visibleValues(value, row: row, head: head, keys: keys, into: tiles.values),
      columns: layout.size, depth: keys.count, into: tiles.valuePanels)
  }

  /// What causal attention leaves out of a product of a tile, whose row sees the columns up to its own number and an offset.
  @inline(__always)
  func triangle(
    _ queries: Range<Int>, _ keys: Range<Int>, _ kind: (Int) -> ProductTriangle
  ) -> ProductTriangle {
    layout.attention.isCausal ? kind(queries.lowerBound - keys.lowerBound) : .none
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
      rows: queries.count, columns: AttentionLayout.wholePanels(keys.count), inner: layout.size,
      triangle: triangle(queries, keys, ProductTriangle.result))
  }

  private func clear(
    _ output: UnsafeMutablePointer<Float>, _ logSumExp: UnsafeMutablePointer<Float>, _ query: Int
  ) {
    (output + queryOffset(query)).update(repeating: 0, count: layout.size)
    logSumExp[sumOffset(query)] = 0
  }
}
