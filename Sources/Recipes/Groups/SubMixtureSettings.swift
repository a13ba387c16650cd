import Instructions
import JSON
import Settings

/// What holds for one sub-mixture; what is `nil` is decided by the mixture as a whole.
package struct SubMixtureSettings: Sendable, Equatable {
  /// Its share, in the unit of the others; `nil` is the preset's.
  package var proportion: Double?
  /// The most examples of one of its tasks that count towards the task's rate.
  package var cap: Int?
  /// Rates are raised to the power of 1 / temperature after the cap.
  package var temperature: Double?

  /// The defaults.
  package init() {}
}

extension SubMixtureSettings: SettingGroup {
  package static let settings: [Setting<SubMixtureSettings>] = [
    Setting("proportion", \.proportion, .from(0, through: 1_000_000_000), "share, in the unit of the others"),
    Setting(
      "cap", \.cap, .from(1, through: 1_000_000_000_000),
      "most examples of one task that count towards its rate; null is data.mixture.cap"),
    Setting(
      "temperature", \.temperature, .above(0, through: 1_000),
      "power of 1 / temperature of the rates; null is data.mixture.temperature"),
  ]
}

/// Which of the sources' tasks are trained on.
package struct TaskSelectionSettings: Sendable, Equatable {
  /// Patterns of which a task must match one; empty takes all.
  package var include: [String] = []
  /// Patterns of which a task may match none.
  package var exclude: [String] = []
  /// How many of these.
  package var count = TaskCount(.all)

  /// The defaults.
  package init() {}

  /// The same as the mixture takes it.
  package var selection: TaskSelection {
    TaskSelection(include: include, exclude: exclude, count: count.value)
  }
}

extension TaskSelectionSettings: SettingGroup {
  package static let settings: [Setting<TaskSelectionSettings>] = [
    Setting("include", \.include, "names of tasks, with * and ?; a task must match one; empty takes all"),
    Setting("exclude", \.exclude, "names of tasks, with * and ?; a task may match none"),
    Setting(
      "count", \.count, .from(1, through: 1_000_000_000),
      "how many tasks, drawn by the seed; 9, 89 and 282 are the paper's cot, + muffin, + t0-sf"),
  ]
}

/// A number of tasks, or all.
package struct TaskCount: Sendable, Equatable {
  /// The number.
  package var value: TaskSelection.Count

  /// A number of tasks.
  package init(_ value: TaskSelection.Count) { self.value = value }
}

extension TaskCount: SettingValue {
  private static let all = "all"
  package static var shape: SettingShape { .choiceOrNumber([all]) }

  package var json: OrderedJSON {
    switch value {
    case .all: .string(Self.all)
    case .number(let number): .integer(number)
    }
  }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading) -> TaskCount? {
    switch field.node.content {
    case .number:
      return Int.read(field, limits: limits, reading: &reading).map { TaskCount(.number($0)) }
    case .string(all): return TaskCount(.all)
    case .string(let word):
      reading.problems.append(.unknownChoice(location: field.location, value: word, valid: [all]))
    default:
      reading.problems.append(
        .json(
          .wrongType(location: field.location, expected: "'all' or a whole number", found: field.node.kind)))
    }
    return nil
  }
}

extension MixturePreset: SettingChoice {}
