import Foundation

/// A folder with a recipe and data so small that a run takes a moment, and yet does all that a run does:
/// evaluations, checkpoints, best models, rotation, caches.
package struct EnduranceWorld: Sendable {
  /// The folder.
  package let path: String
  /// The recipe's file.
  package var recipe: String { "\(path)/recipe.json" }
  /// The folder of the run.
  package var run: String { "\(path)/runs/run" }
  /// The cache.
  package var cache: String { "\(path)/cache" }

  /// How much a run does.
  package struct Size: Sendable {
    /// Steps of the run.
    package var steps: Int
    /// Steps between evaluations.
    package var evaluationEvery: Int
    /// Steps between checkpoints.
    package var checkpointEvery: Int

    /// A run of that size.
    package init(steps: Int, evaluationEvery: Int, checkpointEvery: Int) {
      self.steps = steps
      self.evaluationEvery = evaluationEvery
      self.checkpointEvery = checkpointEvery
    }

    /// A moment, in which something is nearly always being written.
    package static let moment = Size(steps: 40, evaluationEvery: 5, checkpointEvery: 3)
    /// The least that writes everything that a run writes: rotated checkpoints, a best model that is
    /// replaced, journals.
    package static let least = Size(steps: 10, evaluationEvery: 4, checkpointEvery: 3)
  }

  /// Writes a world.
  /// - Parameter path: a folder, which must not be there yet.
  package init(at path: String, _ size: Size) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: "\(path)/tasks", withIntermediateDirectories: true)
    for (cluster, words) in [("colors", ["red", "blue", "green"]), ("sizes", ["big", "small"])] {
      let instances = (0..<48).map { index in
        "{\"input\": \"\(words[index % words.count]) \(index)\", \"output\": \"\(words[index % words.count])\"}"
      }
      let task = """
        {"Definition": "Say the word.", "Cluster": "\(cluster)", "Instances": [\(instances.joined(separator: ",\n"))]}
        """
      try Data(task.utf8).write(to: URL(fileURLWithPath: "\(path)/tasks/\(cluster).json"))
    }
    try Data(text(size).utf8).write(to: URL(fileURLWithPath: recipe))
  }

  /// Removes the world with all that its runs have written.
  package func remove() { try? FileManager.default.removeItem(atPath: path) }

  private func text(_ size: Size) -> String {
    """
    {
      "name": "run", "seed": 5,
      "model": {
        "preset": "tiny", "modelDimension": 8, "headDimension": 4, "heads": 2, "feedForwardDimension": 12,
        "encoderLayers": 1, "decoderLayers": 1, "dropout": 0.1
      },
      "tokenizer": {"vocabulary": "bytes"},
      "data": {
        "tasks": [{"path": "\(path)/tasks"}], "heldOutClusters": ["sizes"], "heldOutInstances": 8,
        "maxTruncatedFraction": 1,
        "cache": {"folder": "\(cache)", "minimumBytes": 0, "tokens": "build"}
      },
      "packing": {"inputLength": 48, "targetLength": 12, "rows": 2},
      "optimizer": {"learningRate": 0.01},
      "train": {"steps": \(size.steps), "threads": 1},
      "evaluation": {
        "every": \(size.evaluationEvery), "heldOutInstancesPerTask": 8, "heldOutClusterInstancesPerTask": 8,
        "maximumTokens": 4, "batch": 4, "formats": ["zero-shot"], "bestMetric": "heldOutInstances/loss",
        "patience": 1000000
      },
      "checkpoint": {"every": \(size.checkpointEvery), "keepLast": 2},
      "logging": {"every": 1},
      "output": {"folder": "\(path)/runs"}
    }
    """
  }
}
