import Diagnostics
import JSON

/// Paragraphs with questions and answers in the layout of SQuAD, versions 1.1 and 2.0.
///
/// One file gives up to three tasks, named after it: answering a question, writing a question to an answer,
/// and writing a paragraph for both. All answers of a question are acceptable ones. A question that the
/// paragraph does not answer (version 2.0) is answered with a word of its own, and left out of the other two
/// tasks.
package struct SquadSource: TaskSource {
  private let description: SourceDescription
  private var tasks: [SquadTask] { description.squadTasks ?? SquadTask.allCases }

  /// A reader.
  package init(_ description: SourceDescription = SourceDescription()) { self.description = description }

  /// Reads the file at `path` into `sink`.
  package func read(_ path: String, into sink: inout some TaskSink) throws {
    let name = description.name ?? TaskFileName.stem(of: path)
    var indices: [(task: SquadTask, index: Int)] = []
    for task in SquadTask.allCases where tasks.contains(task) {
      var begun = InstructionTask(
        name: "\(name).\(task.rawValue)", cluster: task.cluster, definitions: [task.definition],
        instances: [], origin: SourceLocation(file: path))
      begun = description.labeled(begun)
      // What is said of the source as a whole is not the wording of one of its tasks.
      if tasks.count > 1 { begun.definitions = [task.definition] }
      indices.append((task, sink.begin(begun)))
    }
    var hasUnanswerable = false
    var ids = InstanceIDs()
    let root = try JSONRecords.walk(path, elementsOf: "data") { article in
      for paragraph in try article.object().required("paragraphs").array() {
        let object = try paragraph.object()
        let context = try object.required("context").string().trimmed
        for entry in try object.required("qas").array() {
          let question = try SquadQuestion(entry, context: context)
          hasUnanswerable = hasUnanswerable || question.answers.isEmpty
          for (task, index) in indices {
            switch question.instance(for: task, unanswerable: unanswerable) {
            case .success(let instance):
              try ids.check(instance, ofTask: index, at: entry.location)
              try sink.append(instance, to: index)
            case .failure(let unusable):
              sink.skip(SkippedInstance(location: entry.location, reason: unusable.reason), of: index)
            }
          }
        }
      }
    }
    _ = try root.object().required("data").array()
    guard hasUnanswerable else { return }
    for (task, index) in indices
    where task == .answering && sink[task: index].definitions == [task.definition] {
      sink[task: index].definitions = [
        "\(task.definition) If the passage does not answer it, write \"\(unanswerable)\"."
      ]
    }
  }

  private var unanswerable: String { description.unanswerable ?? "unanswerable" }
}

extension SquadTask {
  fileprivate var cluster: String {
    switch self {
    case .answering: "reading comprehension"
    case .questionGeneration: "question generation"
    case .contextGeneration: "context generation"
    }
  }

  fileprivate var definition: String {
    switch self {
    case .answering: "Answer the question with words from the passage."
    case .questionGeneration: "Write a question about the passage that has the given answer."
    case .contextGeneration: "Write a passage from which the question can be answered as given."
    }
  }
}

/// One question of a SQuAD file.
private struct SquadQuestion {
  let context: String
  let question: String
  /// The different answers, in order; none where the passage has none.
  let answers: [String]
  let id: String?
  let line: Int

  init(_ entry: JSONField, context: String) throws {
    let object = try entry.object()
    self.context = context
    question = try object.required("question").string().trimmed
    id = try object["id"]?.string().trimmedOrNil
    line = entry.node.line
    let isImpossible = try object["is_impossible"]?.boolean() ?? false
    var answers: [String] = []
    for answer in try object.required("answers").array() {
      guard let text = try answer.object().required("text").string().trimmedOrNil else { continue }
      if !answers.contains(text) { answers.append(text) }
    }
    self.answers = isImpossible ? [] : answers
  }

  func instance(for task: SquadTask, unanswerable: String) -> Result<Instance, RecordLayout.Unusable> {
    if context.isEmpty || question.isEmpty {
      let isTarget =
        task == .contextGeneration ? context.isEmpty : task == .questionGeneration && question.isEmpty
      return .failure(.init(reason: isTarget ? .blankTarget : .blankInput))
    }
    var fields = ["context": context, "question": question]
    let input: String
    let references: [String]
    switch task {
    case .answering:
      input = "\(context)\n\n\(question)"
      references = answers.isEmpty ? [unanswerable] : answers
    case .questionGeneration:
      guard let answer = answers.first else { return .failure(.init(reason: .unanswerable)) }
      fields = ["context": context, "answer": answer]
      input = "\(context)\n\nAnswer: \(answer)"
      references = [question]
    case .contextGeneration:
      guard let answer = answers.first else { return .failure(.init(reason: .unanswerable)) }
      fields = ["question": question, "answer": answer]
      input = "Question: \(question)\nAnswer: \(answer)"
      references = [context]
    }
    return .success(Instance(id: id, input: input, references: references, fields: fields, line: line))
  }
}
