import Diagnostics
import Instructions
import Testing

@testable import Evaluation

@Suite struct MetricChoiceTests {
  private static let sentence = "The minister said that the bridge would open next spring."
  private static let chinese = "这座桥将在明年春天开放，部长在今天的新闻发布会上这样告诉记者们。"

  @Test(
    arguments: [
      (["yes", "no", "yes"], [], .exactMatch, .shortAnswers), (["42"], [], .exactMatch, .shortAnswers),
      ([], [], .exactMatch, .shortAnswers), (["in the market"], [], .exactMatch, .shortAnswers),
      ([sentence], ["a", "b"], .exactMatch, .options), ([sentence], [], .rougeL, .longAnswers),
      // Half of the answers are short.
      (["yes", "no", sentence], [], .exactMatch, .shortAnswers),
      (["yes", sentence, sentence], [], .rougeL, .longAnswers),
      ([chinese], [], .chrF, .otherScripts), (["北京"], [], .exactMatch, .shortAnswers),
      (["Министр сказал, что мост откроют весной."], [], .chrF, .otherScripts),
      (["Der Müller sprach über die Brücke."], [], .rougeL, .longAnswers),
      (["((( )))  [[ ]]  {{ }} <<>>"], [], .rougeL, .longAnswers),
    ] as [([String], [String], AnswerMetric, MetricChoice.Reason)])
  func metricGoesByTheKindOfAnswer(
    _ answers: [String], _ options: [String], _ metric: AnswerMetric, _ reason: MetricChoice.Reason
  ) {
    let task = Self.task(answers, options)
    #expect(MetricChoice(for: task, instances: answers.indices) == MetricChoice(metric, reason))
  }

  @Test func metricThatIsSaid_comesFirst() {
    var task = Self.task([Self.sentence], ["a"])
    task.metric = .bleu
    #expect(MetricChoice(for: task, instances: 0..<1) == MetricChoice(.bleu, .given))
  }

  @Test func candidatesAreAsGoodAsOptions() {
    var task = Self.task([], [])
    task.instances = InstanceList([
      Instance(input: "x", references: [Self.sentence], candidates: [Self.sentence])
    ])
    #expect(MetricChoice(for: task, instances: 0..<1) == MetricChoice(.exactMatch, .options))
  }

  private static func task(_ answers: [String], _ options: [String]) -> InstructionTask {
    InstructionTask(
      name: "t", cluster: "c",
      instances: answers.map { Instance(input: "x", references: [$0], options: options) },
      origin: Diagnostics.SourceLocation(file: "t.json"))
  }
}
