/// How far a long piece of work has come, for whoever waits for it.
public struct WorkProgress: Sendable, Codable, Equatable {
  /// What is counted.
  public enum Unit: String, Sendable, Codable {
    /// Examples of a mixture or an evaluation.
    case examples
    /// Instances of tasks.
    case instances
    /// Questions of a suite.
    case questions
    /// Steps of training.
    case steps
    /// Tokens.
    case tokens
    /// Bytes.
    case bytes
  }

  /// What is being done, in a few words.
  public var work: String
  /// How much of it is done.
  public var done: Int
  /// How much it is altogether.
  public var total: Int
  /// What `done` and `total` count.
  public var unit: Unit
  /// What else is to be known at this moment, such as a speed.
  public var note: String?

  /// The state of some work.
  public init(_ work: String, done: Int, of total: Int, _ unit: Unit, note: String? = nil) {
    self.work = work
    self.done = done
    self.total = total
    self.unit = unit
    self.note = note
  }

  /// Whether nothing is left to do.
  public var isDone: Bool { done >= total }
}

extension Int {
  /// The number with its digits in groups of three: `1234567` as `1,234,567`.
  public var withGroupedDigits: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
