import Instructions

/// Which metric judges a task's answers, and why that one.
package struct MetricChoice: Sendable, Equatable {
  /// Why a metric judges a task.
  package enum Reason: String, Sendable, Codable, CaseIterable {
    /// The recipe, or the description of the source, says so.
    case given
    /// The task's answers are among options, or known candidates.
    case options
    /// The task's answers are a few words, a number, a name: right or wrong.
    case shortAnswers
    /// The task's answers are free text in Latin letters, of which ROUGE-L tells how much is there.
    case longAnswers
    /// The task's answers are free text in other scripts, in which ROUGE finds no words.
    case otherScripts
    /// The task's instances are texts, which end in words that can be asked for.
    case lastWord
    /// The task's instances are texts, of which the loss tells how well they are written on.
    case lossAlone

    /// The reason in words.
    package var words: String {
      switch self {
      case .given: "as the recipe or the source says"
      case .options: "answers are chosen from options"
      case .shortAnswers: "answers of a few words"
      case .longAnswers: "answers are longer texts"
      case .otherScripts: "answers are longer texts in other than Latin letters"
      case .lastWord: "the last word of a text is asked for"
      case .lossAlone: "texts have a loss and no answers"
      }
    }

    /// Whether the task's instances are texts.
    package var isOfTexts: Bool { self == .lastWord || self == .lossAlone }
  }

  /// The metric.
  package let metric: AnswerMetric
  /// Why it was chosen.
  package let reason: Reason

  /// A metric with its reason.
  package init(_ metric: AnswerMetric, _ reason: Reason) {
    self.metric = metric
    self.reason = reason
  }

  /// The most instances that the kind of answer is told from.
  private static let sample = 256
  /// The most words of a short answer: what is said so briefly is right or wrong. SQuAD's answers have three.
  private static let shortWords = 3
  /// Characters that count as a word where nothing stands between words: an English word with its space.
  private static let charactersPerWord = 6

  /// The metric that `task` says, or else the one that suits the first references of these instances.
  package init(for task: InstructionTask, instances: some Sequence<Int>) {
    if task.objective != nil {
      self.init(.exactMatch, .lossAlone)
      return
    }
    if let metric = task.metric {
      self.init(metric, .given)
      return
    }
    var (withOptions, count) = (0, 0)
    var lengths: [Int] = []
    var (latin, letters) = (0, 0)
    for index in instances.prefix(Self.sample) {
      let instance = task.instances[index]
      count += 1
      if !instance.options.isEmpty || !instance.candidates.isEmpty { withOptions += 1 }
      guard let reference = instance.references.first else { continue }
      lengths.append(Self.words(in: reference))
      for scalar in reference.unicodeScalars where scalar.properties.isAlphabetic || scalar.isASCIIDigit {
        letters += 1
        if scalar.isASCII { latin += 1 }
      }
    }
    let median = lengths.isEmpty ? 0 : lengths.sorted()[lengths.count / 2]
    if 2 * withOptions > count {
      self.init(.exactMatch, .options)
    } else if median <= Self.shortWords {
      self.init(.exactMatch, .shortAnswers)
    } else if 2 * latin < letters {
      self.init(.chrF, .otherScripts)
    } else {
      self.init(.rougeL, .longAnswers)
    }
  }

  private static func words(in text: String) -> Int {
    max(PlainText.words(text).count, text.unicodeScalars.count / charactersPerWord)
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIIDigit: Bool { (0x30...0x39).contains(value) }
}
