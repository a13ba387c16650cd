/// A task with its instances, ready to be written.
package struct GeneratedTask: Sendable {
  /// The full name, such as `task001_first_word`.
  package var name: String
  /// The cluster's name.
  package var cluster: String
  /// The cluster's kind of reasoning.
  package var reasoning: String
  /// The instruction, in one or several wordings.
  package var definitions: [String]
  /// The zero-shot prompts.
  package var prompts: [String]
  /// Solved examples, none of them among the instances.
  package var positiveExamples: [Draft]
  /// Examples whose `wrong` is to be shown as an answer that is not right.
  package var negativeExamples: [Draft]
  /// The instances, no two with the same input.
  package var instances: [Draft]
  /// The command that makes it, for the files' `Source` field.
  package var source = "flan-train generate-data"

  /// The instruction in its first wording.
  package var definition: String { definitions[0] }
}

extension GeneratedTask {
  static let positiveExampleCount = 3

  /// Makes the task at `index` of `cluster`.
  /// - Throws: `TaskGenerationError.exhausted` when the rule does not yield enough different instances.
  package init(cluster: TaskCluster, index: Int) throws(TaskGenerationError) {
    let task = cluster.tasks[index]
    self.name = cluster.taskName(at: index)
    self.cluster = cluster.name
    self.reasoning = cluster.reasoning
    self.definitions = [task.definition]
    self.prompts = PromptTemplate.prompts(for: task, number: cluster.number(at: index))
    var source = InstanceSource(task, key: task.slug)
    self.positiveExamples = try source.take(Self.positiveExampleCount)
    self.instances = try source.take(task.instanceCount)
    self.negativeExamples = positiveExamples.first { $0.wrong != nil }.map { [$0] } ?? []
  }
}

/// Draws different instances of one task with evenly shared answers.
struct InstanceSource {
  /// Draws without a new instance after which a rule counts as exhausted.
  private static let patience = 20_000

  private let task: TaskDefinition
  private var random: KeyedGenerator
  private var inputs: Set<String> = []

  /// The instances of `task` in the order that belongs to `key`.
  init(_ task: TaskDefinition, key: String) {
    self.task = task
    self.random = KeyedGenerator(key: key)
  }

  /// The next `count` instances, none of them taken before.
  /// - Throws: `TaskGenerationError.exhausted` when the rule does not yield enough different instances.
  mutating func take(_ count: Int) throws(TaskGenerationError) -> [Draft] {
    let quota = task.answerCount.map { (count + $0 - 1) / $0 } ?? count
    var counts: [String: Int] = [:]
    var drafts: [Draft] = []
    var failures = 0
    while drafts.count < count {
      let draft = task.draft(&random)
      if counts[draft.output, default: 0] < quota, inputs.insert(draft.input).inserted {
        counts[draft.output, default: 0] += 1
        drafts.append(draft)
        failures = 0
      } else {
        failures += 1
        guard failures < Self.patience else {
          throw .exhausted(task: task.slug, found: drafts.count, wanted: count)
        }
      }
    }
    return drafts
  }
}
