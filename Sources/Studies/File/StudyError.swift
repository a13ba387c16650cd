import Diagnostics

/// Why a study cannot be carried out, or says nothing.
package enum StudyError: UserError, Equatable {
  /// No study is at the path, nor among those that come with the program.
  case notFound(path: String, similar: String?, shipped: [String])
  /// A setting of an arm, or its recipe, is wrong; `problem` and `nextStep` are those of the recipe's error.
  case arm(
    name: String, location: SourceLocation, problem: String, nextStep: String?, category: FailureCategory)
  /// A run of the study is there and was made of something else.
  case changedRun(path: String, changes: [String])
  /// Something else is where the study should be written.
  case notAStudy(path: String)
  /// An evaluation of a finished run lacks what a measure needs.
  case noScore(path: String, problem: String, nextStep: String)
  /// A file of the study's folder cannot be read as what it should be.
  case damaged(path: String, problem: String)
  /// A folder holds no results of a study.
  case noResults(path: String)
  /// A line of a board cannot be read.
  case badBoard(path: String, line: Int)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .notFound, .changedRun, .notAStudy, .noResults: .usage
    case .arm(_, _, _, _, let category): category
    case .noScore, .damaged, .badBoard: .data
    }
  }

  /// Where it is.
  package var location: SourceLocation? {
    switch self {
    case .arm(_, let location, _, _, _): location
    case .notFound(let path, _, _), .changedRun(let path, _), .notAStudy(let path), .noScore(let path, _, _),
      .damaged(let path, _), .noResults(let path):
      SourceLocation(file: path)
    case .badBoard(let path, let line): SourceLocation(file: path, line: line)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .notFound: "there is no such study"
    case .arm(let name, _, let problem, _, _): "arm '\(name)': \(problem)"
    case .changedRun(_, let changes):
      "holds a run that the study would make otherwise now; nothing has been overwritten\n"
        + changes.map { "    \($0)" }.joined(separator: "\n")
    case .notAStudy: "is in the way: it is not the folder of a study"
    case .noScore(_, let problem, _), .damaged(_, let problem): problem
    case .noResults: "holds no results of a study (study.json)"
    case .badBoard: "is no entry of a board"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .notFound(_, let similar?, _): "Did you mean '\(similar)'?"
    case .notFound(_, nil, let shipped):
      shipped.isEmpty ? "Check the path." : "These come with the program: \(shipped.joined(separator: ", "))."
    case .arm(_, _, _, let nextStep, _): nextStep
    case .changedRun:
      "Take the changes back, put the study elsewhere with --output, or begin anew with --restart, which renames "
        + "the old folder."
    case .notAStudy: "Move it away, or put the study elsewhere with --output."
    case .noScore(_, _, let nextStep): nextStep
    case .noResults: "Run the study first: 'flan-train study NAME' writes its results to its folder."
    case .badBoard: "Remove the line; Scripts/speedrun writes them."
    case .damaged: "Remove it, or begin anew with --restart, which renames the study's folder."
    }
  }
}
