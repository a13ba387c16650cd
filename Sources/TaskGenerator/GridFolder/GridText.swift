/// Documents for pre-training over the words of the tasks, in prose: no document is a task's prompt.
enum GridText {
  /// How many instances of each embedded task are told as texts.
  private static let everydayInstances = 100

  /// The texts by the names of their files.
  /// - Throws: `TaskGenerationError`.
  static func all(_ options: GridOptions) throws(TaskGenerationError) -> [(name: String, texts: [String])] {
    [
      ("lists", lists(seed: options.seed, count: options.texts)), ("people", people(seed: options.seed)),
      ("everyday", everyday(try everydayTasks())),
    ]
  }

  /// The embedded tasks that training may use, with some of their instances.
  /// - Throws: `TaskGenerationError`.
  static func everydayTasks() throws(TaskGenerationError) -> [GeneratedTask] {
    var tasks: [GeneratedTask] = []
    for var cluster in TaskCatalogue.clusters where !cluster.isHeldOut {
      for index in cluster.tasks.indices {
        cluster.tasks[index].instanceCount = everydayInstances
        tasks.append(try GeneratedTask(cluster: cluster, index: index))
      }
    }
    return tasks
  }

  /// Texts about lists in all forms, which bind words to their places; all lists are on the trained side.
  /// - Parameter count: how many texts there are of each form and kind.
  static func lists(seed: Int, count: Int) -> [String] {
    GridForm.allCases.flatMap { form in
      GridKind.allCases.flatMap { kind in
        var random = KeyedGenerator(key: "grid \(seed) text \(form) \(kind)")
        return (0..<count).map { _ in list(form, kind, &random) }
      }
    }
  }

  /// Texts about made-up people, of both sides.
  static func people(seed: Int) -> [String] {
    Person.all(seed: seed).flatMap { person in
      var random = KeyedGenerator(key: "grid \(seed) text \(person.name)")
      return (0..<Person.textsOfEach).map { _ in person.text(&random) }
    }
  }

  /// Tasks as texts: what they are about, the answer, and why it is right.
  private static func everyday(_ tasks: [GeneratedTask]) -> [String] {
    tasks.flatMap { task in
      task.instances.map { "\($0.input.ended) Answer: \($0.output.ended) \($0.explanation)" }
    }
  }

  private static func list(_ form: GridForm, _ kind: GridKind, _ random: inout KeyedGenerator) -> String {
    let words = random.gridList(kind, 4...8, .trained)
    let text = form.text(words)
    let start = random.pick([
      "Here are some \(kind): \(text).", "The \(kind) on the list are \(text).",
      "\(text). These are \(kind).",
      "Somebody wrote down some \(kind): \(text).",
    ]).replacing("..", with: ".")
    let facts = random.sample(Array(0..<8), random.number(2...4)).map { fact($0, words, kind, &random) }
    return ([start] + facts).sentences
  }

  /// A sentence or two that tell something of the list, and no word in other letters than its own.
  /// - Parameter number: which of the eight kinds of facts it tells.
  private static func fact(
    _ number: Int, _ words: [String], _ kind: GridKind, _ random: inout KeyedGenerator
  ) -> String {
    let place = random.below(words.count)
    let next = random.below(words.count - 1)
    let (one, word) = (kind.noun, words[place])
    let ordinal = place == words.count - 1 && random.coin() ? "last" : GridForm.ordinals[place]
    switch number {
    case 0: return "The \(ordinal) \(one) is \(word)."
    case 1: return "Which of them is \(ordinal)? It is \(word)."
    case 2: return "After \(words[next]) comes \(words[next + 1])."
    case 3: return "What stands right before \(words[next + 1])? It is \(words[next])."
    case 4: return "There are \(words.count) of them."
    case 5: return "Number \(place + 1) is \(word)."
    case 6: return "One after the other they are \(words.listed)."
    default: return "From the end to the start they are \(Array(words.reversed()).listed)."
    }
  }
}

extension String {
  /// The text with a full stop where it has no sign at its end.
  fileprivate var ended: String { ".?!".contains(suffix(1)) ? self : self + "." }
}
