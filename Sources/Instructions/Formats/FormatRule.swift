/// Which of the formats the instances of a task are asked in.
package enum FormatRule: Sendable, Equatable {
  /// Those that the stream has shares for.
  case stream
  /// Of these only those that ask for a rationale, for every instance that has one: a chain-of-thought set.
  case reasoned
  /// Those that the task's own source has shares for.
  case shares(FormatShares)
}

/// How often each format is wanted of a source's tasks, in any unit; 0 for all is nothing said.
package struct FormatWeights: Sendable, Equatable {
  /// Of zero-shot prompts.
  package var zeroShot = 0.0
  /// Of few-shot prompts.
  package var fewShot = 0.0
  /// Of zero-shot prompts that ask for reasons.
  package var zeroShotChainOfThought = 0.0
  /// Of few-shot prompts that give and ask for reasons.
  package var fewShotChainOfThought = 0.0

  /// Nothing said.
  package init() {}

  /// The weight of a format.
  package subscript(format: PromptFormat) -> Double {
    get {
      switch format {
      case .zeroShot: zeroShot
      case .fewShot: fewShot
      case .zeroShotChainOfThought: zeroShotChainOfThought
      case .fewShotChainOfThought: fewShotChainOfThought
      }
    }
    set {
      switch format {
      case .zeroShot: zeroShot = newValue
      case .fewShot: fewShot = newValue
      case .zeroShotChainOfThought: zeroShotChainOfThought = newValue
      case .fewShotChainOfThought: fewShotChainOfThought = newValue
      }
    }
  }

  /// The same as shares; `nil` where nothing is said, or where a weight is negative or not finite.
  package var shares: FormatShares? {
    try? FormatShares(Dictionary(uniqueKeysWithValues: PromptFormat.allCases.map { ($0, self[$0]) }))
  }
}

extension PreparedTask {
  /// The shares by which the task's formats are drawn from a stream with `stream`.
  func shares(of stream: FormatShares) -> FormatShares {
    if case .shares(let own) = task.formatRule { own } else { stream }
  }

  /// The formats that an instance is asked in, as far as `shares` has some: of a chain-of-thought set those that ask for
  /// its rationale, where there is one and one of them has a share.
  func drawnFormats(ofInstance index: Int, by shares: FormatShares) -> [PromptFormat] {
    let supported = formats(ofInstance: index)
    if task.formatRule != .reasoned { return supported }
    let reasoned = supported.filter { $0.hasRationale && shares[$0] > 0 }
    return reasoned.isEmpty ? supported : reasoned
  }

  /// The formats that any of the instances may be asked in, were all of them supported.
  func wantedFormats(of stream: FormatShares) -> [PromptFormat] {
    let shares = shares(of: stream)
    let wanted = PromptFormat.allCases.filter { shares[$0] > 0 }
    let reasoned = wanted.filter(\.hasRationale)
    let allReason = profile.rationales == task.instances.count
    return task.formatRule == .reasoned && allReason && !reasoned.isEmpty ? reasoned : wanted
  }
}
