/// Published tasks that models are tested on, and how their outputs are scored: a data file.
public struct EvaluationSuite: Sendable, Equatable {
  /// Whether a model is to give its reasons first.
  public enum Prompting: String, Sendable, CaseIterable {
    /// The answer at once.
    case direct
    /// A chain of thought, then the answer.
    case chainOfThought = "chain-of-thought"
  }

  /// One task.
  public struct Task: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The share that random guessing gets right: at least 0, below 1.
    public var randomBaseline: Double
    /// Whether its questions list options, from which the baseline can be computed.
    public var listsOptions: Bool
    /// The answers to choose from where they are the same for every question and the data does not list them.
    public var choices: [String]

    /// A task.
    public init(
      name: String, randomBaseline: Double = 0, listsOptions: Bool = false, choices: [String] = []
    ) {
      self.name = name
      self.randomBaseline = randomBaseline
      self.listsOptions = listsOptions
      self.choices = choices
    }
  }

  /// Where the names of the tasks are.
  public enum Tasks: Sendable, Equatable {
    /// In the suite, in the order in which they are reported.
    case named([Task])
    /// One a line in a file below the data's folder: the first of these that is there.
    case listed(paths: [String], randomBaseline: Double)
  }

  /// The examples of a split: one file a task, below the folder that the user names.
  public struct Split: Sendable, Equatable {
    /// The split's name.
    public var name: String
    /// The file's path, with `{task}` for the task's name.
    public var path: String
  }

  /// The name, for the command line.
  public var name: String
  /// The name that a suite has in common with those that ask the same questions in another way.
  public var family: String = ""
  /// The name for readers.
  public var title: String
  /// How the model is asked.
  public var prompting: Prompting
  /// Worked examples in a prompt.
  public var shots: Int
  /// The most tokens of an output.
  public var maximumTokens: Int
  /// How answers are read.
  public var answer: AnswerRule
  /// How they are compared: the first decides, the others are reported beside it.
  public var metrics: [SuiteMetric]
  /// How files of examples are laid out.
  public var layout: SuiteDataLayout
  /// The splits; the first is the one that is scored unless another is asked for.
  public var splits: [Split]
  /// The tasks.
  public var tasks: Tasks
  /// Folders below the one that the user names in which files are looked for as well.
  public var folders: [String] = []
  /// Where worked examples are.
  public var workedExamples: WorkedExampleSource?
  /// How a model is asked; `nil` where a suite only scores outputs made elsewhere.
  public var prompt: SuitePromptPatterns?

  /// The metric that decides.
  public var metric: SuiteMetric { metrics[0] }
}

/// How a file of examples is laid out.
public enum SuiteDataLayout: String, Sendable, CaseIterable {
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
