/// The mixture as rows for people to read.
package struct MixtureTable: Sendable, Equatable {
  /// One task.
  package struct Row: Sendable, Equatable, Codable {
    /// The task's name.
    package let task: String
    /// Its cluster.
    package let cluster: String
    /// Its sub-mixture.
    package let subMixture: String
    /// Its trained instances.
    package let examples: Int
    /// Its held-out instances.
    package let heldOut: Int
    /// How often it comes, relative to the tasks of its sub-mixture.
    package let rate: Double
    /// How often it comes, as a fraction of the stream.
    package let share: Double
    /// How many of its examples stand in the given stretch of the stream.
    package let occurrences: Int
    /// How many times each of its instances comes in that stretch, on average.
    package let epochs: Double
  }

  /// One row per task, in the mixture's order.
  package let rows: [Row]

  /// The table of a mixture.
  /// - Parameter occurrences: for each of its tasks, how many of its examples stand in a stretch of the
  ///   stream.
  init(_ mixture: Mixture, occurrences: [Int]) {
    rows = zip(mixture.entries, occurrences).map { entry, occurrences in
      Row(
        task: entry.split.task.name, cluster: entry.split.task.cluster, subMixture: entry.subMixture,
        examples: entry.split.train.count, heldOut: entry.split.heldOut.count, rate: entry.rate,
        share: entry.share, occurrences: occurrences,
        epochs: Double(occurrences) / Double(max(entry.split.train.count, 1)))
    }
  }

  /// The rows as lines of aligned columns, with a heading.
  package var text: String {
    let heading = ["task", "cluster", "sub-mixture", "examples", "held out", "rate", "share %", "epochs"]
    let lines =
      [heading]
      + rows.map { row in
        [
          row.task, row.cluster, row.subMixture, "\(row.examples)", "\(row.heldOut)",
          Self.decimals(row.rate, 1), Self.decimals(row.share * 100, 2), Self.decimals(row.epochs, 2),
        ]
      }
    let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - line[column].count)
        return column < 3 ? line[column] + padding : padding + line[column]
      }
      return cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func decimals(_ value: Double, _ places: Int) -> String {
    let scale = places == 1 ? 10.0 : 100.0
    let scaled = (value * scale).rounded()
    guard abs(scaled) < 1e15 else { return "\(value)" }
    let digits = "\(Int(abs(scaled)))"
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (scaled < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }
}
