import Autograd
import Foundation

extension LinearCrossEntropy: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    let layout = CrossEntropyLayout(site)
    let shared = (2 * layout.classTiles + 1) * layout.tokens * MemoryLayout<Float>.stride
    return shared + layout.scratchBytes(perThread: layout.panelFloats)
  }

  /// Each thread takes some tiles of classes. A tile gives every token the maximum of its logits and the sum of exponentials
  /// under it, and the label's logit where it has the label. Tiles are put together in their order, so that the result does not
  /// depend on who made which.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = CrossEntropyLayout(site)
    let (tokens, width, threads) = (layout.tokens, layout.width, layout.threads)
    let (extent, perThread) = (layout.tileExtent, layout.panelFloats)
    return { call in
      let (weight, labels, mask) = (call.input(1), call.integers(2), call.input(3))
      let hidden = call.floatScratch
      let tiles = hidden + tokens * width
      let panels = tiles + threads * crossEntropyTileTokens * crossEntropyTileClasses
      let sums = TileSums(layout, at: panels + threads * perThread)
      let indices = UnsafeMutableRawPointer(sums.end).assumingMemoryBound(to: Int32.self)
      let active = layout.compact(call.input(0), mask: mask, into: hidden, indices: indices)
      sums.labelLogits.update(repeating: 0, count: tokens)

      call.pool.each(threads) { part in
        let tile = tiles + part * crossEntropyTileTokens * crossEntropyTileClasses
        let product = ThreadProduct(
          upTo: extent, isFixed: layout.isFixed, scratch: panels + part * perThread)
        layout.eachTile(layout.classes(of: part), tokens: active) { classes, rows in
          let count = classes.count
          let states = MatrixView(hidden + rows.lowerBound * width, stride: width)
          let columns = MatrixView(weight + classes.lowerBound * width, stride: width, isTransposed: true)
          product.multiply(
            states, columns, into: tile, stride: count,
            .init(rows: rows.count, columns: count, inner: width))
          for row in rows {
            sums.add(
              tile + (row - rows.lowerBound) * count, classes, token: row,
              label: Int(labels[Int(indices[row])]))
          }
        }
      }

      let (logSumExp, labelLogit) = (call.output(0), call.output(1))
      logSumExp.update(repeating: 0, count: tokens)
      labelLogit.update(repeating: 0, count: tokens)
      for row in 0..<active {
        logSumExp[Int(indices[row])] = sums.logSumExp(row)
        labelLogit[Int(indices[row])] = sums.labelLogits[row]
      }
    }
  }
}

/// What tiles of logits leave of each token.
private struct TileSums {
  /// `[tokens, tiles]`.
  private let maxima, sums: UnsafeMutablePointer<Float>
  /// `[tokens]`.
  let labelLogits: UnsafeMutablePointer<Float>
  private let tiles: Int
  /// Behind the last element.
  let end: UnsafeMutablePointer<Float>

  init(_ layout: CrossEntropyLayout, at start: UnsafeMutablePointer<Float>) {
    tiles = layout.classTiles
    maxima = start
    sums = maxima + layout.tokens * tiles
    labelLogits = sums + layout.tokens * tiles
    end = labelLogits + layout.tokens
  }

  /// Adds a token's logits of some classes, which become exponentials.
  @inline(__always)
  func add(_ logits: UnsafeMutablePointer<Float>, _ classes: Range<Int>, token: Int, label: Int) {
    if classes.contains(label) { labelLogits[token] = logits[label - classes.lowerBound] }
    let place = token * tiles + classes.lowerBound / crossEntropyTileClasses
    maxima[place] = largest(logits, classes.count)
    sums[place] = exponentiate(logits, classes.count, minus: maxima[place])
  }

  /// The logarithm of the sum of exponentials of all classes.
  func logSumExp(_ token: Int) -> Float {
    let (maxima, sums) = (maxima + token * tiles, sums + token * tiles)
    let maximum = largest(maxima, tiles)
    var total: Float = 0
    for tile in 0..<tiles { total += sums[tile] * Foundation.exp(maxima[tile] - maximum) }
    return Foundation.log(total) + maximum
  }
}
