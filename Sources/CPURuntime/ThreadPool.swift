import Dispatch

/// Splits work over a fixed number of parts, so that what each part computes never depends on timing.
final class ThreadPool: Sendable {
  /// The number of parts that work is split into.
  let threads: Int

  init(threads: Int) { self.threads = threads }

  /// Calls `body` with contiguous ranges that cover 0..<count, at most one per thread, at the same time.
  /// - Parameters:
  ///   - count: the number of items.
  ///   - grain: the least number of items worth a thread of their own.
  ///   - body: gets the part's number and its range.
  @inline(__always)
  func split(_ count: Int, grain: Int = 1, _ body: (_ part: Int, _ range: Range<Int>) -> Void) {
    let parts = max(1, min(threads, count / max(grain, 1)))
    if parts == 1 {
      body(0, 0..<count)
      return
    }
    each(parts) { part in body(part, Self.range(part, of: parts, count: count)) }
  }

  /// Calls `body` once for each of 0..<count, at the same time.
  func each(_ count: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      // The closure is used only while this call waits for it.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: count) { body($0) }
    }
  }

  /// The range of one of `parts` nearly equal parts.
  static func range(_ part: Int, of parts: Int, count: Int) -> Range<Int> {
    (part * count / parts)..<((part + 1) * count / parts)
  }
}
