import Diagnostics
import Foundation
import JSON
import Models
import Storage

/// Where a model's answers to suites are written: `SUITE/TASK.jsonl` and `SUITE/summary.json` for each suite,
/// and `summary.json` for all of them.
///
/// A suite's folder is written beside and renamed, so that it is the whole of one run. Lines have what
/// `eval --predictions` reads.
package struct SuiteOutputFolder: Sendable {
  /// The folder.
  package let path: String
  private let fileSystem: FileSystem

  /// The folder at `path`, which need not exist.
  package init(_ path: String, fileSystem: FileSystem = .standard) {
    self.path = path
    self.fileSystem = fileSystem
  }

  /// The answers of a session that is under way.
  package var journalFile: String { "\(path)/answers.journal" }

  /// Removes the journal of a session that has come to its end.
  /// - Throws: `FileError.refused`.
  package func removeJournal() throws { try fileSystem.removeTree(journalFile) }

  /// Checks that the folder can be made and written to, before the work that is to go there.
  /// - Throws: `FileError`.
  package func prepare() throws {
    try fileSystem.createFolders(path)
    let probe = "\(path)/.writable"
    try Draft.write([], to: probe, fileSystem: fileSystem)
    try? fileSystem.removeOne(probe)
  }

  /// Writes the answers and scores of a suite in place of older ones.
  /// - Throws: `FileError.refused`.
  package func write(_ outcome: SuiteRun.Outcome, _ suite: EvaluationSuite) throws {
    let (metrics, weights) = (suite.metrics.map(\.rawValue), outcome.report.weights)
    try fileSystem.createFolders(path)
    try Draft.make("\(path)/\(Self.fileName(suite.name))", fileSystem: fileSystem) { draft in
      try fileSystem.createFolder(draft)
      for (task, answers) in Dictionary(grouping: outcome.answers, by: \.question.task) {
        var text = Data()
        for answer in answers {
          text += try EventCoding.line(SuiteAnswerRecord(answer, metrics: metrics, weights)) + Data("\n".utf8)
        }
        try fileSystem.write(text, to: "\(draft)/\(Self.fileName(task)).jsonl")
      }
      try fileSystem.write(EventCoding.pretty(outcome.report), to: "\(draft)/summary.json")
    }
  }

  /// Writes the summary of all suites.
  /// - Throws: `FileError.refused`.
  package func write(_ summary: SuiteSummary) throws {
    try Draft.write(EventCoding.pretty(summary), to: "\(path)/summary.json", fileSystem: fileSystem)
  }

  /// A name that is one part of a path, whatever a suite calls itself and its tasks.
  package static func fileName(_ name: String) -> String {
    let safe = name.map { "/\\:".contains($0) || $0.isNewline ? "_" : $0 }
    return safe.first == "." ? "_" + String(safe.dropFirst()) : String(safe)
  }
}

/// A line of a task's file of answers.
package struct SuiteAnswerRecord: Encodable {
  private let answer: SuiteAnswer
  private let metrics: [String]
  private let weights: WeightFormat?

  /// - Parameter weights: what the model's weights were rounded to.
  package init(_ answer: SuiteAnswer, metrics: [String], _ weights: WeightFormat?) {
    self.weights = weights
    self.answer = answer
    self.metrics = metrics
  }

  private enum Key: String, CodingKey {
    case task, id, prompt, prediction, target, answer, targetAsWritten, hasAnswer, scores, hitLimit, shots,
      isCut, options,
      optionLogProbabilities, weights
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let question = answer.question
    try container.encode(question.task, forKey: .task)
    if let id = question.id {
      try container.encode(id, forKey: .id)
    } else {
      try container.encode(question.index, forKey: .id)
    }
    try container.encode(question.prompt, forKey: .prompt)
    try container.encode(answer.output, forKey: .prediction)
    try container.encode(question.references, forKey: .target)
    if !question.written.texts.isEmpty {
      try container.encode(question.written.texts, forKey: .targetAsWritten)
    }
    try container.encode(answer.judgement.answer, forKey: .answer)
    try container.encode(answer.judgement.isFound, forKey: .hasAnswer)
    try container.encode(
      Dictionary(zip(metrics, answer.judgement.scores)) { first, _ in first }, forKey: .scores)
    try container.encode(answer.hitLimit, forKey: .hitLimit)
    try container.encode(question.shots, forKey: .shots)
    try container.encode(question.isCut, forKey: .isCut)
    try container.encodeIfPresent(weights, forKey: .weights)
    if !answer.optionScores.isEmpty {
      try container.encode(question.options, forKey: .options)
      try container.encode(answer.optionScores, forKey: .optionLogProbabilities)
    }
  }
}
