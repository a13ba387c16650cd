import Diagnostics
import Foundation

/// The generated part of the folder `Data/`: task files, splits and vocabulary.
public enum DataFolder {
  /// All generated text files, by their paths inside the folder, in a fixed order.
  /// - Throws: `TaskGenerationError`.
  public static func files(of clusters: [TaskCluster] = TaskCatalogue.clusters) throws(TaskGenerationError)
    -> [(path: String, text: String)]
  {
    var files: [(path: String, text: String)] = []
    for cluster in clusters {
      for index in cluster.tasks.indices {
        let task = try GeneratedTask(cluster: cluster, index: index)
        files.append(("Tasks/\(cluster.name)/\(task.name).json", task.json))
      }
    }
    files.append(("splits.json", splits(of: clusters)))
    return files
  }

  /// The names of the clusters that training must leave out, as JSON.
  static func splits(of clusters: [TaskCluster]) -> String {
    let names = clusters.filter(\.isHeldOut).map { $0.name.jsonLiteral }
    return "{\"heldOutClusters\": [\(names.joined(separator: ", "))]}\n"
  }

  /// Writes a file, making its folder where it is missing.
  /// - Throws: `FileError`.
  public static func write(_ bytes: Data, to path: String, in folder: String) throws {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: file, options: .atomic)
    } catch {
      throw FileError.refused(
        path: file.path, operation: "write the file", reason: error.localizedDescription)
    }
  }
}
