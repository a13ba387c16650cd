/// Which clusters a list of names and patterns stands for.
package struct ClusterSelection: Sendable, Equatable {
  /// What an entry of the list stands for.
  package struct Entry: Sendable, Equatable {
    /// The name or pattern.
    package let text: String
    /// The clusters, sorted; one for a name.
    package let clusters: [String]
    /// Whether it is a pattern, and no cluster's own name.
    package let isPattern: Bool
  }

  /// The entries, in the order of the list.
  package let entries: [Entry]
  private let names: Set<String>

  /// Finds the clusters of a list: a cluster's own name is that cluster alone, anything else is a pattern
  /// (`NamePattern`).
  /// - Throws: `TaskDataError.unknownCluster` for an entry that stands for no cluster.
  init(_ texts: [String], among clusters: [String]) throws(TaskDataError) {
    var entries: [Entry] = []
    for text in texts {
      if clusters.contains(text) {
        entries.append(Entry(text: text, clusters: [text], isPattern: false))
        continue
      }
      let pattern = NamePattern(text)
      let matched = clusters.filter(pattern.matches)
      if matched.isEmpty { throw .unknownCluster(name: text, valid: clusters) }
      entries.append(Entry(text: text, clusters: matched, isPattern: !pattern.isName))
    }
    self.entries = entries
    names = Set(entries.flatMap(\.clusters))
  }

  /// Whether the cluster called `name` is among them.
  package func contains(_ name: String) -> Bool { names.contains(name) }
}
