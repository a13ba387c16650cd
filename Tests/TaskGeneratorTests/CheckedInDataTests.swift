import Foundation
import JSON
import Testing

@testable import TaskGenerator

/// The folder `Data/` holds what the generator writes, and nothing else under `Tasks/`.
@Suite struct CheckedInDataTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Data")
  private static let files = Result { try DataFolder.files() }

  @Test func filesAreWhatTheGeneratorWrites() throws {
    for file in try Self.files.get() {
      let stored = try Data(contentsOf: Self.folder.appendingPathComponent(file.path))
      #expect(stored == file.bytes, "\(file.path): run `swift run -c release generate-data`")
    }
  }

  @Test func noOtherTaskFilesAreThere() throws {
    let tasks = Self.folder.appendingPathComponent("Tasks").resolvingSymlinksInPath()
    let stored = try FileManager.default.subpathsOfDirectory(atPath: tasks.path).filter {
      $0.hasSuffix(".json")
    }
    let written = try Self.files.get().map(\.path).filter { $0.hasPrefix("Tasks/") }
    #expect(stored.sorted() == written.map { String($0.dropFirst("Tasks/".count)) }.sorted())
  }

  @Test func folderIsSmall() throws {
    let size = try Self.files.get().reduce(0) { $0 + $1.bytes.count }
    #expect(size < 8_000_000)
  }

  @Test func filesAreNaturalInstructions() throws {
    for file in try Self.files.get() where file.path.hasPrefix("Tasks/") {
      let task = try JSONDocument.parse(file.bytes, file: file.path).object()
      #expect(try task.required("Definition").array().count == 1)
      #expect(try task.required("Positive Examples").array().count == 3)
      let instances = try task.required("Instances").array()
      let identifiers = try instances.map { try $0.object().required("id").string() }
      #expect(Set(identifiers).count == instances.count)
      for instance in instances.prefix(3) {
        #expect(try instance.object().required("output").array().count == 1)
      }
      let cluster = try task.required("Cluster").string()
      #expect(file.path.hasPrefix("Tasks/\(cluster)/"))
    }
  }

  @Test func splitsNameTheHeldOutClusters() throws {
    let splits = try JSONDocument.parse(
      DataFolder.splits(of: TaskCatalogue.clusters).utf8, file: "splits.json")
    let names = try splits.object().required("heldOutClusters").array().map { try $0.string() }
    #expect(names == ["schedules", "dialogues", "queues", "messages"])
  }

  @Test func readmeListsEveryCluster() throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    for cluster in TaskCatalogue.clusters {
      let row =
        "| `\(cluster.name)` | \(cluster.tasks.count) | \(cluster.isHeldOut ? "held out" : "trained") |"
      #expect(text.contains(row), "\(row)")
    }
  }
}
