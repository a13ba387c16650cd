import Autograd
import Foundation

extension LinearCrossEntropyObjective: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int { ObjectiveLayout(self, site).scratchBytes }

  /// The logits of a block of tokens exist as a whole, but only one block's at a time: first all its tiles of classes, then, when
  /// every token's log-sum-exp is known, their share of both gradients. Threads take tiles as they come.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = ObjectiveLayout(self, site)
    return { call in
      let (labels, weights) = (call.integers(2), call.input(3))
      let work = ObjectiveWork(layout, call)
      let active = layout.base.compact(
        call.input(0), mask: weights, into: work.hidden, indices: work.indices)
      for result in [1, 2] { call.output(result).update(repeating: 0, count: layout.base.tokens) }
      call.output(3).update(repeating: 0, count: layout.base.tokens * layout.base.width)
      if active == 0, differentiatesWeight {
        call.output(4).update(repeating: 0, count: layout.base.classes * layout.base.width)
      }

      var objective = 0.0
      for first in stride(from: 0, to: active, by: layout.blockTokens) {
        let tokens = first..<min(first + layout.blockTokens, active)
        call.pool.share(layout.base.classTiles) { thread, tile in
          work.makeLogits(tile, tokens, labels, work.product(of: thread))
        }
        objective += work.takeLosses(tokens, weights)
        call.pool.share(layout.runs) { thread, run in
          work.addGradients(run, tokens, labels, work.product(of: thread))
        }
        call.pool.split(tokens.count) { _, range in work.gather(range, of: tokens) }
      }
      call.output(0)[0] = Float(objective)
    }
  }
}

/// The sizes of an objective and of its scratch memory.
private struct ObjectiveLayout {
  let operation: LinearCrossEntropyObjective
  let base: CrossEntropyLayout
  /// Tokens whose logits exist at a time.
  let blockTokens: Int
  /// Parts of the classes whose shares of a hidden state's gradient are summed apart, so that who made them leaves no trace.
  let runs: Int

  init(_ operation: LinearCrossEntropyObjective, _ site: KernelSite) {
    self.operation = operation
    base = CrossEntropyLayout(site)
    blockTokens = min(base.tokens, crossEntropyTileTokens)
    runs = min(base.classTiles, 16)
  }

  /// What no product of a tile exceeds: its logits, and its shares of both gradients.
  var extent: PackedProduct.Extent {
    let classes = min(base.classes, crossEntropyTileClasses)
    return .init(
      rows: max(blockTokens, classes), columns: max(base.width, classes),
      inner: max(base.width, classes, blockTokens))
  }

  /// Floats that a thread's products need.
  var panelFloats: Int { ThreadProduct.scratchCount(upTo: extent) }

  /// Floats of a tile of logits.
  var tileFloats: Int { blockTokens * crossEntropyTileClasses }

  var scratchBytes: Int {
    let blocks = base.classTiles * (tileFloats + 2 * blockTokens) + runs * blockTokens * base.width
    let panels = base.threads * panelFloats
    return (base.tokens * (base.width + 1) + blocks + panels + 2 * blockTokens) * MemoryLayout<Float>.stride
  }

  /// The classes of a tile.
  func classes(_ tile: Int) -> Range<Int> {
    let start = tile * crossEntropyTileClasses
    return start..<min(start + crossEntropyTileClasses, base.classes)
  }
}

/// The memory of one call, and what is done with it.
private struct ObjectiveWork {
  private let layout: ObjectiveLayout
  private let weight: UnsafePointer<Float>
  private let logSumExp, labelLogit: UnsafeMutablePointer<Float>
  private let dHidden: UnsafeMutablePointer<Float>
  /// `nil` where the weight is frozen.
  private let dWeight: UnsafeMutablePointer<Float>?
  /// The hidden states of the tokens that count, `[tokens, width]`.
  let hidden: UnsafeMutablePointer<Float>
  /// `[tile, token, class]`: first e^(logit - the tile's maximum).
  private let logits: UnsafeMutablePointer<Float>
  /// `[tile, token]`.
  private let maxima, sums: UnsafeMutablePointer<Float>
  /// `[run, token, width]`.
  private let partials: UnsafeMutablePointer<Float>
  /// `[thread]`: what each thread's products need.
  private let panels: UnsafeMutablePointer<Float>
  /// The block's slopes of the objective by log-sum-exp and by label logit.
  private let dLogSumExp, dLabel: UnsafeMutablePointer<Float>
  /// The numbers of the tokens that count.
  let indices: UnsafeMutablePointer<Int32>

  init(_ layout: ObjectiveLayout, _ call: borrowing KernelCall) {
    self.layout = layout
    weight = call.input(1)
    (logSumExp, labelLogit) = (call.output(1), call.output(2))
    dHidden = call.output(3)
    dWeight = layout.operation.differentiatesWeight ? call.output(4) : nil
    let (base, block) = (layout.base, layout.blockTokens)
    hidden = call.floatScratch
    logits = hidden + base.tokens * base.width
    maxima = logits + base.classTiles * layout.tileFloats
    sums = maxima + base.classTiles * block
    partials = sums + base.classTiles * block
    panels = partials + layout.runs * block * base.width
    dLogSumExp = panels + base.threads * layout.panelFloats
    dLabel = dLogSumExp + block
    indices = UnsafeMutableRawPointer(dLabel + block).assumingMemoryBound(to: Int32.self)
  }

