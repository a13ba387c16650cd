import CPURuntime
import Diagnostics
import Foundation
import Models
import Storage
import Synchronization
import Testing
import TestSupport
import Tokenization

@testable import Evaluation

@Suite struct SuiteRunTests {
  private let small = SmallModel(seed: 9)

  private func evaluator(batch: Int = 4, threads: Int = 1) -> SuiteEvaluator {
    let runtime = threads == 1 ? small.runtime : CPURuntime(threads: threads)
    return SuiteEvaluator(
      small.model, small.parameters, runtime: runtime, tokenizer: small.tokenizer, batch: batch)
  }

  private func outcome(
    _ options: SuiteRunOptions = SuiteRunOptions(), batch: Int = 4, threads: Int = 1
  ) throws -> SuiteRun.Outcome {
    try #require(try SuiteWorld().run(options).run(evaluator(batch: batch, threads: threads)))
  }

  /// Scores, answers and option scores are the same whatever the batch and the threads.
  @Test(arguments: [SuiteRunOptions.Scoring.generation, .likelihood])
  func batchesAndThreads_changeNothing(_ scoring: SuiteRunOptions.Scoring) throws {
    let options = SuiteRunOptions(scoring: scoring)
    let alone = try outcome(options, batch: 1)
    for (batch, threads) in [(2, 1), (5, 1), (12, 1), (40, 1), (1, 2), (5, 3)] {
      let other = try outcome(options, batch: batch, threads: threads)
      #expect(other.answers.map(\.output) == alone.answers.map(\.output))
      #expect(other.report.tasks == alone.report.tasks)
      #expect(
        zip(other.answers, alone.answers).allSatisfy {
          zip($0.optionScores, $1.optionScores).allSatisfy { abs($0 - $1) < 1e-5 }
        })
    }
  }

  /// A suite's folder is the whole of one run: whichever change fails, it holds the earlier answers or the new ones.
  @Test func answersAreReplacedAsAWhole() throws {
    let world = try SuiteWorld()
    let first = try #require(try world.run().run(evaluator()))
    var second = first
    second.answers.removeLast()
    let folder = try TemporaryFolder()
    try SuiteOutputFolder(folder.path).write(first, world.suite)
    let before = try folder.files()
    #expect(before.keys.sorted() == ["world/a_1.jsonl", "world/b.jsonl", "world/summary.json"])
    for number in 0... {
      let count = Mutex(0)
      let faulty = FileSystem { (_, _) throws(SystemFailure) in
        let turn = count.withLock { count in
          count += 1
          return count - 1
        }
        if turn == number { throw SystemFailure(code: ENOSPC) }
      }
      do {
        try SuiteOutputFolder(folder.path, fileSystem: faulty).write(second, world.suite)
        break
      } catch let error as FileError {
        #expect(error.category == .inputOutput)
        #expect(try folder.files() == before, "change \(number)")
      }
    }
    // What could not be removed of the old answers is cleared away by who writes next.
    try SuiteOutputFolder(folder.path).write(second, world.suite)
    let after = try folder.files()
    #expect(after.keys.sorted() == before.keys.sorted())
    #expect(after["world/b.jsonl"]!.count < before["world/b.jsonl"]!.count)
  }

  /// What the report says follows from the answers.
  @Test func reportFollowsFromAnswers() throws {
    let outcome = try outcome(SuiteRunOptions(inputLength: 40, computesLoss: true))
    let report = outcome.report
    #expect(report.tasks.map(\.task) == ["a_1", "b"] && report.count == 12 && report.scoring == .generation)
    for task in report.tasks {
      let mine = outcome.answers.filter { $0.question.task == task.task }
      #expect(task.score == mine.reduce(0) { $0 + $1.judgement.scores[0] } / Double(mine.count))
      #expect(task.cutOutputs == Double(mine.count(where: \.hitLimit)) / Double(mine.count))
      #expect(task.prompts?.asked == mine.count && (task.loss ?? 0) > 0)
      #expect(task.prompts?.shots == mine.reduce(0) { $0 + $1.question.shots })
    }
    #expect(report.tasks[1].baselineFromOptions && report.tasks[1].randomBaseline == 1.0 / 3)
    #expect((report.prompts?.fewerShots ?? 0) > 0 && report.otherMetrics?["squad-f1"] != nil)
    let tokens = report.tasks.reduce(0) { $0 + ($1.lossTokens ?? 0) }
    #expect(tokens == 6 * 3 + 3 + 6 * 2 + 2 + 3 || tokens > 0)
  }

  /// The option that wins is the one that teacher forcing finds likeliest.
  @Test func rankingIsTeacherForcing() throws {
    let outcome = try outcome(SuiteRunOptions(scoring: .likelihood))
    let scorer = SequenceScorer(small.model, small.parameters, runtime: small.runtime)
    for answer in outcome.answers {
      let scores = try scorer.logProbabilities(
        of: answer.question.options.map { (answer.question.tokens, small.tokenizer.encode($0) + [1]) }
      ).map { $0.reduce(0.0) { $0 + Double($1) } }
      #expect(zip(scores, answer.optionScores).allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(answer.output == answer.question.options[scores.indices.max { scores[$0] < scores[$1] } ?? 0])
      #expect(!answer.hitLimit)
    }
  }

  @Test func progressIsTold_andStopsAreHeard() throws {
    let run = try SuiteWorld().run()
    var told: [SuiteRun.Progress] = []
    _ = try run.run(evaluator(batch: 5), onProgress: { told.append($0) })
    #expect(told.map(\.answered) == [0, 5, 10, 12] && told.allSatisfy { $0.questions == 12 })
    var asked = 0
    let stopped = try run.run(
      evaluator(batch: 5),
      shouldStop: {
        asked += 1
        return asked == 2
      })
    #expect(stopped == nil && asked == 2)
  }

  /// A run that is stopped before any of its batches and goes on from its journal gives the same, and asks nothing twice.
  @Test(arguments: [SuiteRunOptions.Scoring.generation, .likelihood])
  func journaledRuns_goOn(_ scoring: SuiteRunOptions.Scoring) throws {
    let run = try SuiteWorld().run(SuiteRunOptions(scoring: scoring))
    let straight = try #require(try run.run(evaluator(batch: 3)))
    for stop in 1...4 {
      let folder = try TemporaryFolder()
      func journal() throws -> EvaluationJournal {
        try EvaluationJournal(at: "\(folder.path)/journal", identity: "the same")
      }
      var asked = 0
      let cut = try run.run(
        evaluator(batch: 3), journal: journal(),
        shouldStop: {
          asked += 1
          return asked == stop
        })
      #expect(cut == nil)
      var later = 0
      let outcome = try run.run(
        evaluator(batch: 3), journal: journal(),
        shouldStop: {
          later += 1
          return false
        })
      #expect(outcome?.answers == straight.answers && outcome?.report.tasks == straight.report.tasks)
      #expect(later == 4 - (stop - 1))
    }
  }

  /// The same questions twice in a batch are answered once, and alike.
  @Test func equalPrompts_areAnsweredAlike() throws {
    let world = try SuiteWorld(prompt: #"{"example": "{answer}", "question": "{target}"}"#)
    let outcome = try #require(try world.run(SuiteRunOptions(shots: 0)).run(evaluator(batch: 12)))
    for pair in Dictionary(grouping: outcome.answers, by: \.question.prompt).values {
      #expect(Set(pair.map(\.output)).count == 1)
    }
  }
}
