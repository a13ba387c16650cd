import Evaluation

/// One question with the reference and the answers of one or several runs.
enum AnswerCard {
  /// The card.
  /// - Parameter answers: each with the run's name, where there are several.
  static func html(_ sample: EvaluationSample, answers: [(name: String?, sample: EvaluationSample)]) -> String
  {
    let badge = answers.count == 1 ? AnswerCard.badge(answers[0].sample) : ""
    let said = answers.map { name, sample in
      "<dt>\(name.map { "\(HTMLText.escaped($0)) \(AnswerCard.badge(sample))" } ?? "answer")</dt>"
        + "<dd>\(pre(sample.answer))</dd>"
    }
    return """
      <div class="card"><header><b>\(HTMLText.escaped(sample.task))</b>\(badge)</header>
      <p class="soft">\(sample.format.rawValue)</p>
      <dl><dd class="prompt">\(pre(sample.prompt))</dd><dt>reference</dt><dd>\(pre(sample.reference))</dd>\(said.joined())</dl></div>

      """
  }

  private static func badge(_ sample: EvaluationSample) -> String {
    let word = sample.isCorrect ? "right" : "wrong"
    return "<span class=\"badge \(word)\">\(word)</span>"
  }

  private static func pre(_ text: String) -> String { "<pre>\(HTMLText.escaped(text))</pre>" }
}
