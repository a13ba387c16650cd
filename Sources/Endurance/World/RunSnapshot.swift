import Evaluation
import Foundation
import JSON
import Runs
import Storage

/// All that a run leaves behind and that must not depend on interruptions: the hash of each file, times left
/// out.
package struct RunSnapshot: Equatable, Sendable {
  private let hashes: [String: String]
  /// Files and folders that only live while something is being written.
  package let leftOvers: [String]

  /// The snapshot of a world's run that is done.
  /// - Throws: `FileError`.
  package init(of world: EnduranceWorld) throws {
    let run = RunFolder(path: world.run)
    var hashes: [String: String] = [:]
    for folder in run.checkpointSteps.map(run.checkpointFolder(step:)) + [run.bestFolder] {
      for file in try FileSystem.files(below: folder) {
        hashes["\(folder)/\(file)"] = try ContentHash.ofFile("\(folder)/\(file)", what: "file")
      }
    }
    for step in run.evaluationSteps {
      hashes[run.evaluationSummaryFile(step: step)] = try Self.summaryHash(run, step)
    }
    let predictions = run.evaluationSteps.map { "\(run.evaluationFolder(step: $0))/predictions.jsonl" }
    for file in [run.ledgerFile, run.doneFile] + predictions {
      // They name the task files, which every world has in a place of its own.
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let escaped = world.path.replacingOccurrences(of: "/", with: "\\/")
      let kept = [world.path, escaped].reduce(text) { $0.replacingOccurrences(of: $1, with: "") }
      hashes[file] = ContentHash.of(Data(kept.utf8))
    }
    hashes[run.metricsTableFile] = try Self.tableHash(run)
    self.hashes = Dictionary(
      hashes.map { (String($0.key.dropFirst(world.run.count + 1)), $0.value) },
      uniquingKeysWith: { first, _ in first })
    leftOvers = try FileSystem.files(below: world.path).filter(Self.isLeftOver).sorted()
  }

  /// The files that differ, or that only one of the snapshots has.
  package func differences(from other: RunSnapshot) -> [String] {
    Set(hashes.keys).union(other.hashes.keys).filter { hashes[$0] != other.hashes[$0] }.sorted()
  }

  /// Whether a path has a part that only lives while something is being written.
  static func isLeftOver(_ path: String) -> Bool {
    path.split(separator: "/").contains { part in
      part.hasPrefix(".") || part.hasSuffix(".journal") || part == "LOCK"
    }
  }

  private static func summaryHash(_ run: RunFolder, _ step: Int) throws -> String {
    let data = try Data(contentsOf: URL(fileURLWithPath: run.evaluationSummaryFile(step: step)))
    var summary = try EventCoding.decode(EvaluationSummary.self, from: data)
    summary.seconds = 0
    return ContentHash.of(try EventCoding.line(summary))
  }

  private static func tableHash(_ run: RunFolder) throws -> String {
    let text = try String(contentsOfFile: run.metricsTableFile, encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let times = rows.first?.indices.filter { ["seconds", "tokensPerSecond"].contains(rows[0][$0]) } ?? []
    let kept = rows.map { row in
      row.indices.filter { !times.contains($0) }.map { String(row[$0]) }.joined(separator: ",")
    }
    return ContentHash.of(Data(kept.joined(separator: "\n").utf8))
  }
}
