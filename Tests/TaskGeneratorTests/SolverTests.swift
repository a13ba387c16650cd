import Testing

@testable import TaskGenerator

/// Every answer is found again from the input's text alone, by code that shares nothing with the generator.
@Suite struct SolverTests {
  private static let solvers: [String: Solver] = [
    Solvers.lists, Solvers.numbers, Solvers.knowledge, Solvers.reading, Solvers.writing, Solvers.heldOut,
  ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  @Test func everyTaskHasASolver() {
    let slugs = GeneratedTasks.all.map(\.definition.slug)
    #expect(slugs.filter { Self.solvers[$0] == nil } == [])
    #expect(Self.solvers.keys.filter { !slugs.contains($0) }.sorted() == [])
  }

  @Test func solversFindEveryAnswer() {
    for entry in GeneratedTasks.all {
      guard let solve = Self.solvers[entry.definition.slug] else { continue }
      for draft in entry.task.instances + entry.task.positiveExamples {
        let answer = solve(draft.input)
        #expect(answer == draft.output, "\(entry.task.name): \(draft.input)")
      }
    }
  }

  /// A guess among the candidates can be right: what a solver finds is one of them.
  @Test func solversAnswersAreAmongTheCandidates() {
    for entry in GeneratedTasks.all {
      guard let solve = Self.solvers[entry.definition.slug] else { continue }
      for draft in entry.task.instances where !draft.candidates.isEmpty {
        let answer = solve(draft.input) ?? ""
        #expect(draft.candidates.contains(answer), "\(entry.task.name): \(draft.input)")
      }
    }
  }
}
