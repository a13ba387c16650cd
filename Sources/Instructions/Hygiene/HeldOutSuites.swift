import Diagnostics
import JSON

/// The names of tasks that evaluation suites are made of.
package struct HeldOutSuites: Sendable, Equatable {
  /// One suite.
  package struct Suite: Sendable, Equatable {
    /// The name by which a recipe chooses it.
    package let name: String
    /// What it is, in words.
    package let title: String
    /// The patterns of its tasks' names.
    package let tasks: [NamePattern]
  }

  /// The suites, in the file's order.
  package let suites: [Suite]

  /// These suites.
  package init(_ suites: [Suite]) { self.suites = suites }

  /// Reads `{"suites": [{"name", "title", "tasks": [patterns]}]}`.
  /// - Throws: `FileError`, `JSONError`.
  package init(reading path: String) throws {
    let root = try JSONDocument.read(path, what: "list of evaluation suites").object()
    try root.refuseUnknownKeys(["suites"])
    suites = try root.required("suites").array().map { entry in
      let object = try entry.object()
      try object.refuseUnknownKeys(["name", "title", "tasks"])
      return Suite(
        name: try object.required("name").string(), title: try object.required("title").string(),
        tasks: try object.required("tasks").array().map { NamePattern(try $0.string()) })
    }
  }

  /// The suite that has a task of this name.
  ///
  /// The name is also looked for without what collections and files put before and after it.
  package func suite(of task: String) -> Suite? {
    suites.first { suite in suite.tasks.contains { $0.matches(task) } }
  }
}
