import Tokenization

/// What every workload is made from: threads, data, and a place for files.
struct Bench {
  let threads: Int
  /// Task files that were named on the command line.
  let data: String?
  /// The vocabulary file.
  let vocabulary: String
  /// A folder with builds for levels of processor.
  let builds: String?
  let tokenizer: any Tokenizer
  let folder: WorkFolder
  let isVerbose: Bool

  /// The project's own tasks, where no others are named.
  private static let ownTasks = "Data/Tasks"

  /// - Throws: what opening the vocabulary throws.
  init(
    threads: Int, data: String?, vocabulary: String, builds: String?, folder: WorkFolder, isVerbose: Bool
  ) throws {
    self.threads = threads
    self.data = data
    self.builds = builds
    self.vocabulary =
      vocabulary.hasSuffix(".model") ? vocabulary : "\(vocabulary)/\(VocabularyFile.sentencePieceName)"
    tokenizer = try VocabularyFile.open(self.vocabulary)
    self.folder = folder
    self.isVerbose = isVerbose
  }

  /// Task files in any case.
  var tasks: String { data ?? Self.ownTasks }
}

/// Why a workload is not measured.
struct NotMeasured: Error, CustomStringConvertible {
  let description: String
}
