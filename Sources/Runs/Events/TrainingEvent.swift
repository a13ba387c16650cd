import Diagnostics
import Evaluation
import Foundation
import Recipes

/// What training tells those who listen; the loop knows nothing of consoles and files.
package enum TrainingEvent: Sendable, Codable, Equatable {
  /// The run is about to begin, or to go on.
  case runStarted(RunSummary)
  /// A step is done; sent for every step.
  case stepCompleted(StepMetrics)
  /// An evaluation after `step` has begun, of this many examples.
  case evaluationStarted(step: Int, examples: Int)
  /// How far a long piece of work has come, such as an evaluation: to be shown, not to be kept.
  case progress(WorkProgress)
  /// An evaluation is done.
  case evaluationCompleted(EvaluationSummary)
  /// A checkpoint is complete on the disk.
  case checkpointSaved(step: Int, path: String, seconds: Double)
  /// The checkpoint of `step` is the best so far.
  case bestUpdated(step: Int, metric: BestMetric, value: Double)
  /// How far a step has moved every tensor: the root mean square of its update, by weight name.
  case stepSizes(step: Int, updates: [String: Double])
  /// Loss or gradient norm has risen far above that of recent steps.
  case spikeFound(LossSpike)
  /// What was read and trained on, at the end.
  case examplesCounted(RunLedger)
  /// Anything else worth telling.
  case message(MessageLevel, String)
  /// The run has ended.
  case runFinished(RunOutcome)
}

/// How much a message matters.
package enum MessageLevel: String, Sendable, Codable, CaseIterable {
  /// Good to know.
  case note
  /// Should be looked at.
  case warning
}

/// Someone who wants to know how training goes.
package protocol TrainingListener: AnyObject {
  /// Takes notice of `event`; events arrive in order, on one thread.
  /// - Throws: what keeps the listener from its work, such as a full disk; the run then ends.
  func receive(_ event: TrainingEvent) throws

  /// What the listener has found wrong in its own files when the run was started, and has mended where it
  /// could; told to all as warnings.
  var findings: [String] { get }
}

extension TrainingListener {
  /// Nothing, for a listener that has no files from before.
  package var findings: [String] { [] }
}

/// Tells several listeners, in order.
package final class TrainingListeners: TrainingListener {
  private let listeners: [any TrainingListener]

  /// A listener that passes everything on to `listeners`.
  package init(_ listeners: [any TrainingListener]) { self.listeners = listeners }

  /// What all of them have found.
  package var findings: [String] { listeners.flatMap(\.findings) }

  /// Passes `event` on.
  package func receive(_ event: TrainingEvent) throws {
    for listener in listeners { try listener.receive(event) }
  }
}

/// Messages of any thread, kept until the thread that may pass them on collects them.
package final class PendingMessages: @unchecked Sendable {
  private let lock = NSLock()
  private var messages: [String] = []

  /// Nothing to tell yet.
  package init() {}

  /// Keeps a message.
  @Sendable package func add(_ message: String) { lock.withLock { messages.append(message) } }

  /// The messages since the last call, in their order.
  package func take() -> [String] {
    lock.withLock {
      defer { messages = [] }
      return messages
    }
  }
}
