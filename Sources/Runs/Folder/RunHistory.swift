import Diagnostics
import Foundation
import JSON
import Recipes
import Storage

/// `run.json`: every passport that a run has had, with the step from which each holds.
///
/// The file has the fields of the latest passport, with `fromStep` and `settings` beside them, and those
/// before in `earlier`, the first one first. A file without these is that of a run which nothing has changed.
package struct RunHistory: Sendable, Equatable {
  /// One passport and where it holds.
  package struct Version: Sendable, Equatable {
    /// The first step that it holds for, counted from 1.
    package var fromStep: Int
    /// The settings that were allowed to change there.
    package var settings: [RecipeDifference.Change]
    /// What the run was made of from there on.
    package var passport: RunPassport
  }

  /// The versions in the order of their steps; at least one.
  package private(set) var versions: [Version]

  /// The history of a run whose steps after `step` are of `passport`, and about which nothing older is known.
  package init(_ passport: RunPassport, afterStep step: Int = 0) {
    versions = [Version(fromStep: step + 1, settings: [], passport: passport)]
  }

  /// The passport that holds now.
  package var current: RunPassport { latest.passport }

  private var latest: Version { versions[versions.count - 1] }

  /// Since when the latest passport holds, in words.
  package var since: String { versions.count == 1 ? "the run was started" : "step \(latest.fromStep)" }

  /// Adds the passport of a run that goes on after `step`, where it differs from the one that holds there.
  ///
  /// Versions of later steps are dropped: those steps are done again.
  /// - Parameter settings: what differs from the recipe that the run had last.
  package mutating func goOn(_ passport: RunPassport, afterStep step: Int, settings: RecipeDifference?) {
    var changes: [RecipeDifference.Change] = []
    while versions.count > 1, latest.fromStep > step {
      changes = latest.settings + changes
      versions.removeLast()
    }
    changes = Self.joined(changes + (settings?.changes ?? []))
    if latest.fromStep > step {
      versions = [Version(fromStep: step + 1, settings: [], passport: passport)]
    } else {
      let version = Version(fromStep: step + 1, settings: changes, passport: passport)
      if !Self.changes(from: latest, to: version).isEmpty { versions.append(version) }
    }
  }

  /// One change for each key, from the first old value to the last new one.
  private static func joined(_ changes: [RecipeDifference.Change]) -> [RecipeDifference.Change] {
    var result: [RecipeDifference.Change] = []
    for change in changes {
      if let index = result.firstIndex(where: { $0.key == change.key }) {
        result[index] = .init(key: change.key, old: result[index].old, new: change.new)
      } else {
        result.append(change)
      }
    }
    return result.filter { $0.old != $0.new }
  }

  /// What has changed on the way, each change with the first step that it holds for.
  package var changes: [(fromStep: Int, change: RecipeDifference.Change)] {
    zip(versions, versions.dropFirst()).flatMap { before, version in
      Self.changes(from: before, to: version).map { (version.fromStep, $0) }
    }
  }

  private static func changes(from old: Version, to new: Version) -> [RecipeDifference.Change] {
    var changes = new.settings + PassportDifference(from: old.passport, to: new.passport).changes
    let (before, now) = (old.passport.resolvedRecipeSHA256, new.passport.resolvedRecipeSHA256)
    if new.settings.isEmpty, before != now {
      // A process that ended before it could write which settings they were.
      changes.append(
        .init(key: "resolved recipe's SHA-256", old: String(before.prefix(12)), new: String(now.prefix(12))))
    }
    return changes
  }

  /// The same without the folders of this machine.
  private var withoutFolders: RunHistory {
    var history = self
    for index in versions.indices {
      history.versions[index].passport = versions[index].passport.withoutFolders
      history.versions[index].settings = versions[index].settings.map {
        .init(key: $0.key, old: $0.old.map(PublicPath.setting), new: $0.new.map(PublicPath.setting))
      }
    }
    return history
  }

  /// Writes the history as the run's passport, which may be shown to anyone: without the folders of this
  /// machine.
  /// - Throws: `FileError.refused`.
  package func write(to folder: RunFolder) throws {
    try folder.write(EventCoding.pretty(withoutFolders), to: folder.passportFile)
  }

  /// Reads the history at `path`.
  /// - Throws: `FileError`, `RunFolderError.damaged`.
  package static func read(_ path: String) throws -> RunHistory {
    let data = try InputFile.read(path, what: "run passport")
    do {
      return try JSONDecoder().decode(RunHistory.self, from: data)
    } catch {
      throw RunFolderError.damaged(path: path, problem: "is not a run passport that this version can read")
    }
  }
}

extension RunHistory.Version: Codable {
  private enum CodingKeys: String, CodingKey { case fromStep, settings }

  /// A passport with its step; without one it is the first.
  package init(from decoder: any Decoder) throws {
    passport = try RunPassport(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    fromStep = try container.decodeIfPresent(Int.self, forKey: .fromStep) ?? 1
    settings = try container.decodeIfPresent([RecipeDifference.Change].self, forKey: .settings) ?? []
  }

  /// The passport's fields and the step beside them.
  package func encode(to encoder: any Encoder) throws {
    try passport.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(fromStep, forKey: .fromStep)
    if !settings.isEmpty { try container.encode(settings, forKey: .settings) }
  }
}

extension RunHistory: Codable {
  private enum CodingKeys: String, CodingKey { case earlier }

  /// The versions, the latest of which has its fields at the top.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let earlier = try container.decodeIfPresent([Version].self, forKey: .earlier) ?? []
    versions = earlier + [try Version(from: decoder)]
  }

  /// The fields of the latest version, and those before it.
  package func encode(to encoder: any Encoder) throws {
    try latest.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    if versions.count > 1 { try container.encode(Array(versions.dropLast()), forKey: .earlier) }
  }
}
