import Diagnostics
import Instructions
import Tokenization

/// Writes the prompts of a suite.
///
/// A prompt has as many worked examples as the row has room for, the first ones first, as Flan's few-shot
/// prompts do (google-research/FLAN, `FEW_SHOT_MAX_LEN`). One that is too long without any keeps its end,
/// where the question is.
package struct SuiteQuestions: Sendable {
  private let suite: EvaluationSuite
  private let patterns: SuitePromptPatterns
  private let data: SuiteData
  private let tokenizer: any Tokenizer
  private let options: SuiteRunOptions

  /// Writes prompts of `suite`.
  /// - Throws: `SuiteError.noPrompt`, `.cannotRank` where the options do not go with the suite.
  package init(
    _ suite: EvaluationSuite, data: SuiteData, tokenizer: any Tokenizer, options: SuiteRunOptions
  ) throws(SuiteError) {
    guard let prompt = suite.prompt else { throw .noPrompt(suite: suite.name) }
    if options.scoring == .likelihood, suite.prompting == .chainOfThought {
      throw .cannotRank(suite: suite.name)
    }
    self.suite = suite
    patterns = prompt
    self.data = data
    self.tokenizer = tokenizer
    self.options = options
  }

  /// The questions of a task, in the order of its examples, and what became of their prompts.
  /// - Throws: what `SuiteData.workedExamples` throws; `SuiteError.noOptions`, `.badExample`.
  package func questions(
    of task: EvaluationSuite.Task, _ examples: [SuiteData.Example]
  ) throws -> (questions: [SuiteQuestion], ledger: PromptLedger) {
    let wanted = options.shots ?? suite.shots
    let worked =
      wanted > 0 || needsTexts
      ? try data.workedExamples(of: task.name, at: options.examplesPath) : WorkedExamples(examples: [])
    let shots = Array(worked.examples.prefix(wanted))
    let values = [
      SuitePlaceholder.task: task.name, SuitePlaceholder.subject: task.name.replacing("_", with: " "),
    ].merging(worked.ofTask) { $1 }
    var ledger = PromptLedger()
    ledger.available = examples.count
    let questions = try chosen(examples.count, task: task.name).map { index in
      let question = try question(examples[index], index, task, values, shots)
      ledger.add(question, wanted: shots.count)
      return question
    }
    return (questions, ledger)
  }

  /// Whether prompts without worked examples show what comes with those.
  private var needsTexts: Bool {
    let names = [patterns.instruction?.source, patterns.question.source].compactMap { $0 }
      .flatMap(TemplatePattern.placeholders)
    let texts = [SuitePlaceholder.description, SuitePlaceholder.questionMark, SuitePlaceholder.answerMark]
    return suite.workedExamples != nil && names.contains(where: texts.contains)
  }

  /// The examples that are asked: a larger number contains every smaller one.
  private func chosen(_ count: Int, task: String) -> [Int] {
    guard let limit = options.limit, limit < count else { return Array(0..<count) }
    let key = CounterRandom(seed: options.seed, label: "suite \(suite.family) \(task)").key
    let order = KeyedPermutation(count: count, key: key)
    return (0..<limit).map { order[$0] }.sorted()
  }

  private func question(
    _ example: SuiteData.Example, _ index: Int, _ task: EvaluationSuite.Task, _ values: [String: String],
    _ shots: [[String: String]]
  ) throws -> SuiteQuestion {
    let choices = example.options.isEmpty ? task.choices : example.options
    if options.scoring == .likelihood, choices.count < 2 {
      throw SuiteError.noOptions(location: example.location, task: task.name)
    }
    for name in TemplatePattern.placeholders(in: patterns.question.source)
    where values[name] == nil && example.values[name] == nil && !SuitePlaceholder.ofQuestion.contains(name) {
      throw SuiteError.badExample(
        location: example.location, problem: "has no text '\(name)', which the suite's prompt shows")
    }
    var count = shots.count
    var (text, tokens) = prompt(values, shots.prefix(count), example)
    while tokens.count > options.inputLength, count > 0 {
      count -= 1
      (text, tokens) = prompt(values, shots.prefix(count), example)
    }
    let isCut = tokens.count > options.inputLength
    if isCut {
      let head = min(tokenizer.promptHead.count, options.inputLength)
      tokens.removeSubrange(head..<head + tokens.count - options.inputLength)
      text = tokenizer.text(ofPrompt: tokens)
    }
    return SuiteQuestion(
      task: task.name, index: index, id: example.id, prompt: text, tokens: tokens, shots: count,
      isCut: isCut, references: example.references,
      written: WrittenReferences(example.references, by: tokenizer),
      options: choices)
  }

  private func prompt(
    _ values: [String: String], _ shots: ArraySlice<[String: String]>, _ example: SuiteData.Example
  ) -> (text: String, tokens: [Int32]) {
    let text = patterns.text(task: values, shots: shots, question: example.values)
    return (text, tokenizer.prompt(text))
  }
}
