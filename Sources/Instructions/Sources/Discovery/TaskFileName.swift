/// What the name of a task file tells.
enum TaskFileName {
  /// The name of a folder's description.
  static let folderDescription = "flan-source.json"
  /// What is added to a file's name for its description.
  static let descriptionSuffix = ".source.json"

  /// Files that data sets of the Hugging Face Hub come with, which hold no examples.
  private static let metadata: Set<String> = [
    "dataset_infos.json", "dataset_info.json", "dataset_dict.json", "state.json",
  ]

  /// The name without folders, without `.gz`, without its last extension, and without the number of a shard.
  static func stem(of path: String) -> String {
    let name = uncompressed(String(path.split(separator: "/").last ?? ""))
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
      return SplitName.withoutShard(name)
    }
    return SplitName.withoutShard(String(name[..<dot]))
  }

  /// What the task of a source is called that is one task, whatever its files: by the last part of its path
  /// without wildcards.
  static func name(ofSource path: String) -> String {
    let parts = path.split(separator: "/").filter { part in
      !part.contains { "*?".contains($0) } && part != "." && part != ".."
    }
    return stem(of: parts.last.map(String.init) ?? "text")
  }

  /// The path without its last extension.
  static func withoutExtension(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path }
    return String(path[..<dot])
  }

  /// Whether the file is one of several that hold one data set.
  static func isShard(_ path: String) -> Bool {
    let name = uncompressed(String(path.split(separator: "/").last ?? ""))
    return !name.hasPrefix(stem(of: path) + ".")
  }

  /// The name without `.gz`.
  static func uncompressed(_ name: String) -> String {
    name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
  }

  /// Whether a file of this name may be a task file that is read as `kind`.
  static func suits(_ name: String, _ kind: SourceKind) -> Bool {
    if name.hasPrefix(".") || name == folderDescription || name.hasSuffix(descriptionSuffix) { return false }
    if metadata.contains(name) { return false }
    return kind.extensions.contains { uncompressed(name).hasSuffix($0) }
  }

  /// The files that are read without being told what they are, in words.
  static let kinds = [
    "*.json, *.jsonl (Natural Instructions, SQuAD, Alpaca, Dolly, OpenOrca, P3, conversations, inputs and targets, "
      + "question and answer, the Flan collection, GSM8K)",
    "*.txt and others of documents, with \"kind\": \"text\"",
    "*.tsv (chain of thought: question, answer, rationale)", "*.csv (question, four options, letter)",
    "each of these also as *.gz, and others with a description",
  ]
}
