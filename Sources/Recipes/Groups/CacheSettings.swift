import Foundation
import Instructions
import Settings
import Storage

/// Where what takes long to make from the data is kept for the next run; results do not depend on it.
package struct CacheSettings: Sendable, Equatable {
  /// The folder; `nil` is the user's folder for caches.
  package var folder: String?
  /// A source of fewer bytes is read into memory at each start; a larger one is kept in the cache, and no
  /// longer takes memory.
  package var minimumBytes = 64 << 20
  /// What is done with examples as token ids.
  package var tokens = TokenCacheMode.reuse

  /// The defaults.
  package init() {}

  /// The cache's folder.
  package var path: String {
    guard let folder else { return InstanceCache.standardFolder }
    return folder.hasPrefix("~/")
      ? FileManager.default.homeDirectoryForCurrentUser.path + folder.dropFirst() : folder
  }

  /// What remembers hashes of files there.
  package var hashes: HashCache { HashCache(folder: path) }

  /// The cache of instances.
  package func instances(_ handling: CacheHandling) -> InstanceCache {
    InstanceCache(folder: path, minimumBytes: minimumBytes, handling: handling)
  }
}

extension CacheSettings: SettingGroup {
  package static let settings: [Setting<CacheSettings>] = [
    Setting("folder", \.folder, "folder of the cache; null is flan-train in the user's folder for caches"),
    Setting(
      "minimumBytes", \.minimumBytes, .from(0, through: 1_000_000_000_000_000),
      "sources of fewer bytes are read into memory at each start, larger ones are kept in the cache"),
    Setting(
      "tokens", \.tokens, "use of tokenized examples: off, reuse what 'cache' has made, or build at the start"
    ),
  ]
}

/// What is done with examples as token ids.
package enum TokenCacheMode: String, Sendable, Codable, SettingChoice {
  /// Examples are formatted and tokenized when they are needed.
  case off
  /// Those that were kept are taken from there.
  case reuse
  /// What is missing is kept before the first step.
  case build
}
