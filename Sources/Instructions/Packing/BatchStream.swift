/// The packed batch of any step: a pure function of (stream, step).
///
/// Step `t` belongs to the window `t / stepsPerWindow`, which owns the positions
/// `[window * M, (window + 1) * M)`, M being `examplesPerWindow`. Where the strategy offers examples without
/// room again, the next window takes them over, so that a batch depends on its own window and on the one
/// before, and on no other.
package struct BatchStream: Sendable {
  /// The stream of examples.
  package let stream: ExampleStream
  /// Packs them.
  package let packer: Packer
  /// Examples taken from the stream for all steps of a window.
  package let examplesPerWindow: Int
  /// The examples that were looked at to estimate that; none where it was given.
  package let sample: ExampleSample

  /// The batches of `stream`; estimates `examplesPerWindow` where the configuration has no number of
  /// examples.
  /// - Throws: `PackingError.badNumber`, and what the stream throws.
  package init(_ stream: ExampleStream, configuration: PackingConfiguration) throws {
    self.stream = stream
    packer = try Packer(configuration)
    let steps = configuration.stepsPerWindow
    var sample = ExampleSample()
    if let examples = configuration.examplesPerStep {
      examplesPerWindow = examples * steps
    } else if configuration.strategy.offersAgain {
      examplesPerWindow = try Self.estimateExamplesPerWindow(stream, packer: packer, &sample)
    } else {
      examplesPerWindow = try Self.estimateExamplesPerStep(stream, packer: packer, &sample) * steps
    }
    self.sample = sample
  }

  private init(_ stream: ExampleStream, as other: BatchStream) {
    self.stream = stream
    packer = other.packer
    examplesPerWindow = other.examplesPerWindow
    sample = other.sample
  }

  /// The same batches, of a stream that has the same examples at hand in another way.
  package func taken(from stream: ExampleStream) -> BatchStream { BatchStream(stream, as: self) }

  /// Examples taken from the stream per step, to the nearest one.
  package var examplesPerStep: Int {
    let steps = packer.configuration.stepsPerWindow
    return max(1, (examplesPerWindow + steps / 2) / steps)
  }

  /// The positions that the window of step `step` owns.
  /// - Throws: `MixtureError.badPosition` when the step is negative or its positions do not fit an `Int`.
  package func positions(ofWindowAt step: Int) throws(MixtureError) -> Range<Int> {
    let window = step / packer.configuration.stepsPerWindow
    let (start, overflow) = window.multipliedReportingOverflow(by: examplesPerWindow)
    let (end, endOverflow) = start.addingReportingOverflow(examplesPerWindow)
    if step < 0 || overflow || endOverflow { throw .badPosition(step) }
    return start..<end
  }

  /// How many of the stream's positions the first `steps` steps take, to the nearest one.
  /// - Throws: `MixtureError.badPosition` where they do not fit an `Int`.
  package func positionCount(ofSteps steps: Int) throws(MixtureError) -> Int {
    let length = packer.configuration.stepsPerWindow
    let (windows, rest) = steps.quotientAndRemainder(dividingBy: length)
    let (count, overflow) = windows.multipliedReportingOverflow(by: examplesPerWindow)
    let (sum, sumOverflow) = count.addingReportingOverflow((rest * examplesPerWindow + length / 2) / length)
    if steps < 0 || overflow || sumOverflow { throw .badPosition(steps) }
    return sum
  }

  /// The batches of all steps of the window that step `step` is in, in order.
  /// - Throws: `MixtureError.badPosition`, `PackingError.tooLong`.
  package func batches(ofWindowAt step: Int) throws -> [PackedBatch] { try window(at: step).batches }

  /// The window that step `step` is in.
  /// - Throws: `MixtureError.badPosition`, `PackingError.tooLong`.
  package func window(at step: Int) throws -> PackedWindow {
    let steps = packer.configuration.stepsPerWindow
    var older: [TokenizedExample] = []
    if packer.configuration.strategy.offersAgain, step >= steps {
      older = try packer.leftOver(of: examples(ofWindowAt: step - steps), steps: steps)
    }
    return try window(at: step, takingOver: older)
  }

  /// The window that step `step` is in, with what is left over of the one before.
  func window(at step: Int, takingOver older: [TokenizedExample]) throws -> PackedWindow {
    let examples = try examples(ofWindowAt: step)
    let (batches, leftOver) = try packer.pack(
      examples, takingOver: older, steps: packer.configuration.stepsPerWindow,
      leavesOut: !packer.configuration.strategy.offersAgain)
    return PackedWindow(
      examples: examples, takenOver: older.count, batches: batches,
      leftOver: packer.configuration.strategy.offersAgain ? leftOver : [])
  }

  private func examples(ofWindowAt step: Int) throws -> [TokenizedExample] {
    try positions(ofWindowAt: step).map { try stream.tokenized(at: $0) }
  }

  /// The batch of step `step`, counted from 0.
  /// - Throws: `MixtureError.badPosition`, `PackingError.tooLong`.
  package func batch(step: Int) throws -> PackedBatch {
    try batches(ofWindowAt: step)[step % packer.configuration.stepsPerWindow]
  }
}

/// Steps that were packed together.
package struct PackedWindow: Sendable {
  /// The examples of the window's own positions, in the order of the stream.
  package let examples: [TokenizedExample]
  /// Examples that the window before had no room for, and that were offered to this one.
  package let takenOver: Int
  /// The batches of its steps.
  package let batches: [PackedBatch]
  /// The own examples that are offered to the next window.
  package let leftOver: [TokenizedExample]
}

/// Goes through the batches of a stream, keeping the current window so that it is packed only once.
package struct BatchCursor: Sendable {
  /// The stream.
  package let stream: BatchStream
  private var kept: (index: Int, window: PackedWindow)?

  /// A cursor that may be asked for any step; steps in order are the cheapest.
  package init(_ stream: BatchStream) { self.stream = stream }

  /// The same batch as `BatchStream.batch(step:)`.
  /// - Throws: `MixtureError.badPosition`, `PackingError.tooLong`.
  package mutating func batch(step: Int) throws -> PackedBatch {
    let steps = stream.packer.configuration.stepsPerWindow
    if step < 0 { throw MixtureError.badPosition(step) }
    let index = step / steps
    if let kept, kept.index == index { return kept.window.batches[step % steps] }
    var older: [TokenizedExample]?
    if let kept, kept.index == index - 1 { older = kept.window.leftOver }
    let window = try older.map { try stream.window(at: step, takingOver: $0) } ?? stream.window(at: step)
    kept = (index, window)
    return window.batches[step % steps]
  }
}