  private func logits(_ tile: Int) -> UnsafeMutablePointer<Float> { logits + tile * layout.tileFloats }

  private func states(_ tokens: Range<Int>) -> MatrixView {
    MatrixView(hidden + tokens.lowerBound * layout.base.width, stride: layout.base.width)
  }

  /// A thread's products.
  func product(of thread: Int) -> ThreadProduct {
    ThreadProduct(upTo: layout.extent, scratch: panels + thread * layout.panelFloats)
  }

  /// Makes a tile's exponentials, under its own maxima.
  func makeLogits(
    _ tile: Int, _ tokens: Range<Int>, _ labels: UnsafePointer<Int32>, _ product: ThreadProduct
  ) {
    let (width, classes, logits) = (layout.base.width, layout.classes(tile), logits(tile))
    product.multiply(
      states(tokens), MatrixView(weight + classes.lowerBound * width, stride: width, isTransposed: true),
      into: logits, stride: classes.count,
      .init(rows: tokens.count, columns: classes.count, inner: width))
    for row in 0..<tokens.count {
      let (line, place) = (logits + row * classes.count, tile * layout.blockTokens + row)
      let token = Int(indices[tokens.lowerBound + row])
      let label = Int(labels[token])
      if classes.contains(label) { labelLogit[token] = line[label - classes.lowerBound] }
      maxima[place] = largest(line, classes.count)
      sums[place] = exponentiate(line, classes.count, minus: maxima[place])
    }
  }

  /// Puts the tiles' sums together, in their order.
  /// - Returns: the tokens' part of the objective.
  func takeLosses(_ tokens: Range<Int>, _ weights: UnsafePointer<Float>) -> Double {
    let (tiles, zLoss) = (layout.base.classTiles, layout.operation.zLoss)
    var objective = 0.0
    for row in 0..<tokens.count {
      let token = Int(indices[tokens.lowerBound + row])
      var maximum = -Float.infinity
      for tile in 0..<tiles { maximum = max(maximum, maxima[tile * layout.blockTokens + row]) }
      var total: Float = 0
      for tile in 0..<tiles {
        let place = tile * layout.blockTokens + row
        total += sums[place] * Foundation.exp(maxima[place] - maximum)
      }
      let sum = Foundation.log(total) + maximum
      let loss = sum - layout.operation.labelFactor * labelLogit[token] + zLoss * sum * sum
      logSumExp[token] = sum
      objective += Double(weights[token]) * Double(loss)
      dLogSumExp[row] = weights[token] * (1 + 2 * zLoss * sum)
      dLabel[row] = -weights[token] * layout.operation.labelFactor
    }
    return objective
  }

  /// Turns a run's exponentials into slopes of the objective and multiplies them by both sides.
  func addGradients(
    _ run: Int, _ tokens: Range<Int>, _ labels: UnsafePointer<Int32>, _ product: ThreadProduct
  ) {
    let width = layout.base.width
    let partial = partials + run * layout.blockTokens * width
    let tiles = ThreadPool.range(run, of: layout.runs, count: layout.base.classTiles)
    for tile in tiles {
      let (classes, logits) = (layout.classes(tile), logits(tile))
      differentiate(tile, classes, tokens, labels)
      product.multiply(
        MatrixView(logits, stride: classes.count),
        MatrixView(weight + classes.lowerBound * width, stride: width), into: partial, stride: width,
        .init(rows: tokens.count, columns: width, inner: classes.count),
        accumulates: tile > tiles.lowerBound)
      guard let dWeight else { continue }
      product.multiply(
        MatrixView(logits, stride: classes.count, isTransposed: true), states(tokens),
        into: dWeight + classes.lowerBound * width, stride: width,
        .init(rows: classes.count, columns: width, inner: tokens.count),
        accumulates: tokens.lowerBound > 0)
    }
  }

  private func differentiate(
    _ tile: Int, _ classes: Range<Int>, _ tokens: Range<Int>, _ labels: UnsafePointer<Int32>
  ) {
    for row in 0..<tokens.count {
      let line = logits(tile) + row * classes.count
      let token = Int(indices[tokens.lowerBound + row])
      let share = Foundation.exp(maxima[tile * layout.blockTokens + row] - logSumExp[token])
      scale(line, classes.count, by: share * dLogSumExp[row])
      let label = Int(labels[token])
      if classes.contains(label) { line[label - classes.lowerBound] += dLabel[row] }
    }
  }

  /// Adds the runs' shares of some of the block's hidden gradients, in their order.
  func gather(_ range: Range<Int>, of tokens: Range<Int>) {
    let width = layout.base.width
    for row in range {
      let target = dHidden + Int(indices[tokens.lowerBound + row]) * width
      for run in 0..<layout.runs {
        accumulate(target, partials + (run * layout.blockTokens + row) * width, width)
      }
    }
  }
}
