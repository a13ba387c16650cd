import TestSupport

@testable import TaskGenerator

/// The tasks of a whole folder with few instances each, made once for all tests.
enum GridWorld {
  struct Entry: Sendable {
    let split: String
    let isHeldOut: Bool
    let task: GeneratedTask
  }

  /// Options of a folder that is made in a moment.
  static func options(tasks: Int = 1836, instances: Int = 4, heldOut: Int = 6, texts: Int = 1) -> GridOptions
  {
    var options = GridOptions()
    options.tasks = tasks
    options.pool = .each(instances)
    options.heldOutInstances = heldOut
    options.texts = texts
    return options
  }

  static let all: [Entry] = tasks(options())

  /// The tasks about lists.
  static let aboutLists = all.filter { !$0.task.cluster.hasSuffix("people") }

  static func tasks(_ options: GridOptions) -> [Entry] {
    do {
      return try GridCatalogue(options).entries.flatMap { entry in
        try entry.make().map { Entry(split: entry.split, isHeldOut: entry.isHeldOut, task: $0) }
      }
    } catch {
      fatalError("\(error)")
    }
  }

  /// The files of a folder by their paths.
  static func files(_ options: GridOptions) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    _ = try GridFolder.makeFiles(options) { files[$0.path] = Array($0.bytes) }
    return files
  }
}
