import TaskGenerator

/// All tasks, made once for all tests.
enum GeneratedTasks {
  struct Entry: Sendable {
    let cluster: TaskCluster
    let definition: TaskDefinition
    let task: GeneratedTask
  }

  static let all: [Entry] = {
    do {
      return try TaskCatalogue.clusters.flatMap { cluster in
        try cluster.tasks.indices.map {
          Entry(
            cluster: cluster, definition: cluster.tasks[$0],
            task: try GeneratedTask(cluster: cluster, index: $0))
        }
      }
    } catch {
      fatalError("\(error)")
    }
  }()
}

extension StringProtocol {
  /// The words, numbers and signs of a text, each as one token.
  var tokens: [String] {
    var tokens: [String] = []
    var current = ""
    for character in self {
      if character.isLetter || character.isNumber {
        current.append(character)
      } else {
        if !current.isEmpty { tokens.append(current) }
        current = ""
        if !character.isWhitespace { tokens.append(String(character)) }
      }
    }
    return current.isEmpty ? tokens : tokens + [current]
  }

  var wordCount: Int { split(whereSeparator: \.isWhitespace).count }
}
