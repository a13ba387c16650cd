import Autograd
import Foundation

/// Sizes of the tiles in which logits are made: they stay in the second-level cache and never exist as a whole.
private let tileTokens = 256
private let tileClasses = 512

/// The sizes of a linear cross-entropy and where its scratch memory lies.
private struct Layout {
  let tokens, width, classes, threads: Int

  init(_ site: KernelSite) {
    tokens = site.operands[0].shape[0]
    width = site.operands[0].shape[1]
    classes = site.operands[1].shape[0]
    threads = site.threads
  }

  /// Floats: the hidden states of the tokens that count, then per thread a tile and `perThread` floats, then
  /// the numbers of those tokens.
  func scratchBytes(perThread: Int) -> Int {
    (tokens * width + threads * (tileTokens * tileClasses + perThread) + tokens) * 4
  }

  /// Copies the hidden states of the tokens whose mask is not zero to `compact` and their numbers to `indices`.
  /// - Returns: how many there are.
  func compact(
    _ hidden: UnsafePointer<Float>, mask: UnsafePointer<Float>, into compact: UnsafeMutablePointer<Float>,
    indices: UnsafeMutablePointer<Int32>
  ) -> Int {
    var count = 0
    for token in 0..<tokens where mask[token] != 0 {
      (compact + count * width).update(from: hidden + token * width, count: width)
      indices[count] = Int32(truncatingIfNeeded: token)
      count += 1
    }
    return count
  }

  /// Calls `body` with every tile of `classes` and every tile of tokens, classes outermost so that a tile of the
  /// weight is read from memory once.
  @inline(__always)
  func eachTile(_ classes: Range<Int>, tokens: Int, _ body: (_ classes: Range<Int>, _ tokens: Range<Int>) -> Void) {
    for start in stride(from: classes.lowerBound, to: classes.upperBound, by: tileClasses) {
      for first in stride(from: 0, to: tokens, by: tileTokens) {
        body(start..<min(start + tileClasses, classes.upperBound), first..<min(first + tileTokens, tokens))
      }
    }
  }
}

extension LinearCrossEntropy: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int {
    Layout(site).scratchBytes(perThread: 3 * site.operands[0].shape[0])
  }

  /// Each thread takes a range of classes and keeps per token a running maximum, the sum of exponentials under
  /// it, and the label's logit where the label is in its range; the threads' parts are then put together.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = Layout(site)
    let (tokens, width, threads) = (layout.tokens, layout.width, layout.threads)
    return { call in
      let (weight, labels, mask) = (call.input(1), call.integers(2), call.input(3))
      let hidden = call.floatScratch
      let tiles = hidden + tokens * width
      let partials = tiles + threads * tileTokens * tileClasses
      let indices = UnsafeMutableRawPointer(partials + threads * 3 * tokens).assumingMemoryBound(to: Int32.self)
      let active = layout.compact(call.input(0), mask: mask, into: hidden, indices: indices)

      call.pool.each(threads) { part in
        let tile = tiles + part * tileTokens * tileClasses
        let maxima = partials + part * 3 * tokens
        let (sums, labelLogits) = (maxima + tokens, maxima + 2 * tokens)
        maxima.update(repeating: -.infinity, count: tokens)
        sums.update(repeating: 0, count: 2 * tokens)
        let range = ThreadPool.range(part, of: threads, count: layout.classes)
        layout.eachTile(range, tokens: active) { classes, rows in
          let count = classes.count
          gemm(
            MatrixView(hidden + rows.lowerBound * width, stride: width),
            MatrixView(weight + classes.lowerBound * width, stride: width, isTransposed: true), into: tile,
            stride: count, rows: rows.count, columns: count, inner: width)
          for row in rows {
            let logits = tile + (row - rows.lowerBound) * count
            let label = Int(labels[Int(indices[row])])
            if classes.contains(label) { labelLogits[row] = logits[label - classes.lowerBound] }
            let maximum = max(maxima[row], largest(logits, count))
            let rescale = maxima[row] == maximum ? 1 : Foundation.exp(maxima[row] - maximum)
            sums[row] = sums[row] * rescale + exponentiate(logits, count, minus: maximum)
            maxima[row] = maximum
          }
        }
      }

      let (logSumExp, labelLogit) = (call.output(0), call.output(1))
      logSumExp.update(repeating: 0, count: tokens)
      labelLogit.update(repeating: 0, count: tokens)
      for row in 0..<active {
        var maximum = -Float.infinity
        for part in 0..<threads { maximum = max(maximum, partials[part * 3 * tokens + row]) }
        var (total, label): (Float, Float) = (0, 0)
        for part in 0..<threads {
          let partial = partials + part * 3 * tokens + row
          total += partial[tokens] * Foundation.exp(partial[0] - maximum)
          label += partial[2 * tokens]
        }
        logSumExp[Int(indices[row])] = Foundation.log(total) + maximum
        labelLogit[Int(indices[row])] = label
      }
    }
  }
}

