/// Published tasks that models are tested on, and how their outputs are scored: a data file.
package struct EvaluationSuite: Sendable, Equatable {
  /// Whether a model is to give its reasons first.
  package enum Prompting: String, Sendable, CaseIterable {
    /// The answer at once.
    case direct
    /// A chain of thought, then the answer.
    case chainOfThought = "chain-of-thought"
  }

  /// One task.
  package struct Task: Sendable, Equatable {
    /// The name.
    package var name: String
    /// The share that random guessing gets right: at least 0, below 1.
    package var randomBaseline: Double
    /// Whether its questions list options, from which the baseline can be computed.
    package var listsOptions: Bool
    /// The answers to choose from where they are the same for every question and the data does not list them.
    package var choices: [String]

    /// A task.
    package init(
      name: String, randomBaseline: Double = 0, listsOptions: Bool = false, choices: [String] = []
    ) {
      self.name = name
      self.randomBaseline = randomBaseline
      self.listsOptions = listsOptions
      self.choices = choices
    }
  }

  /// Where the names of the tasks are.
  package enum Tasks: Sendable, Equatable {
    /// In the suite, in the order in which they are reported.
    case named([Task])
    /// One a line in a file below the data's folder: the first of these that is there.
    case listed(paths: [String], randomBaseline: Double)
  }

  /// The examples of a split: one file a task, below the folder that the user names.
  package struct Split: Sendable, Equatable {
    /// The split's name.
    package var name: String
    /// The file's path, with `{task}` for the task's name.
    package var path: String
  }

  /// The name, for the command line.
  package var name: String
  /// The name that a suite has in common with those that ask the same questions in another way.
  package var family: String = ""
  /// The name for readers.
  package var title: String
  /// How the model is asked.
  package var prompting: Prompting
  /// Worked examples in a prompt.
  package var shots: Int
  /// The most tokens of an output.
  package var maximumTokens: Int
  /// How answers are read.
  package var answer: AnswerRule
  /// How they are compared: the first decides, the others are reported beside it.
  package var metrics: [SuiteMetric]
  /// How files of examples are laid out.
  package var layout: SuiteDataLayout
  /// The splits; the first is the one that is scored unless another is asked for.
  package var splits: [Split]
  /// The tasks.
  package var tasks: Tasks
  /// Folders below the one that the user names in which files are looked for as well.
  package var folders: [String] = []
  /// Where worked examples are.
  package var workedExamples: WorkedExampleSource?
  /// How a model is asked; `nil` where a suite only scores outputs made elsewhere.
  package var prompt: SuitePromptPatterns?

  /// The metric that decides.
  package var metric: SuiteMetric { metrics[0] }
}

/// How a file of examples is laid out.
package enum SuiteDataLayout: String, Sendable, CaseIterable {
  /// JSON: `{"examples": [{"input", "target"}]}`, as BIG-Bench Hard has it.
  case examples
  /// CSV without a header: question, options, letter of the right one, as MMLU has it.
  case choiceTable = "choice-table"
  /// Question, tabulator, answer on each line, as MGSM has it.
  case answerTable = "answer-table"
  /// JSON in the layout of SQuAD.
  case squad
  /// JSON: `{"Instances": [{"id", "input", "output"}]}`.
  case naturalInstructions = "natural-instructions"
  /// JSON Lines: `{"input", "target"}`, where `target` may be an array and `id` may be given.
  case lines = "json-lines"
}
