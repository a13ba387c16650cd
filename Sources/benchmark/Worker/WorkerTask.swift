import Benchmarking

/// What our worker process does, again and again.
protocol WorkerTask {
  /// Does the work once.
  func `repeat`(_ number: Int) throws -> PeerReply
}

extension PeerReply {
  /// An answer with a time.
  /// - Parameter amount: what was done, in the work's own unit.
  init(_ duration: Duration, amount: Double) {
    self.init()
    seconds = duration / .seconds(1)
    self.amount = amount
  }
}

/// How long a call took, and what it returned.
func timed<Result>(_ body: () throws -> Result) rethrows -> (duration: Duration, result: Result) {
  let start = ContinuousClock.now
  let result = try body()
  return (ContinuousClock.now - start, result)
}