extension LinearCrossEntropyGradient: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int { Layout(site).scratchBytes(perThread: site.operands[0].shape.count) }

  /// Each thread takes a range of classes: its rows of the weight's gradient are its own; its part of the hidden
  /// states' gradient is added to the other threads' at the end.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = Layout(site)
    let (tokens, width, threads) = (layout.tokens, layout.width, layout.threads)
    return { call in
      let (weight, labels, mask, logSumExp) = (call.input(1), call.integers(2), call.input(3), call.input(4))
      let (dLogSumExp, dLabel) = (call.input(5), call.input(6))
      let (dHidden, dWeight) = (call.output(0), call.output(1))
      let hidden = call.floatScratch
      let tiles = hidden + tokens * width
      let partials = tiles + threads * tileTokens * tileClasses
      let indices = UnsafeMutableRawPointer(partials + threads * tokens * width).assumingMemoryBound(to: Int32.self)
      let active = layout.compact(call.input(0), mask: mask, into: hidden, indices: indices)
      if active == 0 { dWeight.update(repeating: 0, count: layout.classes * width) }

      call.pool.each(threads) { part in
        let tile = tiles + part * tileTokens * tileClasses
        let partial = partials + part * tokens * width
        partial.update(repeating: 0, count: active * width)
        let range = ThreadPool.range(part, of: threads, count: layout.classes)
        layout.eachTile(range, tokens: active) { classes, rows in
          let count = classes.count
          let states = MatrixView(hidden + rows.lowerBound * width, stride: width)
          let tileWeight = weight + classes.lowerBound * width
          gemm(
            states, MatrixView(tileWeight, stride: width, isTransposed: true), into: tile, stride: count,
            rows: rows.count, columns: count, inner: width)
          for row in rows {
            let logits = tile + (row - rows.lowerBound) * count
            let token = Int(indices[row])
            _ = exponentiate(logits, count, minus: logSumExp[token])
            scale(logits, count, by: dLogSumExp[token])
            let label = Int(labels[token])
            if classes.contains(label) { logits[label - classes.lowerBound] += dLabel[token] }
          }
          gemm(
            MatrixView(tile, stride: count), MatrixView(tileWeight, stride: width),
            into: partial + rows.lowerBound * width, stride: width, rows: rows.count, columns: width, inner: count,
            beta: 1)
          gemm(
            MatrixView(tile, stride: count, isTransposed: true), states, into: dWeight + classes.lowerBound * width,
            stride: width, rows: count, columns: width, inner: rows.count, beta: rows.lowerBound == 0 ? 0 : 1)
        }
      }

      dHidden.update(repeating: 0, count: tokens * width)
      for row in 0..<active {
        let to = dHidden + Int(indices[row]) * width
        for part in 0..<threads { accumulate(to, partials + (part * tokens + row) * width, width) }
      }
    }
  }
}
